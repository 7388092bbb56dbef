#pragma once
// What was made of a channel's descriptions (`scheme`, `map`), which are asked for again with each request. One thread.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "config/vocabulary/error.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

template <class Made>
class Remembered {
 public:
  /// What `read` makes of `json`: made once, the last 256 of them. Error: `invalid_setting` with the place inside the
  /// setting `name`.
  Result<std::shared_ptr<const Made>> of(std::string_view json, std::string_view name,
                                         Made (*read)(const JsonReader&)) {
    if (const auto found = made_.find(json); found != made_.end()) return found->second;
    JsonReader::Document document{json};
    auto made = std::make_shared<const Made>(read(document.root()));
    if (const std::optional<Error> error = document.take_error())
      return std::unexpected{
          Error{Fault::invalid_setting, std::string{name} + ": " + error->where, error->found, error->expected}};
    if (made_.size() >= remembered_max) made_.clear();
    return made_.emplace(json, std::move(made)).first->second;
  }

 private:
  static constexpr std::size_t remembered_max = 256;

  /// Descriptions are long and differ in their length or their end, if they do.
  struct HashOfEnd {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      constexpr std::size_t end_bytes = 64;
      const std::string_view end = text.size() > end_bytes ? text.substr(text.size() - end_bytes) : text;
      return std::hash<std::string_view>{}(end) + text.size();
    }
  };
  std::unordered_map<std::string, std::shared_ptr<const Made>, HashOfEnd, std::equal_to<>> made_;
};

}  // namespace switchroom::connectors
