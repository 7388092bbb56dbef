#pragma once
// Reads small XML documents whose shape we know, such as WeChat's. A document with a DOCTYPE is refused, so there are
// no entities and nothing is ever fetched. Plain values: any thread.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::connectors {

/// The texts of a document by the path of their elements below the outermost one: `Encrypt`, `ScanCodeInfo/ScanType`;
/// of attributes `Message/@id`.
class XmlFields {
 public:
  static constexpr std::size_t depth_max = 32;
  static constexpr std::size_t fields_max = 1000;

  struct Field {
    std::string path;
    std::string text;
  };

  /// Reads `bytes` (UTF-8, or what its declaration says and expat knows). Errors: `undecodable_message` with the line.
  static Result<XmlFields> read(std::string_view bytes);

  /// The text of the first element at `path`, as it is; empty if there is no such element.
  std::optional<std::string_view> find(std::string_view path) const;
  /// As `find`, with empty text for a missing element.
  std::string_view text(std::string_view path) const { return find(path).value_or(std::string_view{}); }
  /// All of them as they begin in the document; each stands before what is inside it.
  const std::vector<Field>& all() const { return fields_; }

 private:
  friend class XmlBuilder;
  std::vector<Field> fields_;
};

/// Appends `<name>text</name>` with the text as CDATA. Characters that XML can't hold are left out.
void append_xml_text(std::string_view name, std::string_view text, std::string& out);

}  // namespace switchroom::connectors
