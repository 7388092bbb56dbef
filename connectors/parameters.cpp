#include "connectors/parameters.hpp"

#include <algorithm>
#include <utility>

namespace switchroom::connectors {

Result<Parameters> Parameters::read(const Request& request) {
  Parameters parameters;
  if (request.method != "GET" && request.body.starts_with('{')) {
    if (std::optional<Error> error = parameters.read_json(request)) return std::unexpected{*std::move(error)};
    return parameters;
  }
  Result<Form> form = Form::read(request.method == "GET" ? request.query : request.body);
  if (!form)
    return std::unexpected{
        Error{Fault::undecodable_message, form.error().where, form.error().found, form.error().expected}};
  parameters.fields_ = form->fields();
  parameters.form_ = *std::move(form);
  return parameters;
}

std::optional<Error> Parameters::read_json(const Request& request) {
  document_ = std::make_unique<JsonReader::Document>(request);
  for (const JsonReader::Member& member : document_->root().members()) {
    fields_.push_back({member.key, member.value.id()});
  }
  return document_->take_error();
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
  const auto found = std::ranges::find(fields_, name, &Form::Field::name);
  return found == fields_.end() ? std::nullopt : std::optional{found->value};
}

bool has_form(const Request& request) {
  constexpr std::string_view form = "application/x-www-form-urlencoded";
  const std::string_view type = request.header("Content-Type").value_or("").substr(0, form.size());
  return std::ranges::equal(type, form, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
}

}  // namespace switchroom::connectors
