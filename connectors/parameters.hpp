#pragma once
// The named values of a request, for providers that send the same ones as query, form or flat JSON. One thread.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/form_reader.hpp"
#include "connectors/json_reader.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

class Parameters {
 public:
  /// Of a GET its query; else the body, as JSON where it begins with `{`, else as a form. Of JSON the texts and whole
  /// numbers count, other values are an error. The bytes behind `request` must outlive this. Errors: fault
  /// `undecodable_message` with the name or the place.
  static Result<Parameters> read(const Request& request);

  const std::vector<Form::Field>& fields() const { return fields_; }
  /// The value of the first of that name; empty if there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  /// As `find`, with empty text for a missing one.
  std::string_view value(std::string_view name) const { return find(name).value_or(std::string_view{}); }

 private:
  std::optional<Error> read_json(const Request& request);

  std::optional<Form> form_;
  std::unique_ptr<JsonReader::Document> document_;
  std::vector<Form::Field> fields_;
};

/// Whether the Content-Type names a form (application/x-www-form-urlencoded).
bool has_form(const Request& request);

}  // namespace switchroom::connectors
