#include "connectors/form_reader.hpp"

#include <algorithm>
#include <string>

namespace switchroom::connectors {
namespace {

constexpr int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

bool escapes_are_whole(std::string_view piece) {
  for (std::size_t i = piece.find('%'); i != piece.npos; i = piece.find('%', i + 3))
    if (i + 2 >= piece.size() || hex_value(piece[i + 1]) < 0 || hex_value(piece[i + 2]) < 0) return false;
  return true;
}

std::unexpected<Error> malformed(std::size_t field, std::string_view found, std::string_view expected) {
  return std::unexpected{Error{Fault::malformed_request, "form field " + std::to_string(field + 1), std::string{found},
                               std::string{expected}}};
}

constexpr bool stays_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*' || c == '-' ||
         c == '.' || c == '_';
}

}  // namespace

std::string_view Form::decode(std::string_view piece, std::size_t capacity) {
  if (piece.find_first_of("+%") == piece.npos) return piece;
  if (!decoded_) decoded_ = std::make_unique_for_overwrite<char[]>(capacity);
  char* const begin = decoded_.get() + used_;
  char* end = begin;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    if (piece[i] == '%') {
      *end++ = static_cast<char>(hex_value(piece[i + 1]) * 16 + hex_value(piece[i + 2]));
      i += 2;
    } else {
      *end++ = piece[i] == '+' ? ' ' : piece[i];
    }
  }
  const auto length = static_cast<std::size_t>(end - begin);
  used_ += length;
  return {begin, length};
}

Result<Form> Form::read(std::string_view bytes) {
  Form form;
  form.fields_.reserve(std::min<std::size_t>(fields_max, static_cast<std::size_t>(std::ranges::count(bytes, '&')) + 1));
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('&', begin), bytes.size());
    const std::string_view piece = bytes.substr(begin, end - begin);
    begin = end + 1;
    if (piece.empty()) continue;
    if (form.fields_.size() == fields_max) return malformed(fields_max, "more", "at most 1000 fields");
    if (!escapes_are_whole(piece)) return malformed(form.fields_.size(), "%", "% and two hex digits");
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string_view value = piece.substr(std::min(equals + 1, piece.size()));
    form.fields_.push_back({form.decode(piece.substr(0, equals), bytes.size()), form.decode(value, bytes.size())});
  }
  return form;
}

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const Field& field : fields_)
    if (field.name == name) return field.value;
  return std::nullopt;
}

void append_form_text(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    if (stays_plain(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
}

}  // namespace switchroom::connectors
