// v2       b64 HMAC-SHA256(key, timestamp LF URL LF SHA-256(body))            MessageBird-Signature, -Request-Timestamp
// legacy   as v2, with the query sorted and form-encoded in the place of the URL
// jwt      MessageBird-Signature-JWT: HS256/384/512; iss, nbf, exp, jti, url_hash, payload_hash
// standard Standard Webhooks
#include "connectors/bird_signature.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/jwt.hpp"
#include "connectors/public_url.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/signature.hpp"
#include "connectors/standard_signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::string_view signature_header = "MessageBird-Signature";
constexpr std::string_view timestamp_header = "MessageBird-Request-Timestamp";
constexpr std::string_view jwt_header = "MessageBird-Signature-JWT";

std::string signed_text(std::string_view timestamp, std::string_view middle, std::string_view body) {
  const std::array<char, 32> hash = sha256(body);
  std::string text{timestamp};
  return text.append("\n").append(middle).append("\n").append(hash.data(), hash.size());
}

/// Compares the header with a text's HMAC; of `middles` any may be what the provider's library signed.
/// Their first `shown` bytes may be told.
Result<void> verify_text(const Request& request, std::span<const std::string> middles, std::size_t shown,
                         const ReplayWindow& window, const Credentials& credentials, Instant now) {
  const auto signature = request.header(signature_header);
  const auto timestamp = request.header(timestamp_header);
  if (!signature) return forged(signature_header, "nothing", "the HMAC of timestamp, URL and body");
  if (!timestamp) return forged(timestamp_header, "nothing", "seconds since 1970");
  const std::array<char, 32> hash = sha256(request.body);
  bool fits = false;
  for (const std::string& middle : middles)
    fits |= is_hmac(Hash::sha256, Encoding::base64, credentials.values("signing_key"),
                    {*timestamp, "\n", middle, "\n", {hash.data(), hash.size()}}, *signature);
  if (!fits)
    return forged(signature_header, "another signature", "the HMAC of timestamp, URL and body",
                  {*timestamp, " ", masked(middles.front(), shown), " ", masked_bytes(request.body)});
  return check_age(timestamp_header, *timestamp, now, window);
}

/// The query's parameters sorted by name and encoded, with a blank as `+` and as `%20`: the libraries differ.
Result<std::array<std::string, 2>> sorted_queries(std::string_view query) {
  const Result<Form> form = Form::read(query);
  if (!form) return forged("query", "unreadable parameters", "a query");
  std::vector<Form::Field> fields = form->fields();
  std::ranges::sort(fields, {}, [](const Form::Field& field) { return std::pair{field.name, field.value}; });
  std::array<std::string, 2> texts;
  append_form(fields, texts[0]);
  for (const char c : texts[0]) texts[1] += c == '+' ? std::string{"%20"} : std::string(1, c);
  return texts;
}

Result<void> verify_legacy(const Request& request, const Credentials& credentials, Instant now) {
  const Result<std::array<std::string, 2>> middles = sorted_queries(request.query);
  if (!middles) return std::unexpected{middles.error()};
  return verify_text(request, *middles, 0, five_minutes, credentials, now);
}

/// A claim is a hash of what we got.
bool is_hash(const JsonReader& claim, std::string_view bytes) {
  return equal_in_constant_time(sha256_hex(bytes), claim.text());
}

Result<void> check_claims(const JsonReader& claims, const Request& request, const Credentials& credentials,
                          Instant now) {
  constexpr std::int64_t leeway_s = 5;
  const std::int64_t now_s = ms_of(now) / 1000;
  if (claims.at("iss").text() != "MessageBird") return forged("iss", "another issuer", "MessageBird");
  if (claims.at("nbf").integer() > now_s + leeway_s) return forged("nbf", "a time to come", "a token that is valid");
  if (claims.at("exp").integer() < now_s - leeway_s) return forged("exp", "a time gone by", "a token that is valid");
  if (claims.at("jti").id().empty()) return forged("jti", "nothing", "an id");
  if (!is_hash(claims.at("url_hash"), public_url(request, credentials)))
    return forged("url_hash", "another hash", "the SHA-256 of the URL",
                  {masked_bytes(public_url(request, credentials))});
  const JsonReader payload_hash = claims.find("payload_hash");
  if (static_cast<bool>(payload_hash) == request.body.empty())
    return forged("payload_hash", payload_hash ? "a hash" : "nothing", "a hash exactly if there is a body");
  if (payload_hash && !is_hash(payload_hash, request.body))
    return forged("payload_hash", "another hash", "the SHA-256 of the body", {masked_bytes(request.body)});
  return {};
}

Result<void> verify_jwt(const Request& request, const Credentials& credentials, Instant now) {
  constexpr std::array allowed{Hash::sha256, Hash::sha384, Hash::sha512};
  const std::optional<Jwt> token = read_jwt(request.header(jwt_header).value_or(""));
  if (!token) return forged(jwt_header, "no token", "a token signed by HS256, HS384 or HS512");
  if (!is_signed(*token, allowed, credentials.values("signing_key")))
    return forged(jwt_header, "another signature", "a token signed by HS256, HS384 or HS512",
                  {masked_bytes(token->signed_part)});
  JsonReader::Document document{token->claims};
  if (const Result<void> checked = check_claims(document.root(), request, credentials, now); !checked) return checked;
  if (const auto error = document.take_error()) return forged(error->where, error->found, error->expected);
  return {};
}

std::string jwt_of(const OwnedRequest& request, std::string_view url, std::string_view id, std::int64_t seconds,
                   std::string_view key) {
  std::string claims = R"({"iss":"MessageBird","nbf":)" + std::to_string(seconds);
  claims += R"(,"exp":)" + std::to_string(seconds + 60) + R"(,"jti":)";
  append_json_text(id, claims);
  claims += R"(,"url_hash":")" + sha256_hex(url) + '"';
  if (!request.body.empty()) claims += R"(,"payload_hash":")" + sha256_hex(request.body) + '"';
  return signed_jwt(claims += '}', key);
}

}  // namespace

Result<void> verify_bird(const Request& request, const Credentials& credentials, Instant now) {
  const std::string_view scheme = credentials.value("scheme");
  if (scheme == "v2") {
    const std::string url = public_url(request, credentials);
    return verify_text(request, {&url, 1}, url.find('?'), one_day, credentials, now);
  }
  if (scheme == "jwt") return verify_jwt(request, credentials, now);
  if (scheme == "legacy") return verify_legacy(request, credentials, now);
  if (scheme == "standard")
    return verify_standard(request, "webhook-", credentials.values("signing_key"), five_minutes, now);
  return forged("scheme", "another word in the channel's settings", "v2, jwt, legacy or standard");
}

void sign_bird(OwnedRequest& request, std::string_view id, std::int64_t seconds, const Credentials& credentials) {
  const std::string_view scheme = credentials.value("scheme");
  const std::string_view key = credentials.value("signing_key");
  const std::string timestamp = std::to_string(seconds);
  const std::string url = public_url(view_of(request, {}), credentials);
  if (scheme == "standard") {
    request.headers.push_back({"webhook-id", std::string{id}});
    request.headers.push_back({"webhook-timestamp", timestamp});
    request.headers.push_back({"webhook-signature", standard_signature(id, timestamp, request.body, key)});
  } else if (scheme == "jwt") {
    request.headers.push_back({std::string{jwt_header}, jwt_of(request, url, id, seconds, key)});
  } else {
    const auto queries = sorted_queries(request.query);
    const std::string middle = scheme == "legacy" && queries ? (*queries)[0] : url;
    request.headers.push_back({std::string{timestamp_header}, timestamp});
    request.headers.push_back({std::string{signature_header}, hmac(Hash::sha256, Encoding::base64, key,
                                                                   signed_text(timestamp, middle, request.body))});
  }
}

}  // namespace switchroom::connectors
