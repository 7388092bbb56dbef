// What is signed: the URL as typed in at Twilio, then each parameter of a form as name and value, sorted by bytes:
//   https://sw.example.org/hooks/tw?ch=7 + BodyHi + From+12025550111 + To+12025550122
// A body that is no form is bound by its hash in the signed URL: ?bodySHA256=<hex>.
#include "connectors/twilio_signature.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/joined.hpp"
#include "connectors/parameters.hpp"
#include "connectors/public_url.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::string_view signature_header = "X-Twilio-Signature";

/// Names and values in the order in which they are signed; of equal pairs only one.
std::string signed_fields(std::vector<Form::Field> fields) {
  const auto pair_of = [](const Form::Field& field) { return std::pair{field.name, field.value}; };
  std::ranges::sort(fields, {}, pair_of);
  std::string text;
  std::size_t size = 0;
  for (const Form::Field& field : fields) size += field.name.size() + field.value.size();
  text.reserve(size);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0 && pair_of(fields[i]) == pair_of(fields[i - 1])) continue;
    text += fields[i].name;
    text += fields[i].value;
  }
  return text;
}

/// What is signed behind the URL. Errors: a form that is none, or a body that its hash in the URL does not fit.
Result<std::string> signed_behind_url(const Request& request) {
  if (request.method == "GET") return std::string{};
  if (has_form(request) || request.body.empty()) {
    Result<Form> form = Form::read(request.body);
    if (!form) return std::unexpected{form.error()};
    return signed_fields(form->fields());
  }
  const Result<Form> query = Form::read(request.query);
  const std::optional<std::string_view> hash = query ? query->find("bodySHA256") : std::nullopt;
  if (!hash) return forged("bodySHA256", "nothing", "the hash of the body in the URL");
  if (!equal_in_constant_time(sha256_hex(request.body), *hash))
    return forged("bodySHA256", "another hash", "SHA-256 of the body", {masked_bytes(request.body)});
  return std::string{};
}

struct Keys {
  Hash hash = Hash::sha1;
  std::vector<std::string> secrets;
};

/// `key=<name>,algorithm=HMAC_SHA256` → the secrets kept under that name; none for an unknown name or algorithm.
Keys shared_keys(std::string_view settings_header, const Credentials& credentials) {
  Keys keys;
  keys.hash = Hash::sha256;
  constexpr std::string_view name_mark = "key=";
  const std::size_t comma = std::min(settings_header.find(','), settings_header.size());
  std::string_view key = settings_header.substr(0, comma);
  std::string_view algorithm = settings_header.substr(std::min(comma + 1, settings_header.size()));
  while (algorithm.starts_with(' ')) algorithm.remove_prefix(1);
  if (!key.starts_with(name_mark) || algorithm != "algorithm=HMAC_SHA256") return keys;
  key.remove_prefix(name_mark.size());
  for (const std::string& entry : credentials.values("shared_keys"))
    if (entry.size() > key.size() && entry.starts_with(key) && entry[key.size()] == '=')
      keys.secrets.push_back(entry.substr(key.size() + 1));
  return keys;
}

}  // namespace

Result<void> verify_twilio_signature(const Request& request, const Credentials& credentials, Instant) {
  constexpr std::string_view expected = "the HMAC of the URL and the parameters";
  const std::optional<std::string_view> signature = request.header(signature_header);
  if (!signature || (request.method != "POST" && request.method != "GET"))
    return forged(signature_header, "nothing", expected);
  const Result<std::string> tail = signed_behind_url(request);
  if (!tail) return forged(tail.error().where, tail.error().found, tail.error().expected);

  const std::string_view mark = request.query.empty() ? "" : "?";
  const auto key_settings = request.header("X-Twilio-Webhooks-Signature-Settings");
  const Keys shared = key_settings ? shared_keys(*key_settings, credentials) : Keys{};
  const std::span<const std::string> secrets = key_settings ? shared.secrets : credentials.values("auth_tokens");
  const std::array<std::string, 2> bases = base_urls(credentials.value("public_base_url"));
  for (const std::string& base : bases)
    if (is_hmac(shared.hash, Encoding::base64, secrets, {base, request.path, mark, request.query, *tail}, *signature))
      return {};
  std::string text;
  join({bases[0], request.path, mark, request.query, *tail}, text);
  return forged(signature_header, "another signature",
                std::string{expected} + ": " + masked(text, bases[0].size() + request.path.size()));
}

std::string twilio_signature(std::string_view path, const std::vector<Form::Field>& fields,
                             const Credentials& credentials) {
  std::string signed_text = base_urls(credentials.value("public_base_url"))[0];
  signed_text += path;
  signed_text += signed_fields(fields);
  return hmac(Hash::sha1, Encoding::base64, credentials.value("auth_tokens"), signed_text);
}

}  // namespace switchroom::connectors
