// V2: HMAC-SHA256(auth token, URL without query + nonce). Covers neither body nor query.
// V3: POST: URL without query + ? + sorted query k=v&… + (. if there is a query) + sorted form namevalue… + . + nonce
//     GET, and POST of nothing: URL without query + (? + sorted query if there is one) + . + nonce
#include "connectors/plivo_signature.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "connectors/form_reader.hpp"
#include "connectors/public_url.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {
namespace {

/// Sorted, each as name, `between` and value, with `join` between two.
std::string sorted_text(std::vector<Form::Field> fields, std::string_view between, std::string_view join) {
  std::ranges::sort(fields, {}, [](const Form::Field& field) { return std::pair{field.name, field.value}; });
  std::string text;
  std::size_t size = 0;
  for (const Form::Field& field : fields) size += field.name.size() + between.size() + field.value.size() + join.size();
  text.reserve(size);
  for (const Form::Field& field : fields) {
    if (&field != &fields.front()) text += join;
    text.append(field.name).append(between).append(field.value);
  }
  return text;
}

Result<std::string> text_of_v3(const Request& request, const Credentials& credentials, std::string_view nonce) {
  const Result<Form> query = Form::read(request.query);
  if (!query) return forged("query", "unreadable parameters", "a query");
  std::string text = public_url_without_query(request, credentials);
  const bool post = request.method == "POST" && !request.body.empty();
  if (post || !query->fields().empty()) text += '?';
  text += sorted_text(query->fields(), "=", "&");
  if (post) {
    const Result<Form> form = Form::read(request.body);
    if (!form) return forged("body", "unreadable parameters", "a form");
    if (!query->fields().empty()) text += '.';
    text += sorted_text(form->fields(), "", "");
  }
  return text.append(".").append(nonce);
}

/// Whether a header with signatures, divided by commas, holds that of `text`.
bool holds_signature(const Request& request, std::string_view header, std::string_view text,
                     const Credentials& credentials) {
  bool fits = false;
  for (std::string_view rest = request.header(header).value_or(""); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string_view signature = rest.substr(0, comma);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    while (signature.starts_with(' ')) signature.remove_prefix(1);
    fits |= is_hmac(Hash::sha256, Encoding::base64, credentials.values("auth_token"), text, signature);
  }
  return fits;
}

}  // namespace

Result<void> verify_plivo(const Request& request, const Credentials& credentials, Instant) {
  const auto nonce_v3 = request.header("X-Plivo-Signature-V3-Nonce");
  const std::string version = nonce_v3 ? "V3" : "V2";
  const auto nonce = nonce_v3 ? nonce_v3 : request.header("X-Plivo-Signature-V2-Nonce");
  const std::string header = "X-Plivo-Signature-" + version;
  if (!nonce) return forged(header + "-Nonce", "nothing", "a nonce");
  const Result<std::string> text = nonce_v3 ? text_of_v3(request, credentials, *nonce)
                                            : public_url_without_query(request, credentials).append(*nonce);
  if (!text) return std::unexpected{text.error()};
  const bool own = holds_signature(request, header, *text, credentials);
  const bool main_account = holds_signature(request, "X-Plivo-Signature-Ma-" + version, *text, credentials);
  if (!own && !main_account)
    return forged(header, "another signature",
                  "the HMAC of URL and nonce: " + masked(*text, public_url_without_query(request, credentials).size()));
  return {};
}

std::string plivo_signature(const Request& request, const Credentials& credentials, std::string_view nonce) {
  const Result<std::string> text = text_of_v3(request, credentials, nonce);
  return text ? hmac(Hash::sha256, Encoding::base64, credentials.value("auth_token"), *text) : std::string{};
}

}  // namespace switchroom::connectors
