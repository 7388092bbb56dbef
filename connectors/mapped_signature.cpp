#include "connectors/mapped_signature.hpp"

#include <algorithm>
#include <array>

#include "connectors/base64.hpp"
#include "connectors/ed25519.hpp"
#include "connectors/parameters.hpp"
#include "connectors/public_key.hpp"
#include "connectors/public_url.hpp"
#include "connectors/replay_window.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::size_t entries_max = 16;  // signatures of one request that are looked at

// --- where signature and timestamp stand -----------------------------------------------------------------------------

/// An entry of the signature's text: `v1,…` of a list, `t=…` of pairs, the whole of a plain one.
struct Entry {
  std::string label;
  std::string text;
};

std::vector<Entry> entries_of(const SignatureFormat& format, std::string_view value) {
  const bool plain = format.form == SignatureFormat::Form::plain;
  const std::string_view divider =
      format.form == SignatureFormat::Form::pairs ? std::string_view{"="} : std::string_view{format.label_separator};
  std::vector<Entry> entries;
  while (entries.size() < entries_max && !value.empty()) {
    const std::size_t end = plain ? value.size() : std::min(value.find(format.separator), value.size());
    std::string_view piece = value.substr(0, end);
    value.remove_prefix(std::min(end + format.separator.size(), value.size()));
    while (!plain && piece.starts_with(' ')) piece.remove_prefix(1);
    const std::size_t mark = plain || divider.empty() ? piece.npos : piece.find(divider);
    if (mark == piece.npos)
      entries.push_back({"", std::string{piece}});
    else
      entries.push_back({std::string{piece.substr(0, mark)}, std::string{piece.substr(mark + divider.size())}});
  }
  return entries;
}

std::string value_at(const SchemePlace& place, const Request& request) {
  if (place.in == SchemePlace::In::header) return std::string{request.header(place.name).value_or("")};
  if (place.in == SchemePlace::In::query) {
    const Result<Form> query = Form::read(request.query);
    return query ? std::string{query->value(place.name)} : std::string{};
  }
  const Result<Parameters> parameters = Parameters::read(request);
  return parameters ? std::string{parameters->value(place.name)} : std::string{};
}

/// The timestamp, perhaps from inside the signature. Two that differ are none.
std::string timestamp_of(const SchemeTimestamp& timestamp, const Request& request, std::span<const Entry> entries) {
  if (timestamp.place.in != SchemePlace::In::signature) return value_at(timestamp.place, request);
  std::string found;
  for (const Entry& entry : entries) {
    if (entry.label != timestamp.place.name) continue;
    if (!found.empty() && found != entry.text) return {};
    found = entry.text;
  }
  return found;
}

// --- what is signed --------------------------------------------------------------------------------------------------

/// What the pieces are made from.
struct Subject {
  const Request& request;
  std::string_view base;
  std::string_view timestamp;
};

std::vector<Form::Field> fields_from(const SignedParameters& rule, const Result<Form>& query,
                                     const Result<Parameters>& form) {
  std::vector<Form::Field> fields;
  const auto add = [&](const std::vector<Form::Field>& more) {
    for (const Form::Field& field : more)
      if (std::ranges::find(rule.exclude, field.name) == rule.exclude.end()) fields.push_back(field);
  };
  if (rule.from != SignedParameters::From::query && form) add(form->fields());
  const bool query_too = rule.from == SignedParameters::From::query || rule.from == SignedParameters::From::all;
  if (query_too && query) add(query->fields());
  const auto pair_of = [](const Form::Field& field) { return std::pair{field.name, field.value}; };
  std::ranges::sort(fields, {}, pair_of);
  if (rule.distinct) {
    const auto rest = std::ranges::unique(fields, {}, pair_of);
    fields.erase(rest.begin(), rest.end());
  }
  return fields;
}

void append_value(const SignedParameters& rule, std::string_view value, std::string& out) {
  for (const char c : value) {
    const auto found = std::ranges::find(rule.replace, c, &std::pair<char, std::string>::first);
    if (found == rule.replace.end())
      out += c;
    else
      out += found->second;
  }
}

/// `&{name}={value}` filled in.
void append_pattern(const SignedParameters& rule, const Form::Field& field, std::string& out) {
  std::string name{field.name};
  std::string value;
  append_value(rule, field.value, value);
  if (rule.encoded) {
    append_form_text(field.name, name = {});
    std::string encoded;
    append_form_text(value, encoded);
    value = std::move(encoded);
  }
  for (std::string_view rest = rule.pattern; !rest.empty();) {
    if (rest.starts_with("{name}")) {
      out += name;
      rest.remove_prefix(6);
    } else if (rest.starts_with("{value}")) {
      out += value;
      rest.remove_prefix(7);
    } else {
      out += rest.front();
      rest.remove_prefix(1);
    }
  }
}

void append_parameters(const SignedParameters& rule, const Request& request, std::string& out) {
  const Result<Form> query = Form::read(request.query);
  Request body = request;  // the body's parameters also of a GET, which has none
  if (body.method == "GET") body.method = "POST";
  const bool as_it_is = rule.from == SignedParameters::From::request;
  const Result<Parameters> form = Parameters::read(as_it_is ? request : body);
  const std::vector<Form::Field> fields = fields_from(rule, query, form);
  for (const Form::Field& field : fields) {
    if (&field != &fields.front()) out += rule.join;
    append_pattern(rule, field, out);
  }
}

void append_url(const Subject& subject, bool with_query, std::string& out) {
  out.append(subject.base).append(subject.request.path);
  if (with_query && !subject.request.query.empty()) out.append("?").append(subject.request.query);
}

void append_digest(const SignedPiece& piece, std::string_view body, std::string& out) {
  const std::string hex = digest(piece.hash, Encoding::hex, body);
  out += piece.raw ? bytes_of_hex(hex).value_or("") : hex;
}

void append_piece(const SignedPiece& piece, const Subject& subject, std::string_view key, std::string& out) {
  using enum SignedPiece::Kind;
  const Request& request = subject.request;
  switch (piece.kind) {
    case literal:
      out += piece.text;
      break;
    case header:
      out += request.header(piece.text).value_or("");
      break;
    case parameter:
      out += value_at({SchemePlace::In::parameter, piece.text}, request);
      break;
    case query_parameter:
      out += value_at({SchemePlace::In::query, piece.text}, request);
      break;
    case body:
      out += request.body;
      break;
    case body_digest:
      append_digest(piece, request.body, out);
      break;
    case url:
      append_url(subject, true, out);
      break;
    case url_without_query:
      append_url(subject, false, out);
      break;
    case method:
      out += request.method;
      break;
    case path:
      out += request.path;
      break;
    case query:
      out += request.query;
      break;
    case timestamp:
      out += subject.timestamp;
      break;
    case secret:
      out += key;
      break;
    case parameters:
      append_parameters(piece.parameters.value_or(SignedParameters{}), request, out);
      break;
    case if_parameters:
      if (!request.query.empty()) out += piece.text;
      break;
  }
}

std::string signed_text(const Scheme& scheme, const Subject& subject, std::string_view key) {
  std::string text;
  text.reserve(subject.request.body.size() + 256);
  for (const SignedPiece& piece : scheme.pieces) append_piece(piece, subject, key, text);
  return text;
}

// --- keys and comparison ---------------------------------------------------------------------------------------------

/// The bytes of a key of this kind; empty for a key of another one, and an empty key fits nothing.
std::string key_bytes(const SignatureKind& kind, std::string_view key) {
  using enum SignatureKind::KeyEncoding;
  if (!key.starts_with(kind.key_prefix)) return {};
  key.remove_prefix(kind.key_prefix.size());
  if (kind.key_encoding == hex) return bytes_of_hex(key).value_or("");
  if (kind.key_encoding == base64) return bytes_of_base64(key).value_or("");
  return std::string{key};
}

Encoding encoding_of(SignatureFormat::Text text) {
  if (text == SignatureFormat::Text::base64) return Encoding::base64;
  return text == SignatureFormat::Text::base64url ? Encoding::base64url : Encoding::hex;
}

/// The bytes of a signature that can't be computed, only checked; empty if another text would be the same bytes.
std::string signature_bytes(SignatureFormat::Text text, std::string_view claimed) {
  if (text == SignatureFormat::Text::base64) {
    std::string bytes = bytes_of_base64(claimed).value_or("");
    return base64_of(bytes) == claimed ? bytes : std::string{};
  }
  if (text == SignatureFormat::Text::base64url) return bytes_of_base64url(claimed).value_or("");
  return bytes_of_hex(claimed).value_or("");
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

/// The one right signature of a symmetric kind, as text.
std::string right_signature(const Scheme& scheme, const SignatureKind& kind, std::string_view key,
                            std::string_view text) {
  const Encoding encoding = encoding_of(scheme.signature.text);
  switch (kind.algorithm) {
    case Algorithm::hmac:
      return hmac(kind.hash, encoding, key, text);
    case Algorithm::digest:
      return digest(kind.hash, encoding, text);
    case Algorithm::basic:
      return base64_of(key);
    default:
      return std::string{key};
  }
}

bool fits(const Scheme& scheme, const SignatureKind& kind, std::string_view key, std::string_view text,
          std::string_view claimed) {
  if (kind.algorithm == Algorithm::ed25519)
    return is_ed25519(key, text, signature_bytes(scheme.signature.text, claimed));
  if (kind.algorithm == Algorithm::ecdsa_p256_sha256)
    return is_ecdsa(key, text, signature_bytes(scheme.signature.text, claimed));
  const std::string right = right_signature(scheme, kind, key, text);
  const bool any_case = scheme.signature.text == SignatureFormat::Text::hex_any_case;
  return equal_in_constant_time(right, any_case ? lower(std::string{claimed}) : claimed);
}

/// Whether `entry` is a signature of `kind`, and which text it claims.
std::optional<std::string_view> claim_of(const Scheme& scheme, const SignatureKind& kind, const Entry& entry) {
  const bool pairs = scheme.signature.form == SignatureFormat::Form::pairs;
  const std::string_view label = pairs ? std::string_view{scheme.signature.key} : std::string_view{kind.label};
  if (!label.empty() && entry.label != label) return std::nullopt;
  std::string_view text = entry.text;
  if (!text.starts_with(scheme.signature.prefix)) return std::nullopt;
  return text.substr(scheme.signature.prefix.size());
}

bool fits_any(const Scheme& scheme, const Entry& entry, const Subject& subject, std::span<const std::string> keys) {
  bool found = false;
  for (const SignatureKind& kind : scheme.kinds) {
    const std::optional<std::string_view> claimed = claim_of(scheme, kind, entry);
    if (!claimed) continue;
    for (const std::string& key : keys) {
      const std::string bytes = key_bytes(kind, key);
      if (bytes.empty()) continue;
      found |= fits(scheme, kind, bytes, signed_text(scheme, subject, bytes), *claimed);
    }
  }
  return found;
}

/// What is signed, in the words of the scheme.
std::string expected_of(const Scheme& scheme) {
  std::string text = "one by the channel's scheme";
  if (scheme.pieces.empty()) return text;
  text += " of";
  for (const SignedPiece& piece : scheme.pieces) {
    text.append(" ").append(piece_names[static_cast<std::size_t>(piece.kind)]);
    if (!piece.text.empty() && piece.kind != SignedPiece::Kind::secret) text.append(" ").append(piece.text);
  }
  return text;
}

Result<void> check_conditions(const Scheme& scheme, const Request& request) {
  for (const SchemeCondition& condition : scheme.conditions) {
    const auto value = request.header(condition.header);
    const bool equal = value == condition.equals || (!value && condition.optional);
    if (condition.equals ? equal : condition.present == value.has_value()) continue;
    const std::string expected = condition.equals.value_or(condition.present ? "a value" : "no such header");
    return forged(condition.header, value ? "another value" : "nothing", expected);
  }
  return {};
}

Result<void> check_timestamp(const SchemeTimestamp& timestamp, std::string_view text, Instant now) {
  const ReplayWindow window{.past_s = timestamp.past_s, .future_s = timestamp.future_s};
  const std::string& where = timestamp.place.name;
  const std::optional<std::int64_t> time = whole_number(text);
  if (!time) return forged(where, text.empty() ? "nothing, or several" : "another text", "a time since 1970 in digits");
  return check_age(where, timestamp.milliseconds ? *time / 1000 : *time, now, window);
}

}  // namespace

Answer answer_of(const SchemeAnswer& said, const Request& request) {
  Answer answer{.status = said.status, .content_type = {}, .body = said.body};
  if (!said.echo.empty()) {
    const Result<Form> query = Form::read(request.query);
    answer.body = query ? query->value(said.echo) : std::string_view{};
  }
  if (answer.body.empty()) return answer;
  const bool xml = said.echo.empty() && answer.body.starts_with('<');
  answer.content_type = xml ? "text/xml" : answer.body.starts_with('{') ? "application/json" : "text/plain";
  return answer;
}

std::optional<Result<Answer>> answer_handshake(const Scheme& scheme, const Request& request) {
  if (!scheme.handshake) return std::nullopt;
  const SchemeHandshake& handshake = *scheme.handshake;
  if (!handshake.method.empty() && request.method != handshake.method) return std::nullopt;
  if (handshake.empty && !(request.query.empty() && request.body.empty())) return std::nullopt;
  const Result<Form> query = Form::read(request.query);
  if (!query) return std::nullopt;
  for (const auto& [name, value] : handshake.query)
    if (query->find(name) != value) return std::nullopt;
  return answer_of(handshake.answer, request);
}

Result<void> verify_scheme(const Scheme& scheme, const Request& request, std::span<const std::string> keys,
                           const Credentials& credentials, Instant now) {
  if (const Result<void> checked = check_conditions(scheme, request); !checked) return checked;
  const std::string& where = scheme.signature.place.name;
  const std::string value = value_at(scheme.signature.place, request);
  if (value.empty()) return forged(where, "nothing", "a signature");
  const std::vector<Entry> entries = entries_of(scheme.signature, value);
  const std::string timestamp = scheme.timestamp ? timestamp_of(*scheme.timestamp, request, entries) : std::string{};
  const std::array<std::string, 2> bases = base_urls(credentials.value("public_base_url"));
  bool found = false;
  for (const std::string& base : std::span{bases}.first(scheme.both_ports ? 2 : 1))
    for (const Entry& entry : entries) found |= fits_any(scheme, entry, {request, base, timestamp}, keys);
  if (!found) return forged(where, "no fitting signature", expected_of(scheme));
  return scheme.timestamp ? check_timestamp(*scheme.timestamp, timestamp, now) : Result<void>{};
}

void sign_by_scheme(const Scheme& scheme, OwnedRequest& request, std::int64_t at_ms, std::span<const std::string> keys,
                    const Credentials& credentials) {
  const SignatureFormat& format = scheme.signature;
  for (const SchemeCondition& condition : scheme.conditions)
    if (condition.equals) request.headers.push_back({condition.header, *condition.equals});
  std::string timestamp;
  if (scheme.timestamp) timestamp = std::to_string(scheme.timestamp->milliseconds ? at_ms : at_ms / 1000);
  if (scheme.timestamp && scheme.timestamp->place.in == SchemePlace::In::header)
    request.headers.push_back({scheme.timestamp->place.name, timestamp});
  if (scheme.kinds.empty() || keys.empty() || format.place.in != SchemePlace::In::header) return;
  const SignatureKind& kind = scheme.kinds.front();
  const std::string key = key_bytes(kind, keys.front());
  const std::string base = base_urls(credentials.value("public_base_url"))[0];
  const std::vector<Header> headers = headers_of(request);
  const Request view = view_of(request, headers);
  std::string text = format.prefix;
  text += right_signature(scheme, kind, key, signed_text(scheme, {view, base, timestamp}, key));
  if (format.form == SignatureFormat::Form::pairs)
    text = (scheme.timestamp ? scheme.timestamp->place.name + '=' + timestamp + format.separator : "") + format.key +
           '=' + text;
  else if (!kind.label.empty())
    text = kind.label + format.label_separator + text;
  request.headers.push_back({format.place.name, text});
}

}  // namespace switchroom::connectors
