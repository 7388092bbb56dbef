#pragma once
// What the checks of a workspace share: the names it knows, and ways to say what is wrong. The checks themselves are
// told apart by topic. One caller's thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/workspace/findings.hpp"
#include "config/workspace/validate.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::workspace {

class Checks {
 public:
  /// The arguments outlive this.
  Checks(const Workspace& all, std::span<const ChannelKindRules> build_kinds);

  /// Notes an error; `of_key`: at the last key of `path`.
  void error(Place place, std::string path, std::string found, std::string expected, bool of_key = false);

  void check_id(Place place, std::string path, std::string_view id);
  void check_text(Place place, std::string path, std::string_view text);
  /// A new name of some sort: an id, and not there already.
  void note_name(Place place, std::string path, std::string_view sort, std::string_view id, KnownNames& names);
  template <class Item>
  void note_names(const std::vector<Item>& items, std::string_view list, std::string_view sort, KnownNames& names) {
    for (std::size_t i = 0; i < items.size(); ++i)
      note_name(items[i].place, element(list, i) + ".id", sort, items[i].id, names);
  }

  /// One finding for a name that is not known or stands twice in a list of references.
  void check_references(Place place, const std::string& path, std::string_view sort,
                        const std::vector<std::string>& names, const KnownNames& known);
  /// Empty: nothing is referred to.
  void check_reference(Place place, std::string path, std::string_view sort, const std::string& name,
                       const KnownNames& known);
  void unknown(Place place, std::string path, bool of_key, std::string_view sort, std::string_view name,
               const KnownNames& known);
  /// A channel kind of this build; any if the build's kinds are not told.
  void check_kind(Place place, std::string path, bool of_key, std::string_view kind);

  void check_units(Place place, std::string path, Units units);
  void check_limit(Place place, std::string path, Units limit);
  /// A number from `least` to `most`.
  void check_range(Place place, std::string path, std::int64_t number, std::int64_t least, std::int64_t most);
  void check_requirement(const SkillRequirement& need, const std::string& path);

  const Workspace& workspace;
  std::span<const ChannelKindRules> kinds;
  KnownNames skills, channels, groups, agents, bots, rules, calendars, sla, flows, templates, types, levels;
  FindingList findings;

 private:
  KnownNames kind_names_;
};

/// `text` in quotes for an explanation, shortened at a character's border.
std::string quoted(std::string_view text);

void check_names(Checks& checks);
void check_whole(Checks& checks);
void check(Checks& checks, const Channel& channel, const std::string& path);
void check(Checks& checks, const std::string& kind, const KindSettings& settings);
void check(Checks& checks, const Agent& agent, const std::string& path);
void check(Checks& checks, const Group& group, const std::string& path);
void check(Checks& checks, const Rule& rule, const std::string& path);
void check(Checks& checks, const Calendar& calendar, const std::string& path);
void check(Checks& checks, const SlaClass& sla, const std::string& path);
void check(Checks& checks, const Flow& flow, const std::string& path);
void check(Checks& checks, const Template& text, const std::string& path);

}  // namespace switchroom::workspace
