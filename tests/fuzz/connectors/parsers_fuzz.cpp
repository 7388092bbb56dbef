// The small parsers, and the laws that hold between each and its writer. The first byte chooses.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/base64.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/iso_time.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/multipart_reader.hpp"
#include "connectors/phone.hpp"
#include "connectors/recorded_request.hpp"
#include "connectors/registry.hpp"
#include "connectors/text_encoding.hpp"

using namespace switchroom;
using namespace switchroom::connectors;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void read_form(std::string_view bytes) {
  const Result<Form> form = Form::read(bytes);
  if (!form) return;
  std::string encoded;
  for (const Form::Field& field : form->fields()) {
    append_form_text(field.name, encoded);
    encoded += '=';
    append_form_text(field.value, encoded);
    encoded += '&';
  }
  const Result<Form> again = Form::read(encoded);
  require(again && again->fields().size() == form->fields().size());
  for (std::size_t i = 0; i < form->fields().size(); ++i)
    require(again->fields()[i].name == form->fields()[i].name && again->fields()[i].value == form->fields()[i].value);
}

/// The first line is the content type. Each value lies inside the body, one behind the other.
void read_multipart(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view body = bytes.substr(std::min(end + 1, bytes.size()));
  const Result<Multipart> form = Multipart::read(bytes.substr(0, end), body);
  if (!form) return;
  const char* last = body.data();
  for (const Multipart::Part& part : form->parts()) {
    require(!part.name.empty() && part.value.data() >= last);
    last = part.value.data() + part.value.size();
    require(last <= body.data() + body.size());
  }
}

void write_text(std::string_view bytes) {
  std::string valid;
  append_utf8(bytes, valid);
  for (const auto append : {append_json_text, append_json_ascii}) {
    std::string json;
    append(bytes, json);
    JsonReader::Document document{json};
    require(document.root().text() == valid && !document.take_error());
  }
}

void read_record(std::string_view bytes) {
  const Result<Recorded> recorded = parse_recorded(bytes);
  if (!recorded) return;
  for (const Connector* connector : all_connectors()) {
    const std::string outcome = inspect(*connector, *recorded);
    JsonReader::Document document{outcome};
    require(static_cast<bool>(document.root()));
  }
  const std::string line = R"({"request":)" + record(view_of(recorded->request, headers_of(recorded->request))) + '}';
  const Result<Recorded> again = parse_recorded(line);
  require(again && again->request.body == recorded->request.body);
}

void walk(const JsonReader& value, int depth) {
  (void)value.json();
  (void)value.find("a").id();
  if (depth > 0)
    for (const JsonReader& item : value.items()) walk(item, depth - 1);
}

void read_json(std::string_view bytes) {
  JsonReader::Document document{bytes};
  walk(document.root(), 3);
  (void)document.take_error();
}

void read_small(std::string_view bytes) {
  if (const auto decoded = bytes_of_base64(bytes)) require(bytes_of_base64(base64_of(*decoded)) == decoded);
  require(bytes_of_base64(base64_of(bytes)) == bytes);
  if (const auto number = e164(bytes)) require(e164(*number) == number);
  (void)plain_number(bytes);
  if (const auto ms = ms_of_iso_time(bytes)) require(*ms >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  switch (data[0]) {
    case 'f':
      read_form(bytes);
      break;
    case 'm':
      read_multipart(bytes);
      break;
    case 't':
      write_text(bytes);
      break;
    case 'r':
      read_record(bytes);
      break;
    case 'j':
      read_json(bytes);
      break;
    default:
      read_small(bytes);
  }
  return 0;
}
