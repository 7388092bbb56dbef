#include "connectors/xml_reader.hpp"

#include <expat.h>

#include <memory>
#include <utility>

namespace switchroom::connectors {

/// What expat's callbacks fill.
class XmlBuilder {
 public:
  explicit XmlBuilder(XML_Parser parser) : parser_(parser) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser,
        [](void* self, const XML_Char* name, const XML_Char** attributes) { builder(self).open(name, attributes); },
        [](void* self, const XML_Char*) { builder(self).close(); });
    XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
      builder(self).add({text, static_cast<std::size_t>(size)});
    });
    XML_SetDoctypeDeclHandler(
        parser,
        [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) { builder(self).refuse("a DOCTYPE"); },
        [](void*) {});
  }

  std::string_view refused() const { return refused_; }
  XmlFields take() && { return std::move(fields_); }

 private:
  static XmlBuilder& builder(void* self) { return *static_cast<XmlBuilder*>(self); }

  void open(std::string_view name, const XML_Char** attributes) {
    if (open_.size() >= XmlFields::depth_max) return refuse("elements nested too deep");
    if (fields_.fields_.size() >= XmlFields::fields_max) return refuse("too many elements");
    open_.push_back({path_.size(), fields_.fields_.size()});
    if (open_.size() > 1) {  // the outermost element is in no path
      if (!path_.empty()) path_ += '/';
      path_ += name;
      fields_.fields_.push_back({path_, {}});
    }
    for (; *attributes != nullptr; attributes += 2) {
      if (fields_.fields_.size() >= XmlFields::fields_max) return refuse("too many attributes");
      fields_.fields_.push_back({path_ + (path_.empty() ? "@" : "/@") + attributes[0], attributes[1]});
    }
  }

  void close() {
    path_.resize(open_.back().path_bytes);
    open_.pop_back();
  }

  void add(std::string_view text) {
    if (open_.size() > 1) fields_.fields_[open_.back().field].text += text;
  }

  void refuse(std::string_view found) {
    if (refused_.empty()) refused_ = found;
    XML_StopParser(parser_, XML_FALSE);
  }

  struct Level {
    std::size_t path_bytes;  ///< of the path before this element
    std::size_t field;
  };
  XML_Parser parser_;
  XmlFields fields_;
  std::vector<Level> open_;
  std::string path_;
  std::string_view refused_;
};

Result<XmlFields> XmlFields::read(std::string_view bytes) {
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  constexpr std::size_t bytes_max = 16 * 1024 * 1024;
  const std::unique_ptr<XML_ParserStruct, Free> parser{XML_ParserCreate(nullptr)};
  if (!parser || bytes.size() > bytes_max)
    return std::unexpected{Error{Fault::undecodable_message, "body", "too much XML", "at most 16 MiB"}};
  XmlBuilder builder{parser.get()};
  if (XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), XML_TRUE) == XML_STATUS_OK)
    return std::move(builder).take();
  const std::string found{builder.refused().empty() ? XML_ErrorString(XML_GetErrorCode(parser.get()))
                                                    : builder.refused()};
  const std::string line = std::to_string(XML_GetCurrentLineNumber(parser.get()));
  return std::unexpected{Error{Fault::undecodable_message, "body, line " + line, found, "plain XML"}};
}

std::optional<std::string_view> XmlFields::find(std::string_view path) const {
  for (const Field& field : fields_)
    if (field.path == path) return field.text;
  return std::nullopt;
}

void append_xml_text(std::string_view name, std::string_view text, std::string& out) {
  out.append("<").append(name).append("><![CDATA[");
  for (const char byte : text) {
    const bool is_text = static_cast<unsigned char>(byte) >= 0x20 || byte == '\n' || byte == '\t';
    if (byte == '>' && out.ends_with("]]")) out += "]]><![CDATA[";
    if (is_text) out += byte;
  }
  out.append("]]></").append(name).append(">");
}

}  // namespace switchroom::connectors
