// The bytes of a numbering:
//
//   numbering := version(2) table{12}           channels, groups, agents, skills, rules, then channel kinds, calendars,
//                                               classes of service, flows, templates, tags, types of tickets
//              | version(1) table{5}            the first five
//   table     := count:u32 name{count}          the number of a name is its place, from 1
//   name      := size:u32 byte{size}
//
// u32 is little-endian. Nothing follows the last table.

#include "config/workspace/numbering.hpp"

#include <array>
#include <span>

namespace switchroom::workspace {
namespace {

constexpr char version = 2;
constexpr char old_version = 1;
constexpr std::size_t old_tables = 5;

void put_u32(std::string& bytes, std::size_t value) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((value >> shift) & 0xff);
}

void put_table(std::string& bytes, const NameTable& table) {
  put_u32(bytes, table.names().size());
  for (const std::string& name : table.names()) {
    put_u32(bytes, name.size());
    bytes += name;
  }
}

class Bytes {
 public:
  explicit Bytes(std::string_view all) : all_(all) {}

  std::string_view take(std::size_t size) {
    if (failed_ || size > all_.size() - at_) return fail();
    at_ += size;
    return all_.substr(at_ - size, size);
  }
  std::size_t take_u32() {
    const std::string_view four = take(4);
    std::size_t value = 0;
    for (std::size_t i = four.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(four[i]);
    return value;
  }
  std::string_view fail() { return failed_ = true, std::string_view{}; }
  bool failed() const { return failed_; }
  bool at_end() const { return at_ == all_.size(); }
  std::size_t offset() const { return at_; }

 private:
  std::string_view all_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

void take_table(Bytes& bytes, NameTable& table) {
  const std::size_t count = bytes.take_u32();
  for (std::size_t number = 1; number <= count && !bytes.failed(); ++number) {
    const std::string_view name = bytes.take(bytes.take_u32());
    if (!bytes.failed() && table.number_of(name) != number) bytes.fail();  // a name twice would shift all later numbers
  }
}

template <class AnyNumbering>
auto tables_of(AnyNumbering& numbering) {
  return std::array{&numbering.channels, &numbering.groups,        &numbering.agents,    &numbering.skills,
                    &numbering.rules,    &numbering.channel_kinds, &numbering.calendars, &numbering.sla,
                    &numbering.flows,    &numbering.templates,     &numbering.tags,      &numbering.ticket_types};
}

void take_kinds(const Workspace& workspace, NameTable& kinds) {
  for (const Channel& channel : workspace.channels) kinds.number_of(channel.kind);
  for (const auto& [kind, settings] : workspace.kinds) kinds.number_of(kind);
  for (const auto& [kind, units] : workspace.units_by_kind) kinds.number_of(kind);
  for (const Group& group : workspace.groups)
    for (const auto& [kind, ms] : group.accept_within_ms) kinds.number_of(kind);
  for (const Agent& agent : workspace.agents)
    for (const auto& [kind, count] : agent.kind_limits) kinds.number_of(kind);
}

template <class Item>
void take_ids(const std::vector<Item>& items, NameTable& table) {
  for (const Item& item : items) table.number_of(item.id);
}

}  // namespace

std::uint32_t NameTable::number_of(std::string_view name) {
  if (const std::uint32_t known = find(name)) return known;
  names_.emplace_back(name);
  const auto number = static_cast<std::uint32_t>(names_.size());
  numbers_.emplace(names_.back(), number);
  return number;
}

std::uint32_t NameTable::find(std::string_view name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? 0 : found->second;
}

std::string_view NameTable::name_of(std::uint32_t number) const {
  return number == 0 || number > names_.size() ? std::string_view{} : std::string_view{names_[number - 1]};
}

void Numbering::take(const Workspace& workspace) {
  take_ids(workspace.channels, channels);
  take_ids(workspace.groups, groups);
  take_ids(workspace.agents, agents);
  for (const std::string& skill : workspace.skills) skills.number_of(skill);
  take_ids(workspace.rules, rules);
  take_kinds(workspace, channel_kinds);
  take_ids(workspace.calendars, calendars);
  take_ids(workspace.sla, sla);
  take_ids(workspace.flows, flows);
  take_ids(workspace.templates, templates);
  for (const Rule& rule : workspace.rules)
    for (const std::string& tag : rule.tags) tags.number_of(tag);
  for (const std::string& type : workspace.ticket_types) ticket_types.number_of(type);
}

std::string encode(const Numbering& numbering) {
  std::string bytes(1, version);
  for (const NameTable* table : tables_of(numbering)) put_table(bytes, *table);
  return bytes;
}

Result<Numbering> decode_numbering(std::string_view bytes) {
  Bytes rest{bytes};
  Numbering numbering;
  const std::string_view first = rest.take(1);
  const bool is_old = first == std::string_view{&old_version, 1};
  if (!is_old && first != std::string_view{&version, 1}) rest.fail();
  const auto tables = tables_of(numbering);
  for (NameTable* table : std::span{tables}.first(is_old ? old_tables : tables.size())) take_table(rest, *table);
  if (!rest.failed() && rest.at_end()) return numbering;
  return std::unexpected(Error{.fault = Fault::invalid_document,
                               .where = "numbering, byte " + std::to_string(rest.offset()),
                               .found = std::to_string(bytes.size()) + " bytes that are no numbering",
                               .expected = "version 1 and five tables of names, or version 2 and twelve"});
}

}  // namespace switchroom::workspace
