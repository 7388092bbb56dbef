#pragma once
// Fields with parameters (RFC 2045, 5.1; continuations and charsets by RFC 2231, and words by RFC 2047 where they do
// not belong): `attachment; filename*0*=gb18030''%C4%E3; filename*1=".txt"`. Pure: any thread.

#include <string>
#include <string_view>
#include <vector>

namespace switchroom::mail {

struct Parametrised {
  struct Parameter {
    std::string name;   ///< in lower case, without `*`
    std::string value;  ///< decoded, valid UTF-8
  };
  std::string value;  ///< in lower case: `text/html`, `attachment`; empty for a malformed one
  std::vector<Parameter> parameters;

  /// The parameter of that name (in lower case); empty if there is none.
  std::string_view parameter(std::string_view name) const;
};

/// Reads an unfolded field. Pieces of one parameter may come in any order; with `*` beats without; of two the first
/// counts. More than 200 parameters or pieces are ignored. `fallback` is the charset of raw bytes.
Parametrised read_parameters(std::string_view field, std::string_view fallback = {});

/// A content type as above; `text/plain` for one that is missing or malformed.
Parametrised read_content_type(std::string_view field, std::string_view fallback = {});

/// What a file may be called: the last part of a path, without control characters and changes of direction, at most 200
/// bytes; `attachment` with an ending that fits the type if nothing is left.
std::string safe_file_name(std::string_view name, std::string_view type);

}  // namespace switchroom::mail
