#include "connectors/form_reader.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace switchroom::connectors {
namespace {

/// Ends a name or a value, or has to be decoded; everything else stands for itself.
enum Role : std::uint8_t { plain, escape, equals, ampersand };

constexpr std::array<Role, 256> make_roles() {
  std::array<Role, 256> roles{};
  roles['+'] = roles['%'] = escape;
  roles['='] = equals;
  roles['&'] = ampersand;
  return roles;
}
constexpr std::array<Role, 256> roles = make_roles();

Role role_of(char c) { return roles[static_cast<unsigned char>(c)]; }

constexpr int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// The byte of `%XX` at the start of `text`; negative if it is none.
int escaped_byte(std::string_view text) {
  if (text.size() < 3) return -1;
  const int high = hex_value(text[1]);
  const int low = hex_value(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::unexpected<Error> malformed(std::size_t field, std::string_view found, std::string_view expected) {
  return std::unexpected{Error{Fault::malformed_request, "form field " + std::to_string(field + 1), std::string{found},
                               std::string{expected}}};
}

constexpr std::array<bool, 256> make_plain_bytes() {
  std::array<bool, 256> plain_bytes{};
  for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._"})
    plain_bytes[static_cast<unsigned char>(c)] = true;
  return plain_bytes;
}

}  // namespace

/// Takes a name (up to `=` or `&`) or a value (up to `&`) off the front of `rest`; empty for a broken escape.
std::optional<std::string_view> Form::take(std::string_view& rest, bool is_name) {
  bool escaped = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    const Role role = role_of(rest[end]);
    if (role == ampersand || (role == equals && is_name)) break;
    escaped = escaped || role == escape;
  }
  const std::string_view piece = rest.substr(0, end);
  std::optional<std::string_view> text = escaped ? decode(piece, used_ + rest.size()) : piece;
  rest.remove_prefix(end);
  return text;
}

std::optional<std::string_view> Form::decode(std::string_view piece, std::size_t capacity) {
  if (!decoded_) decoded_ = std::make_unique_for_overwrite<char[]>(capacity);
  char* const begin = decoded_.get() + used_;
  char* end = begin;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    if (piece[i] == '%') {
      const int byte = escaped_byte(piece.substr(i));
      if (byte < 0) return std::nullopt;
      *end++ = static_cast<char>(byte);
      i += 2;
    } else {
      *end++ = piece[i] == '+' ? ' ' : piece[i];
    }
  }
  const auto length = static_cast<std::size_t>(end - begin);
  used_ += length;
  return std::string_view{begin, length};
}

Result<Form> Form::read(std::string_view bytes) {
  Form form;
  form.fields_.reserve(24);
  while (!bytes.empty()) {
    if (bytes.front() == '&') {
      bytes.remove_prefix(1);
      continue;
    }
    if (form.fields_.size() == fields_max) return malformed(fields_max, "more", "at most 1000 fields");
    const std::optional<std::string_view> name = form.take(bytes, true);
    if (bytes.starts_with('=')) bytes.remove_prefix(1);
    const std::optional<std::string_view> value = form.take(bytes, false);
    if (!name || !value) return malformed(form.fields_.size(), "%", "% and two hex digits");
    form.fields_.push_back({*name, *value});
  }
  return form;
}

std::optional<std::string_view> Form::find(std::string_view name) const {
  for (const Field& field : fields_)
    if (field.name == name) return field.value;
  return std::nullopt;
}

void append_form_text(std::string_view text, std::string& out) {
  static constexpr std::array<bool, 256> plain_bytes = make_plain_bytes();
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::size_t done = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (plain_bytes[byte]) continue;
    out.append(text, done, i - done);
    done = i + 1;
    if (byte == ' ')
      out += '+';
    else
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  out.append(text, done);
}

void append_form(const std::vector<Form::Field>& fields, std::string& out) {
  for (const Form::Field& field : fields) {
    if (&field != &fields.front()) out += '&';
    append_form_text(field.name, out);
    out += '=';
    append_form_text(field.value, out);
  }
}

}  // namespace switchroom::connectors
