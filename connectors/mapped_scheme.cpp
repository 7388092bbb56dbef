#include "connectors/mapped_scheme.hpp"

#include <algorithm>
#include <array>

#include "connectors/description_reader.hpp"
#include "connectors/mapped_piece.hpp"
#include "connectors/remembered.hpp"

namespace switchroom::connectors {
namespace {

using Words = std::span<const std::string_view>;

// --- keys and algorithms ---------------------------------------------------------------------------------------------

void read_algorithm(const JsonReader& value, SignatureKind& kind) {
  struct Row {
    Algorithm algorithm;
    Hash hash;
  };
  static constexpr std::array<std::string_view, 12> words{
      "hmac-md5", "hmac-sha1", "hmac-sha256", "hmac-sha384",       "hmac-sha512", "md5",
      "sha1",     "sha256",    "ed25519",     "ecdsa-p256-sha256", "token",       "basic"};
  static constexpr std::array<Row, 12> rows{{{Algorithm::hmac, Hash::md5},
                                             {Algorithm::hmac, Hash::sha1},
                                             {Algorithm::hmac, Hash::sha256},
                                             {Algorithm::hmac, Hash::sha384},
                                             {Algorithm::hmac, Hash::sha512},
                                             {Algorithm::digest, Hash::md5},
                                             {Algorithm::digest, Hash::sha1},
                                             {Algorithm::digest, Hash::sha256},
                                             {Algorithm::ed25519, Hash::sha256},
                                             {Algorithm::ecdsa_p256_sha256, Hash::sha256},
                                             {Algorithm::token, Hash::sha256},
                                             {Algorithm::basic, Hash::sha256}}};
  const Row& row = rows[place_of_word(value, words, 2)];
  kind.algorithm = row.algorithm;
  kind.hash = row.hash;
}

void read_key(const JsonReader& key, SignatureKind& kind) {
  static constexpr std::array<std::string_view, 2> keys{"encoding", "prefix"};
  static constexpr std::array<std::string_view, 3> encodings{"utf8", "hex", "base64"};
  expect_keys(key, keys);
  kind.key_encoding = word(key.find("encoding"), encodings, SignatureKind::KeyEncoding::utf8);
  kind.key_prefix = scalar(key.find("prefix"));
}

std::vector<SignatureKind> read_kinds(const JsonReader& scheme) {
  static constexpr std::array<std::string_view, 3> keys{"label", "algorithm", "key"};
  std::vector<SignatureKind> kinds;
  if (const JsonReader list = scheme.find("algorithms")) {
    for (const JsonReader& item : list.items()) {
      expect_keys(item, keys);
      SignatureKind& kind = kinds.emplace_back();
      kind.label = scalar(item.find("label"));
      read_algorithm(item.at("algorithm"), kind);
      read_key(item.find("key"), kind);
    }
    return kinds;
  }
  read_algorithm(scheme.at("algorithm"), kinds.emplace_back());
  read_key(scheme.find("key"), kinds.back());
  return kinds;
}

// --- places ----------------------------------------------------------------------------------------------------------

/// `{header: X}`, `{parameter: p}`, `{query: q}` or `{signature: t}`, which may have other keys beside it.
SchemePlace read_place(const JsonReader& object) {
  static constexpr std::array<std::string_view, 4> names{"header", "parameter", "query", "signature"};
  SchemePlace place;
  int found = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const JsonReader name = object.find(names[i]);
    if (!name) continue;
    ++found;
    place.in = static_cast<SchemePlace::In>(i);
    place.name = scalar(name);
  }
  if (found != 1) object.refuse("no place or several", "one of header, parameter, query and signature");
  return place;
}

SignatureFormat read_signature(const JsonReader& object) {
  static constexpr std::array<std::string_view, 9> keys{"header",    "parameter",       "query", "format",  "prefix",
                                                        "separator", "label_separator", "key",   "encoding"};
  static constexpr std::array<std::string_view, 3> forms{"plain", "list", "pairs"};
  static constexpr std::array<std::string_view, 4> texts{"hex", "hex-any-case", "base64", "base64url"};
  expect_keys(object, keys);
  SignatureFormat format;
  format.place = read_place(object);
  format.form = word(object.find("format"), forms, SignatureFormat::Form::plain);
  format.text = word(object.find("encoding"), texts, SignatureFormat::Text::hex);
  format.prefix = scalar(object.find("prefix"));
  format.label_separator = scalar(object.find("label_separator"));
  if (const JsonReader key = object.find("key")) format.key = scalar(key);
  format.separator = format.form == SignatureFormat::Form::pairs ? "," : " ";
  if (const JsonReader separator = object.find("separator")) format.separator = scalar(separator);
  if (format.separator.empty()) object.refuse("an empty separator", "a text between two entries");
  return format;
}

SchemeTimestamp read_timestamp(const JsonReader& object) {
  static constexpr std::array<std::string_view, 7> keys{"header", "parameter", "query", "signature",
                                                        "unit",   "past",      "future"};
  static constexpr std::array<std::string_view, 2> units{"s", "ms"};
  expect_keys(object, keys);
  SchemeTimestamp timestamp;
  timestamp.place = read_place(object);
  timestamp.milliseconds = place_of_word(object.find("unit"), units, 0) == 1;
  timestamp.past_s = amount(object.find("past"), timestamp.past_s);
  timestamp.future_s = amount(object.find("future"), timestamp.future_s);
  return timestamp;
}

SchemeCondition read_condition(const JsonReader& item) {
  static constexpr std::array<std::string_view, 5> keys{"header", "equals", "absent", "present", "optional"};
  expect_keys(item, keys);
  SchemeCondition condition;
  condition.header = scalar(item.at("header"));
  condition.optional = truth(item.find("optional"));
  if (const JsonReader equals = item.find("equals")) condition.equals = scalar(equals);
  condition.present = truth(item.find("present"));
  if (!condition.equals && condition.present == truth(item.find("absent")))
    item.refuse("no condition or both", "equals, present or absent");
  return condition;
}

/// `standard` is the status if none is said; another one must be of the same hundred.
SchemeAnswer read_answer_part(const JsonReader& object, int standard) {
  SchemeAnswer answer{standard, scalar(object.find("echo")), scalar(object.find("body"))};
  const JsonReader status = object.find("status");
  if (!status) return answer;
  const std::int64_t number = status.integer();
  if (number / 100 != standard / 100)
    status.refuse("another status",
                  "one of " + std::to_string(standard / 100) + "00 to " + std::to_string(standard / 100) + "99");
  answer.status = static_cast<int>(number % 1000);
  return answer;
}

std::optional<SchemeAnswer> read_answer(const JsonReader& object, int standard) {
  static constexpr std::array<std::string_view, 3> keys{"status", "echo", "body"};
  if (!object) return std::nullopt;
  expect_keys(object, keys);
  return read_answer_part(object, standard);
}

SchemeHandshake read_handshake(const JsonReader& object) {
  static constexpr std::array<std::string_view, 6> keys{"method", "query", "empty", "status", "echo", "body"};
  expect_keys(object, keys);
  SchemeHandshake handshake;
  handshake.method = scalar(object.find("method"));
  handshake.empty = truth(object.find("empty"));
  handshake.answer = read_answer_part(object, 200);
  for (const JsonReader::Member& member : object.find("query").members())
    handshake.query.emplace_back(member.key, scalar(member.value));
  return handshake;
}

Scheme read_scheme(const JsonReader& root) {
  static constexpr std::array<std::string_view, 12> keys{"algorithm",  "algorithms", "key",       "sorted",
                                                         "signed",     "signature",  "timestamp", "conditions",
                                                         "both_ports", "handshake",  "success",   "refusal"};
  expect_keys(root, keys);
  Scheme scheme;
  scheme.kinds = read_kinds(root);
  scheme.signature = read_signature(root.at("signature"));
  for (const JsonReader& item : root.find("signed").items()) scheme.pieces.push_back(read_signed_piece(item));
  const Algorithm algorithm = scheme.kinds.empty() ? Algorithm::token : scheme.kinds.front().algorithm;
  if (scheme.pieces.empty() && algorithm != Algorithm::token && algorithm != Algorithm::basic)
    root.refuse("nothing signed", "pieces under the key signed");
  scheme.sorted = truth(root.find("sorted"));
  scheme.both_ports = truth(root.find("both_ports"));
  if (const JsonReader timestamp = root.find("timestamp")) scheme.timestamp = read_timestamp(timestamp);
  for (const JsonReader& item : root.find("conditions").items()) scheme.conditions.push_back(read_condition(item));
  if (const JsonReader handshake = root.find("handshake")) scheme.handshake = read_handshake(handshake);
  scheme.success = read_answer(root.find("success"), 200);
  scheme.refusal = read_answer(root.find("refusal"), 401);
  return scheme;
}

}  // namespace

Result<std::shared_ptr<const Scheme>> scheme_of(std::string_view json) {
  thread_local Remembered<Scheme> remembered;
  return remembered.of(json, "scheme", read_scheme);
}

}  // namespace switchroom::connectors
