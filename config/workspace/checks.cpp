#include "config/workspace/checks.hpp"

#include "config/workspace/amounts.hpp"

namespace switchroom::workspace {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::string_view id_law = "an id: a lower-case letter or digit, then up to 62 of a-z 0-9 . _ : -";

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return in_quotes(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return in_quotes(std::string{text.substr(0, end)} + "…");
}

Checks::Checks(const Workspace& all, std::span<const ChannelKindRules> build_kinds)
    : workspace(all), kinds(build_kinds) {
  for (const ChannelKindRules& kind : kinds) kind_names_.add(kind.kind);
}

void Checks::error(Place place, std::string path, std::string found, std::string expected, bool of_key) {
  findings.add({.place = place,
                .path = std::move(path),
                .of_key = of_key,
                .found = std::move(found),
                .expected = std::move(expected)});
}

void Checks::check_id(Place place, std::string path, std::string_view id) {
  if (!is_id(id)) error(place, std::move(path), quoted(id), std::string{id_law});
}

void Checks::check_text(Place place, std::string path, std::string_view text) {
  if (text.size() > name_bytes_max)
    error(place, std::move(path), std::to_string(text.size()) + " bytes", "at most " + std::to_string(name_bytes_max));
}

void Checks::note_name(Place place, std::string path, std::string_view sort, std::string_view id, KnownNames& names) {
  check_id(place, path, id);
  if (!names.add(id))
    error(place, std::move(path), "the " + std::string{sort} + ' ' + quoted(id) + " a second time", "each id once");
}

void Checks::check_references(Place place, const std::string& path, std::string_view sort,
                              const std::vector<std::string>& names, const KnownNames& known) {
  KnownNames seen;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string item = element(path, i);
    if (!known.has(names[i]))
      unknown(place, item, false, sort, names[i], known);
    else if (!seen.add(names[i]))
      error(place, item, "the " + std::string{sort} + ' ' + quoted(names[i]) + " a second time", "each once");
  }
}

void Checks::check_reference(Place place, std::string path, std::string_view sort, const std::string& name,
                             const KnownNames& known) {
  if (!name.empty() && !known.has(name)) unknown(place, std::move(path), false, sort, name, known);
}

void Checks::unknown(Place place, std::string path, bool of_key, std::string_view sort, std::string_view name,
                     const KnownNames& known) {
  if (findings.full()) return;
  error(place, std::move(path), "the unknown " + std::string{sort} + ' ' + quoted(name),
        "a " + std::string{sort} + " of this workspace" + known.nearest(name), of_key);
}

void Checks::check_kind(Place place, std::string path, bool of_key, std::string_view kind) {
  if (kinds.empty() || kind_names_.has(kind) || findings.full()) return;
  error(place, std::move(path), "the unknown channel kind " + quoted(kind),
        "a channel kind of this build" + kind_names_.nearest(kind), of_key);
}

void Checks::check_units(Place place, std::string path, Units units) {
  if (units < Units{1} || units > Units{1'000'000})
    error(place, std::move(path), units_text(units) + " units", "units from 0.001 to 1000");
}

void Checks::check_limit(Place place, std::string path, Units limit) {
  if (limit < Units{1000}) error(place, std::move(path), units_text(limit) + " units", "a limit of at least 1 unit");
}

void Checks::check_range(Place place, std::string path, std::int64_t number, std::int64_t least, std::int64_t most) {
  if (number < least || number > most)
    error(place, std::move(path), std::to_string(number), std::to_string(least) + " to " + std::to_string(most));
}

void Checks::check_requirement(const SkillRequirement& need, const std::string& path) {
  const std::string where = path + '.' + need.skill;
  if (!skills.has(need.skill)) unknown(need.place, where, true, "skill", need.skill, skills);
  if (need.minimum < 1 || need.minimum > 10)
    error(need.place, where, std::to_string(need.minimum), "a proficiency from 1 to 10");
  check_range(need.place, where, need.droppable, 0, 255);
}

}  // namespace switchroom::workspace
