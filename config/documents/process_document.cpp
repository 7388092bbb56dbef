#include "config/documents/process_document.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <utility>

#include "config/documents/open_file.hpp"
#include "config/documents/yaml_document.hpp"
#include "config/workspace/nearest_name.hpp"
#include "config/workspace/validate.hpp"

namespace switchroom::documents {
namespace {

constexpr std::string_view prefix = "SWITCHROOM_";

const SettingRow* row_of_path(std::string_view path) {
  const auto found = std::ranges::find(setting_rows(), path, &SettingRow::path);
  return found == setting_rows().end() ? nullptr : &*found;
}

const SettingRow* row_of_variable(std::string_view name) {
  const auto found =
      std::ranges::find(setting_rows(), name, [](const SettingRow& row) { return variable_of(row.path); });
  return found == setting_rows().end() ? nullptr : &*found;
}

/// The names one level below `section` (empty: the top).
std::vector<std::string_view> names_in(std::string_view section) {
  std::vector<std::string_view> names;
  for (const SettingRow& row : setting_rows()) {
    std::string_view rest = row.path;
    if (!section.empty()) {
      if (!rest.starts_with(section) || rest.substr(section.size(), 1) != ".") continue;
      rest.remove_prefix(section.size() + 1);
    }
    const std::string_view name = rest.substr(0, rest.find('.'));
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

/// Puts values into the settings, later ones over earlier ones, and remembers where each comes from.
class Loader {
 public:
  void set(const SettingRow& row, const std::string& text, const std::string& source) {
    const SettingTarget target = row.target(settings_);
    if (const auto* number = std::get_if<std::uint32_t*>(&target)) return set_number(row, **number, text, source);
    if (const auto* words = std::get_if<std::string*>(&target)) return set_text(row, **words, text, source);
    set_properties(text, source);
  }

  /// A source's properties replace those of the sources before it.
  void begin_properties(const std::string& source) {
    settings_.kafka.properties.clear();
    sources_["kafka.properties"] = source;
  }

  void set_property(const std::string& name, const std::string& value, const std::string& source) {
    if (is_secret_property(name) && !workspace::is_secret_reference(value))
      return refuse(source, "a secret written into the settings", "env:NAME or file:PATH for " + name);
    settings_.kafka.properties[name] = value;
  }

  void refuse(std::string where, std::string found, std::string expected) {
    if (errors_.size() >= document_errors_max) return;
    errors_.push_back({Fault::invalid_setting, std::move(where), std::move(found), std::move(expected)});
  }

  void check_whole() {
    if (settings_.redis.durability == "replicated" && settings_.redis.replicas == 0)
      refuse(source_of("redis.durability"), "replicated without replicas", "redis.replicas of at least 1");
  }

  std::vector<EffectiveSetting> effective() const {
    std::vector<EffectiveSetting> all;
    for (const SettingRow& row : setting_rows())
      all.push_back({row.path, setting_text(row, settings_), source_of(row.path)});
    return all;
  }

  const ProcessSettings& settings() const { return settings_; }
  std::vector<Error>& errors() { return errors_; }

 private:
  std::string source_of(std::string_view path) const {
    const auto source = sources_.find(path);
    return source == sources_.end() ? "default" : source->second;
  }

  void set_number(const SettingRow& row, std::uint32_t& target, const std::string& text, const std::string& source) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || number < row.least || number > row.most)
      return refuse(source, shown(text),
                    "a whole number from " + std::to_string(row.least) + " to " + std::to_string(row.most));
    target = number;
    sources_[row.path] = source;
  }

  /// A text that does not fit is not repeated where it may hold a password.
  void set_text(const SettingRow& row, std::string& target, const std::string& text, const std::string& source) {
    if (row.fits && !row.fits(text)) {
      const bool hidden = row.secret || text.contains('@');
      return refuse(source, hidden ? "a secret written into the settings" : shown(text), std::string{row.expected});
    }
    target = text;
    sources_[row.path] = source;
  }

  /// `name=value,name=value`, of a flag or a variable.
  void set_properties(std::string_view text, const std::string& source) {
    begin_properties(source);
    while (!text.empty()) {
      const std::string_view pair = text.substr(0, text.find(','));
      const std::size_t equals = pair.find('=');
      if (equals == pair.npos || equals == 0)
        return refuse(source, "text that is no name=value", "name=value, several divided by commas");
      set_property(std::string{pair.substr(0, equals)}, std::string{pair.substr(equals + 1)}, source);
      text.remove_prefix(std::min(pair.size() + 1, text.size()));
    }
  }

  ProcessSettings settings_;
  std::map<std::string_view, std::string> sources_;
  std::vector<Error> errors_;
};

/// Takes a settings file's tree, section by section.
class FileReader {
 public:
  FileReader(Loader& loader, const Findings& places) : loader_(loader), places_(places) {}

  void read_section(const Node& node, const std::string& section) {
    if (node.nothing()) return;  // a section whose settings are all commented out
    if (node.kind != NodeKind::mapping)
      return loader_.refuse(places_.where(node.place), shown(node),
                            "the settings of " + (section.empty() ? "a process" : section));
    for (std::size_t i = 0; i < node.keys.size(); ++i) read_key(node.keys[i], node.items[i], section);
  }

 private:
  void read_key(const Key& key, const Node& value, const std::string& section) {
    const std::vector<std::string_view> known = names_in(section);
    if (std::ranges::find(known, key.text) == known.end()) return unknown(key, known);
    const std::string path = section.empty() ? key.text : section + '.' + key.text;
    const SettingRow* row = row_of_path(path);
    if (!row) return read_section(value, path);
    if (path == "kafka.properties") return read_properties(value, *row);
    if (value.kind != NodeKind::scalar || value.nothing())
      return refuse(value, row->expected.empty() ? "a number" : row->expected);
    loader_.set(*row, value.text, places_.where(value.place));
  }

  void unknown(const Key& key, const std::vector<std::string_view>& known) {
    loader_.refuse(places_.where(key.place), "the unknown key " + shown(key.text),
                   "a setting" + workspace::nearest_hint(key.text, known));
  }

  void refuse(const Node& value, std::string_view expected) {
    loader_.refuse(places_.where(value.place), shown(value), std::string{expected});
  }

  void read_properties(const Node& node, const SettingRow& row) {
    if (node.nothing()) return;
    if (node.kind != NodeKind::mapping) return refuse(node, row.expected);
    loader_.begin_properties(places_.where(node.place));
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const Node& value = node.items[i];
      if (value.kind == NodeKind::scalar)
        loader_.set_property(node.keys[i].text, value.text, places_.where(value.place));
      else
        refuse(value, "text");
    }
  }

  Loader& loader_;
  const Findings& places_;
};

void take_file(std::string_view text, const std::string& file, Loader& loader) {
  Findings findings{file};
  const std::optional<Node> root = parse_yaml(text, findings);
  for (Error& error : findings.errors()) loader.refuse(error.where, error.found, error.expected);
  if (root) FileReader{loader, findings}.read_section(*root, "");
}

/// Reads a file, or notes why it can't be.
std::string read_whole(const std::string& path, Loader& loader) {
  const OpenFile file{path, 0};
  auto text =
      file.descriptor() < 0 ? std::unexpected(std::string{std::strerror(errno)}) : file.read(document_bytes_max + 1);
  if (text) return std::move(*text);
  loader.refuse(path, text.error(), "a settings file that can be read");
  return {};
}

void take_environment(const std::vector<Assignment>& environment, Loader& loader) {
  std::vector<std::string> names;
  for (const SettingRow& row : setting_rows()) names.push_back(variable_of(row.path));
  const std::vector<std::string_view> known{names.begin(), names.end()};
  for (const Assignment& variable : environment) {
    if (variable.value.empty() || !variable.name.starts_with(prefix)) continue;
    if (const SettingRow* row = row_of_variable(variable.name))
      loader.set(*row, variable.value, variable.name);
    else if (variable.name.contains("__"))  // others are for the command line and for scripts
      loader.refuse(variable.name, "an unknown variable",
                    "a variable of a setting" + workspace::nearest_hint(variable.name, known));
  }
}

void take_flags(const std::vector<Assignment>& flags, Loader& loader) {
  std::vector<std::string_view> known;
  for (const SettingRow& row : setting_rows()) known.push_back(row.path);
  for (const Assignment& flag : flags) {
    if (const SettingRow* row = row_of_path(flag.name))
      loader.set(*row, flag.value, "flag " + flag.name);
    else
      loader.refuse("flag " + flag.name, "an unknown setting", "a setting" + workspace::nearest_hint(flag.name, known));
  }
}

std::string value_of(const std::vector<Assignment>& environment, std::string_view name) {
  const auto found = std::ranges::find(environment, name, &Assignment::name);
  return found == environment.end() ? std::string{} : found->value;
}

/// The file to read; empty: there is none and none was named.
std::string choose_file(const ProcessSources& sources) {
  if (sources.config_file) return *sources.config_file;
  if (std::string named = value_of(sources.environment, "SWITCHROOM_CONFIG"); !named.empty()) return named;
  for (const std::string& file : sources.default_files)
    if (::access(file.c_str(), F_OK) == 0) return file;
  return {};
}

}  // namespace

std::vector<Assignment> process_environment() {
  std::vector<Assignment> all;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view variable{*entry};
    const std::size_t equals = variable.find('=');
    if (equals != variable.npos)
      all.push_back({std::string{variable.substr(0, equals)}, std::string{variable.substr(equals + 1)}});
  }
  return all;
}

std::expected<LoadedProcess, std::vector<Error>> load_process(const ProcessSources& sources) {
  Loader loader;
  const std::string file = choose_file(sources);
  if (const std::string folder = value_of(sources.environment, "CREDENTIALS_DIRECTORY"); !folder.empty())
    loader.set(*row_of_path("secrets.directory"), folder, "CREDENTIALS_DIRECTORY");
  if (!file.empty()) take_file(read_whole(file, loader), file, loader);
  take_environment(sources.environment, loader);
  take_flags(sources.flags, loader);
  loader.check_whole();
  if (!loader.errors().empty()) return std::unexpected(std::move(loader.errors()));
  return LoadedProcess{.settings = loader.settings(), .file = file, .effective = loader.effective()};
}

std::vector<Error> check_process(std::string_view text, const std::string& file) {
  Loader loader;
  take_file(text, file, loader);
  loader.check_whole();
  return std::move(loader.errors());
}

std::string variable_of(std::string_view path) {
  std::string name{prefix};
  for (const char letter : path) {
    if (letter == '.')
      name += "__";
    else
      name += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return name;
}

}  // namespace switchroom::documents
