// Grammar (RFC 2046, 5.1.1; boundary as in the Content-Type):
//
//   body = ["--" boundary] *part-between-delimiters   delimiter = CR LF "--" boundary *blank CR LF
//   close = CR LF "--" boundary "--"                  part = *(name ":" value CR LF) CR LF octets
#include "connectors/multipart_reader.hpp"

#include <algorithm>
#include <optional>
#include <ranges>

#include "connectors/form_reader.hpp"
#include "connectors/mail/header_block.hpp"
#include "connectors/mail/parameters.hpp"

namespace switchroom::connectors {
namespace {

std::unexpected<Error> broken(std::size_t part, std::string_view found, std::string_view expected) {
  return std::unexpected{
      Error{Fault::undecodable_message, "part " + std::to_string(part), std::string{found}, std::string{expected}}};
}

std::string content_type_of(const Request& request) { return std::string{request.header("Content-Type").value_or("")}; }

Result<Multipart::Part> part_of(std::string_view bytes, std::size_t number) {
  if (bytes.starts_with("\r\n")) return broken(number, "no header", "Content-Disposition with a name");
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == bytes.npos || end > Multipart::header_bytes_max)
    return broken(number, "no end of the header", "an empty line within 16 KiB");
  std::string_view head = bytes.substr(0, end + 2);
  const Result<mail::HeaderBlock> header = mail::HeaderBlock::take(head);
  if (!header) return broken(number, header.error().found, header.error().expected);
  const mail::Parametrised disposition = mail::read_parameters(header->value("Content-Disposition"));
  Multipart::Part part;
  part.name = disposition.parameter("name");
  if (disposition.value != "form-data" || part.name.empty())
    return broken(number, "no name", "Content-Disposition: form-data with a name");
  part.filename = disposition.parameter("filename");
  part.content_type = header->value("Content-Type");
  part.value = bytes.substr(end + 4);
  return part;
}

/// Takes the piece up to the next delimiter; empty if there is none.
std::optional<std::string_view> take_piece(std::string_view& rest, std::string_view delimiter) {
  const std::size_t end = rest.find(delimiter);
  if (end == rest.npos) return std::nullopt;
  const std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(end + delimiter.size());
  return piece;
}

/// Takes blanks and the line end behind a delimiter; false if something else stands there.
bool take_line_end(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  if (!rest.starts_with("\r\n")) return false;
  rest.remove_prefix(2);
  return true;
}

}  // namespace

Result<Multipart> Multipart::read(std::string_view content_type, std::string_view body) {
  constexpr std::size_t boundary_max = 200;
  const mail::Parametrised type = mail::read_parameters(content_type);
  const std::string_view boundary = type.parameter("boundary");
  if (type.value != "multipart/form-data" || boundary.empty() || boundary.size() > boundary_max)
    return std::unexpected{
        Error{Fault::undecodable_message, "Content-Type", "another text", "multipart/form-data with a boundary"}};
  const std::string delimiter = "\r\n--" + std::string{boundary};
  std::string_view rest = body;
  if (rest.starts_with(std::string_view{delimiter}.substr(2)))
    rest.remove_prefix(delimiter.size() - 2);
  else if (!take_piece(rest, delimiter))
    return broken(1, "nothing", "the boundary that the Content-Type names");

  Multipart form;
  while (!rest.starts_with("--")) {
    const std::size_t number = form.parts_.size() + 1;
    if (number > parts_max) return broken(number, "more parts", "at most 500");
    if (!take_line_end(rest)) return broken(number, "another text", "a line end behind the boundary");
    const std::optional<std::string_view> piece = take_piece(rest, delimiter);
    if (!piece) return broken(number, "the end of the body", "the last boundary");
    Result<Part> part = part_of(*piece, number);
    if (!part) return std::unexpected{std::move(part.error())};
    form.parts_.push_back(*std::move(part));
  }
  return form;
}

Result<PostedForm> PostedForm::read(const Request& request) {
  PostedForm form;
  const std::string type = content_type_of(request);
  if (mail::read_parameters(type).value == "multipart/form-data") {
    const Result<Multipart> multipart = Multipart::read(type, request.body);
    if (!multipart) return std::unexpected{multipart.error()};
    for (const Multipart::Part& part : multipart->parts())
      form.fields_.push_back({part.name, part.filename, part.content_type, std::string{part.value}});
    return form;
  }
  const Result<Form> plain = Form::read(request.body);
  if (!plain || mail::read_parameters(type).value != "application/x-www-form-urlencoded")
    return std::unexpected{Error{Fault::undecodable_message, plain ? "Content-Type" : plain.error().where,
                                 plain ? "another type" : plain.error().found, "a form"}};
  for (const Form::Field& field : plain->fields())
    form.fields_.push_back({std::string{field.name}, {}, {}, std::string{field.value}});
  return form;
}

const PostedForm::Field* PostedForm::find(std::string_view name) const {
  const auto newest_first = std::views::reverse(fields_);
  const auto found = std::ranges::find(newest_first, name, &Field::name);
  return found == newest_first.end() ? nullptr : &*found;
}

std::string_view PostedForm::value(std::string_view name) const {
  const Field* field = find(name);
  return field ? std::string_view{field->value} : std::string_view{};
}

}  // namespace switchroom::connectors
