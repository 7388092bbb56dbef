#pragma once
// Forms and query strings (application/x-www-form-urlencoded, WHATWG URL 5.1): `a=1&b=x+y%26z`. Plain values: any
// thread.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::connectors {

/// The decoded fields of a form, in their order. Views into the bytes it was read from, which must outlive it.
class Form {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };
  static constexpr std::size_t fields_max = 1000;

  /// Reads `bytes`. `+` is a blank; `%` must be followed by two hex digits; empty pieces between `&` are skipped.
  /// Values may be any bytes, also no UTF-8. Errors: `malformed_request` with the field's name or its place.
  static Result<Form> read(std::string_view bytes);

  const std::vector<Field>& fields() const { return fields_; }
  /// The value of the first field of that name; empty if there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  /// As `find`, with empty text for a missing field.
  std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view{}); }

 private:
  std::optional<std::string_view> take(std::string_view& rest, bool is_name);
  std::optional<std::string_view> decode(std::string_view piece, std::size_t capacity);

  std::vector<Field> fields_;
  std::unique_ptr<char[]> decoded_;  // made once, as large as the input: views into it stay valid
  std::size_t used_ = 0;
};

/// Appends `text` encoded for a form: letters, digits and `*-._` as they are, blank as `+`, the rest as %XX.
void append_form_text(std::string_view text, std::string& out);

/// Appends `fields` as a form: `a=1&b=x+y`.
void append_form(const std::vector<Form::Field>& fields, std::string& out);

}  // namespace switchroom::connectors
