#pragma once
// How a provider signs, as data: the setting `scheme` of mapped channels (docs/channels/mapped.md has every key). Plain
// values: any thread.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/signature.hpp"

namespace switchroom::connectors {

/// Parameters as a piece of what is signed: sorted by name, then by value.
struct SignedParameters {
  enum class From : std::uint8_t { form, query, all, request };
  From from = From::form;  ///< `request`: the query of a GET, else the body
  std::vector<std::string> exclude;
  std::string pattern = "{name}{value}";
  std::string join;
  std::vector<std::pair<char, std::string>> replace;  ///< in values
  bool distinct = false;                              ///< of equal pairs only one
  bool encoded = false;                               ///< names and values form-encoded
};

/// One piece of what is signed.
struct SignedPiece {
  enum class Kind : std::uint8_t {
    literal,
    header,
    parameter,
    query_parameter,
    body,
    body_digest,
    url,
    url_without_query,
    method,
    path,
    query,
    timestamp,
    secret,
    parameters,
    if_parameters,
  };
  Kind kind = Kind::body;
  std::string text;          ///< the literal (also of `if_parameters`), or a name
  Hash hash = Hash::sha256;  ///< of `body_digest`
  bool raw = false;          ///< `body_digest` as bytes rather than hex
  std::optional<SignedParameters> parameters;
};

/// As a scheme names the kinds of pieces, in their order.
inline constexpr std::array<std::string_view, 15> piece_names{
    "literal", "header", "parameter", "query_parameter", "body",   "body_digest", "url",          "url_without_query",
    "method",  "path",   "query",     "timestamp",       "secret", "parameters",  "if_parameters"};

enum class Algorithm : std::uint8_t { hmac, digest, ed25519, ecdsa_p256_sha256, token, basic };

/// One kind of key with its algorithm. With labels a signature and a key must be of the same kind.
struct SignatureKind {
  std::string label;  ///< empty: every signature
  Algorithm algorithm = Algorithm::hmac;
  Hash hash = Hash::sha256;
  enum class KeyEncoding : std::uint8_t { utf8, hex, base64 } key_encoding = KeyEncoding::utf8;
  std::string key_prefix;  ///< taken off; keys without it are of another kind
};

/// Where a value of the request stands.
struct SchemePlace {
  enum class In : std::uint8_t { header, parameter, query, signature } in = In::header;
  std::string name;
};

struct SignatureFormat {
  SchemePlace place;
  enum class Form : std::uint8_t { plain, list, pairs } form = Form::plain;
  std::string prefix;           ///< in front of each signature
  std::string separator = " ";  ///< between the entries of a list or pairs
  std::string label_separator;  ///< of a list: between label and signature; empty: no labels
  std::string key = "v1";       ///< of pairs: the name of the entries that are signatures
  enum class Text : std::uint8_t { hex, hex_any_case, base64, base64url } text = Text::hex;
};

struct SchemeTimestamp {
  SchemePlace place;
  bool milliseconds = false;
  std::int64_t past_s = 300;
  std::int64_t future_s = 300;
};

/// A header that must have a value, must be there, or must not.
struct SchemeCondition {
  std::string header;
  std::optional<std::string> equals;
  bool present = false;   ///< without `equals`: must it be there
  bool optional = false;  ///< with `equals`: may also be absent
};

/// What the provider hears.
struct SchemeAnswer {
  int status = 200;
  std::string echo;  ///< the query parameter that is the answer; or
  std::string body;  ///< the answer
};

/// Requests that are answered at once.
struct SchemeHandshake {
  std::string method;                                      ///< empty: any
  std::vector<std::pair<std::string, std::string>> query;  ///< parameters that must have these values
  bool empty = false;                                      ///< only without any query and body
  SchemeAnswer answer;
};

struct Scheme {
  std::vector<SignatureKind> kinds;
  SignatureFormat signature;
  std::vector<SignedPiece> pieces;
  bool sorted = false;      ///< the texts of the pieces are sorted bytewise before they are joined
  bool both_ports = false;  ///< the URL counts with and without its port
  std::optional<SchemeTimestamp> timestamp;
  std::vector<SchemeCondition> conditions;
  std::optional<SchemeHandshake> handshake;
  std::optional<SchemeAnswer> success;  ///< to a delivery that is stored; not set: an empty 200
  std::optional<SchemeAnswer> refusal;  ///< to one that is not authentic; not set: 401
};

/// Reads a scheme; remembered per thread, as it is asked for again with each request. Errors: `invalid_setting` with
/// the place inside the scheme.
Result<std::shared_ptr<const Scheme>> scheme_of(std::string_view json);

}  // namespace switchroom::connectors
