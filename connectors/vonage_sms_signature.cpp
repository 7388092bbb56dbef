// sig = hash over `&name=value` of all other parameters, sorted by name, with & and = in values as _. Which hash is a
// setting of the account and so of ours: nothing in the request says it.
#include "connectors/vonage_sms_signature.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/parameters.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

/// The text that is signed.
std::string signed_text(std::vector<Form::Field> fields) {
  std::erase_if(fields, [](const Form::Field& field) { return field.name == "sig"; });
  std::ranges::sort(fields, {}, [](const Form::Field& field) { return std::pair{field.name, field.value}; });
  std::string text;
  text.reserve(512);
  for (const Form::Field& field : fields) {
    text.append("&").append(field.name).append("=");
    for (const char c : field.value) text += c == '&' || c == '=' ? '_' : c;
  }
  return text;
}

/// The names of what is signed, in order, with how much stands behind each, for the operator.
std::string masked_fields(const std::vector<Form::Field>& fields) {
  const std::string text = signed_text(fields);
  std::string names;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('=', at), text.size());
    names.append(text, at, end - at).append("=…");
    at = std::min(text.find('&', end), text.size());
  }
  return names + ' ' + masked_bytes(text);
}

/// Lower-case hex of the account's kind of signature; empty for an unknown method.
std::string signature_of(std::string_view method, std::string_view text, std::string_view secret) {
  constexpr std::array methods{std::pair{"md5", Hash::md5}, std::pair{"sha1", Hash::sha1},
                               std::pair{"sha256", Hash::sha256}, std::pair{"sha512", Hash::sha512}};
  if (method.empty() || method == "md5hash") return digest(Hash::md5, Encoding::hex, std::string{text}.append(secret));
  for (const auto& [name, hash] : methods)
    if (method == name) return hmac(hash, Encoding::hex, secret, text);
  return {};
}

std::string lower(std::string_view text) {
  std::string letters{text};
  std::ranges::transform(letters, letters.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return letters;
}

}  // namespace

Result<void> verify_vonage_sms(const Request& request, const Credentials& credentials, Instant now) {
  constexpr std::string_view expected = "the signature of all other parameters";
  const Result<Parameters> parameters = Parameters::read(request);
  if (!parameters) return forged("sig", "unreadable parameters", expected);
  const std::optional<std::string_view> sig = parameters->find("sig");
  if (!sig) return forged("sig", "nothing", expected);
  const std::string text = signed_text(parameters->fields());
  const std::string claimed = lower(*sig);
  bool fits = false;
  for (const std::string& secret : credentials.values("signature_secret")) {
    const std::string right = signature_of(credentials.value("signature_method"), text, secret);
    fits |= !secret.empty() && !right.empty() && equal_in_constant_time(right, claimed);
  }
  if (!fits) return forged("sig", "another signature", expected, {masked_fields(parameters->fields())});
  return check_age("timestamp", parameters->value("timestamp"), now, one_day);
}

std::string vonage_sms_signature(const std::vector<Form::Field>& fields, const Credentials& credentials) {
  return signature_of(credentials.value("signature_method"), signed_text(fields),
                      credentials.value("signature_secret"));
}

}  // namespace switchroom::connectors
