#include "connectors/mapped_piece.hpp"

#include <algorithm>
#include <array>

#include "connectors/description_reader.hpp"

namespace switchroom::connectors {
namespace {

SignedParameters read_parameters(const JsonReader& object) {
  static constexpr std::array<std::string_view, 7> keys{"from",    "exclude",  "pattern", "join",
                                                        "replace", "distinct", "encoded"};
  static constexpr std::array<std::string_view, 4> sources{"form", "query", "all", "request"};
  expect_keys(object, keys);
  SignedParameters parameters;
  parameters.from = word(object.find("from"), sources, SignedParameters::From::form);
  parameters.exclude = scalars(object.find("exclude"));
  if (const JsonReader pattern = object.find("pattern")) parameters.pattern = scalar(pattern);
  parameters.join = scalar(object.find("join"));
  parameters.distinct = truth(object.find("distinct"));
  parameters.encoded = truth(object.find("encoded"));
  for (const JsonReader::Member& member : object.find("replace").members()) {
    if (member.key.size() != 1) member.value.refuse("another key", "one byte to be replaced");
    if (!member.key.empty()) parameters.replace.emplace_back(member.key.front(), scalar(member.value));
  }
  return parameters;
}

Hash read_hash(const JsonReader& value) {
  static constexpr std::array<std::string_view, 5> hashes{"md5", "sha1", "sha256", "sha384", "sha512"};
  return word(value, hashes, Hash::sha256);
}

}  // namespace

SignedPiece read_signed_piece(const JsonReader& item) {
  using enum SignedPiece::Kind;
  static constexpr std::array<std::string_view, 7> keys{"literal",     "header",     "parameter",    "query_parameter",
                                                        "body_digest", "parameters", "if_parameters"};
  SignedPiece piece;
  if (!item.is_object()) {
    piece.kind = word(item, piece_names, body);
    return piece;
  }
  for (const JsonReader::Member& member : item.members()) {
    if (member.key == "encoding") {
      piece.raw = scalar(member.value) == "raw";
      continue;
    }
    const auto found = std::ranges::find(keys, member.key);
    if (found == keys.end()) member.value.refuse("an unknown key", "a piece of what is signed");
    const auto kind = std::ranges::find(piece_names, member.key);
    if (kind != piece_names.end()) piece.kind = static_cast<SignedPiece::Kind>(kind - piece_names.begin());
    if (piece.kind == body_digest)
      piece.hash = read_hash(member.value);
    else if (piece.kind == parameters)
      piece.parameters = read_parameters(member.value);
    else
      piece.text = scalar(member.value);
  }
  return piece;
}

}  // namespace switchroom::connectors
