#include "connectors/mapped_signature.hpp"

#include <algorithm>
#include <array>
#include <boost/container/static_vector.hpp>

#include "connectors/form_reader.hpp"
#include "connectors/mapped_keys.hpp"
#include "connectors/mapped_signed_text.hpp"
#include "connectors/public_url.hpp"
#include "connectors/replay_window.hpp"
#include "connectors/spare_text.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::size_t entries_max = 16;  // signatures of one request that are looked at

// --- where signature and timestamp stand -----------------------------------------------------------------------------

/// An entry of the signature's text: `v1,…` of a list, `t=…` of pairs, the whole of a plain one.
struct Entry {
  std::string_view label;
  std::string_view text;
};
using Entries = boost::container::static_vector<Entry, entries_max>;

Entries entries_of(const SignatureFormat& format, std::string_view value) {
  const bool plain = format.form == SignatureFormat::Form::plain;
  const std::string_view divider =
      format.form == SignatureFormat::Form::pairs ? std::string_view{"="} : std::string_view{format.label_separator};
  Entries entries;
  while (entries.size() < entries_max && !value.empty()) {
    const std::size_t end = plain ? value.size() : std::min(value.find(format.separator), value.size());
    std::string_view piece = value.substr(0, end);
    value.remove_prefix(std::min(end + format.separator.size(), value.size()));
    while (!plain && piece.starts_with(' ')) piece.remove_prefix(1);
    const std::size_t mark = plain || divider.empty() ? piece.npos : piece.find(divider);
    if (mark == piece.npos)
      entries.push_back({"", piece});
    else
      entries.push_back({piece.substr(0, mark), piece.substr(mark + divider.size())});
  }
  return entries;
}

/// The timestamp, perhaps from inside the signature. Two that differ are none.
std::string_view timestamp_of(const SchemeTimestamp& timestamp, const Request& request, std::span<const Entry> entries,
                              std::string& room) {
  if (timestamp.place.in != SchemePlace::In::signature) return value_at(timestamp.place, request, room);
  std::string_view found;
  for (const Entry& entry : entries) {
    if (entry.label != timestamp.place.name) continue;
    if (!found.empty() && found != entry.text) return {};
    found = entry.text;
  }
  return found;
}

// --- the check -------------------------------------------------------------------------------------------------------

/// Whether `entry` is a signature of `kind`, and which text it claims.
std::optional<std::string_view> claim_of(const Scheme& scheme, const SignatureKind& kind, const Entry& entry) {
  const bool pairs = scheme.signature.form == SignatureFormat::Form::pairs;
  const std::string_view label = pairs ? std::string_view{scheme.signature.key} : std::string_view{kind.label};
  if (!label.empty() && entry.label != label) return std::nullopt;
  std::string_view text = entry.text;
  if (!text.starts_with(scheme.signature.prefix)) return std::nullopt;
  return text.substr(scheme.signature.prefix.size());
}

bool fits_any(const Scheme& scheme, const Entry& entry, const SignedSubject& subject,
              std::span<const std::string> keys) {
  bool found = false;
  for (const SignatureKind& kind : scheme.kinds) {
    const std::optional<std::string_view> claimed = claim_of(scheme, kind, entry);
    if (!claimed) continue;
    for (const std::string& key : keys) {
      std::string room;
      const std::string_view bytes = key_bytes(kind, key, room);
      if (bytes.empty()) continue;
      SpareText text;
      write_signed_text(scheme, subject, bytes, *text);
      found |= fits(scheme, kind, bytes, *text, *claimed);
    }
  }
  return found;
}

/// What is signed, in the words of the scheme.
std::string expected_of(const Scheme& scheme) {
  std::string text = "one by the channel's scheme";
  if (scheme.pieces.empty()) return text;
  text += scheme.sorted ? " of these, sorted:" : " of";
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
  std::string value_room;
  const std::string_view value = value_at(scheme.signature.place, request, value_room);
  if (value.empty()) return forged(where, "nothing", "a signature");
  const Entries entries = entries_of(scheme.signature, value);
  std::string time_room;
  const std::string_view timestamp =
      scheme.timestamp ? timestamp_of(*scheme.timestamp, request, entries, time_room) : std::string_view{};
  const std::array<std::string, 2> bases = base_urls(credentials.value("public_base_url"));
  bool found = false;
  for (const std::string& base : std::span{bases}.first(scheme.both_ports ? 2 : 1))
    for (const Entry& entry : entries) found |= fits_any(scheme, entry, {request, base, timestamp}, keys);
  if (!found)
    return forged(where, "no fitting signature", expected_of(scheme),
                  {masked_signed_text(scheme, {request, bases[0], timestamp})});
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
  std::string key_room;
  const std::string_view key = key_bytes(kind, keys.front(), key_room);
  const std::string base = base_urls(credentials.value("public_base_url"))[0];
  const std::vector<Header> headers = headers_of(request);
  const Request view = view_of(request, headers);
  std::string signed_text;
  write_signed_text(scheme, {view, base, timestamp}, key, signed_text);
  std::string text = format.prefix;
  text += right_signature(scheme, kind, key, signed_text);
  if (format.form == SignatureFormat::Form::pairs)
    text = (scheme.timestamp ? scheme.timestamp->place.name + '=' + timestamp + format.separator : "") + format.key +
           '=' + text;
  else if (!kind.label.empty())
    text = kind.label + format.label_separator + text;
  request.headers.push_back({format.place.name, text});
}

}  // namespace switchroom::connectors
