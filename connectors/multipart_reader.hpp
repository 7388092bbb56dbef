#pragma once
// multipart/form-data (RFC 7578): the forms that carry files. Views into the body. Plain values: any thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

class Multipart {
 public:
  struct Part {
    std::string name;
    std::string filename;      ///< as sent: not safe as a file's name
    std::string content_type;  ///< empty: plain text
    std::string_view value;
  };
  static constexpr std::size_t parts_max = 500;
  static constexpr std::size_t header_bytes_max = 16 * 1024;

  /// Reads `body` by the boundary that `content_type` names. Lines end with CR LF; the last delimiter must be there, or
  /// the body was cut. Errors: `undecodable_message` with the number of the part.
  static Result<Multipart> read(std::string_view content_type, std::string_view body);

  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;
};

/// The fields of a request's form, whichever of the two kinds it is: a file has a filename.
class PostedForm {
 public:
  struct Field {
    std::string name;
    std::string filename;
    std::string content_type;
    std::string value;
  };

  /// Errors: `undecodable_message` for a form that is broken, or a body that is none by its Content-Type.
  static Result<PostedForm> read(const Request& request);

  const std::vector<Field>& fields() const { return fields_; }
  std::vector<Field>& fields() { return fields_; }
  /// The last field of that name; null if there is none.
  const Field* find(std::string_view name) const;
  /// Its value; empty text if there is none.
  std::string_view value(std::string_view name) const;

 private:
  std::vector<Field> fields_;
};

}  // namespace switchroom::connectors
