#include "config/workspace/template_text.hpp"

#include <charconv>
#include <vector>

namespace switchroom::workspace {
namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";

const std::string* words_for(const Template& text, std::string_view kind, std::string_view language) {
  const std::string_view primary = language.substr(0, language.find_first_of("-_"));
  for (const std::string_view key : {kind, language, primary, std::string_view{}})
    if (const auto found = text.texts.find(std::string{key}); found != text.texts.end()) return &found->second;
  return nullptr;
}

/// The number of a gap, from 1; 0 for braces around something else, which stay as they are.
std::size_t number_of(std::string_view inside) {
  std::size_t number = 0;
  const auto [end, failure] = std::from_chars(inside.data(), inside.data() + inside.size(), number);
  return failure == std::errc{} && end == inside.data() + inside.size() ? number : 0;
}

Error refused(std::string found, std::string expected) {
  return {Fault::invalid_action, "parameters", std::move(found), std::move(expected)};
}

}  // namespace

Result<std::string> filled(const Template& text, std::string_view kind, std::string_view language,
                           std::span<const std::string> parameters) {
  const std::string* words = words_for(text, kind, language);
  if (words == nullptr)
    return std::unexpected(
        Error{Fault::invalid_action, "template", "no words for this channel and language", "words in `text`"});
  std::string out;
  std::vector<bool> used(parameters.size());
  std::string_view rest = *words;
  for (std::size_t at = rest.find(opening); at != rest.npos; at = rest.find(opening)) {
    const std::size_t end = rest.find(closing, at);
    if (end == rest.npos) break;
    const std::size_t number = number_of(rest.substr(at + opening.size(), end - at - opening.size()));
    if (number > parameters.size())
      return std::unexpected(refused(std::to_string(parameters.size()), "one for the gap " + std::to_string(number)));
    out += rest.substr(0, at);
    if (number == 0) out += rest.substr(at, end + closing.size() - at);
    if (number != 0) out += parameters[number - 1];
    if (number != 0) used[number - 1] = true;
    rest.remove_prefix(end + closing.size());
  }
  for (std::size_t i = 0; i < used.size(); ++i)
    if (!used[i])
      return std::unexpected(refused(std::to_string(parameters.size()), "as many as the template has gaps"));
  return out.append(rest);
}

}  // namespace switchroom::workspace
