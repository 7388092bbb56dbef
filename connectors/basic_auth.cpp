#include "connectors/basic_auth.hpp"

#include <optional>

#include "connectors/base64.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {

Result<void> verify_basic(const Request& request, const Credentials& credentials) {
  constexpr std::string_view scheme = "basic ";
  constexpr std::string_view expected = "Basic with the user and password of the webhook's URL";
  const std::string_view value = request.header("Authorization").value_or("");
  if (value.empty()) return forged("Authorization", "nothing", expected);
  std::string word{value.substr(0, scheme.size())};
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::optional<std::string> pair = word == scheme ? bytes_of_base64(value.substr(scheme.size())) : std::nullopt;
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) return forged("Authorization", "another text", expected);
  const std::string_view both{*pair};
  const bool user = is_one_of(credentials.values("basic_user"), both.substr(0, colon));
  const bool password = is_one_of(credentials.values("basic_password"), both.substr(colon + 1));
  if (!(user & password)) return forged("Authorization", "another user or password", expected);
  return {};
}

std::string basic_authorization(const Credentials& credentials) {
  const std::string pair =
      std::string{credentials.value("basic_user")} + ':' + std::string{credentials.value("basic_password")};
  return "Basic " + base64_of(pair);
}

}  // namespace switchroom::connectors
