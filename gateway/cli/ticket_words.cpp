#include "gateway/cli/ticket_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <iterator>
#include <string_view>
#include <utility>

#include "gateway/cli/terminal.hpp"

namespace switchroom::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr     ? 0
         : value->is_uint64() ? static_cast<std::int64_t>(value->get_uint64())
         : value->is_int64()  ? value->get_int64()
                              : 0;
}

double units_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

/// Runs `use` on each object of an array member.
void each(const json::object& object, std::string_view name, auto use) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_array()) return;
  for (const json::value& element : value->get_array())
    if (element.is_object()) use(element.get_object());
}

std::string joined(const json::object& object, std::string_view name) {
  std::string text;
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_array()) return text;
  for (const json::value& element : value->get_array())
    if (element.is_string()) text += (text.empty() ? "" : ", ") + std::string{element.get_string()};
  return text;
}

/// `2026-01-02T03:04:05.678Z` as `2026-01-02 03:04:05`.
std::string clock_of(const std::string& rfc3339) {
  return rfc3339.size() < 19 ? rfc3339 : rfc3339.substr(0, 10) + " " + rfc3339.substr(11, 8);
}

/// How much is told. `message`: the text that the rules read, to show where they matched; empty: the places alone.
struct Detail {
  bool names = false;  ///< of agents that filters kept out
  std::string message;
};

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

/// What stands from byte `begin` to `end`, with a little of what is around it.
std::string excerpt_of(const std::string& text, std::size_t begin, std::size_t end) {
  constexpr std::size_t around = 24;
  std::size_t from = begin - std::min(begin, around), to = std::min(end + around, text.size());
  while (from > 0 && !begins_character(text[from])) --from;
  while (to < text.size() && !begins_character(text[to])) ++to;
  return (from > 0 ? "…" : "") + quoted(text.substr(from, to - from)) + (to < text.size() ? "…" : "");
}

std::string rule_in_words(const json::object& rule, const Detail& detail) {
  const std::string keyword = text_of(rule, "keyword");
  if (keyword.empty()) return text_of(rule, "rule") + " (no keywords)";
  const auto begin = static_cast<std::size_t>(number_of(rule, "begin")),
             end = static_cast<std::size_t>(number_of(rule, "end"));
  const bool is_in_it = begin < end && end <= detail.message.size();
  return fmt::format("{} ({} at bytes {}-{}{})", text_of(rule, "rule"), quoted(keyword), begin, end,
                     is_in_it ? " of " + excerpt_of(detail.message, begin, end) : "");
}

std::string rules_in_words(const json::object& decision, const Detail& detail) {
  const std::string_view between = detail.message.empty() ? ", " : ",\n                 ";
  std::string text;
  each(decision, "rules", [&](const json::object& rule) {
    text += (text.empty() ? "" : std::string{between}) + rule_in_words(rule, detail);
  });
  return text.empty() ? "none matched" : text;
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> filters{{
    {"NOT_IN_GROUP", "not in the group"},
    {"NO_SKILL", "without the skills"},
    {"STATUS", "in a status that gets no work"},
    {"OFF_SHIFT", "off shift"},
    {"WORK_KIND", "who take no such work"},
    {"AT_LIMIT", "at their own limit"},
    {"AT_KIND_LIMIT", "with enough tickets of this kind"},
    {"GROUP_LIMIT", "held back by the group's limit"},
    {"PAUSED", "in a pause"},
    {"DECLINED_BEFORE", "who declined it before"},
    {"SCOPE", "as it waits for somebody else"},
}};

/// `: bob, chen and 3 more`; empty if nobody is named.
std::string names_in_words(const json::object& decision, std::string_view filter, std::int64_t count) {
  const json::value* named = decision.if_contains("lost_agents");
  if (named == nullptr || !named->is_object()) return {};
  const std::string names = joined(named->get_object(), filter);
  const json::value* list = named->get_object().if_contains(filter);
  if (names.empty()) return {};
  const auto more = count - static_cast<std::int64_t>(list->get_array().size());
  return ": " + names + (more > 0 ? fmt::format(" and {} more", more) : "");
}

/// How many each filter kept out, and how many could take it: in a line, or with names in a line each.
std::string agents_in_words(const json::object& decision, const Detail& detail) {
  const std::string could = fmt::format("{} could take it", number_of(decision, "candidates"));
  const json::value* lost = decision.if_contains("lost");
  std::string text;
  if (lost == nullptr || !lost->is_object()) return could;
  for (const auto& [filter, words] : filters)
    if (const auto count = number_of(lost->get_object(), filter); count != 0)
      text += detail.names
                  ? fmt::format("{} {}{}\n                 ", count, words, names_in_words(decision, filter, count))
                  : fmt::format("{} {}, ", count, words);
  return text + could;
}

std::string figures_in_words(const json::object& decision, std::string_view name) {
  const json::value* value = decision.if_contains(name);
  if (value == nullptr || !value->is_object()) return {};
  const json::object& figures = value->get_object();
  const std::string last = text_of(figures, "last_assigned");
  return fmt::format("{}: {} of {} units in use, {}", text_of(figures, "agent"), units_of(figures, "units_in_use"),
                     units_of(figures, "units_limit"),
                     last.empty() ? "never assigned before" : "last assigned " + clock_of(last));
}

void append_line(std::string& text, std::string_view name, std::string_view what) {
  if (!what.empty()) fmt::format_to(std::back_inserter(text), "      {:<10} {}\n", name, what);
}

std::string reasons_in_words(const json::object& decision, const Detail& detail) {
  std::string text;
  append_line(text, "rules", rules_in_words(decision, detail));
  append_line(text, "skills", joined(decision, "skills"));
  if (detail.names)
    append_line(
        text, "step",
        fmt::format("{} of its route, score {} ms", number_of(decision, "step") + 1, number_of(decision, "score_ms")));
  append_line(text, "agents", agents_in_words(decision, detail));
  append_line(
      text, "winner",
      figures_in_words(decision, "winner") + (decision.contains("preferred") ? ", asked before the others" : ""));
  append_line(text, "runner-up", figures_in_words(decision, "runner_up"));
  append_line(text, "waited",
              fmt::format("{} ms, under configuration {}", number_of(decision, "waited_ms"),
                          number_of(decision, "config_version")));
  return text;
}

std::string headline_of(const json::object& decision) {
  const std::string type = text_of(decision, "type");
  const std::string agent = text_of(decision, "agent");
  if (type == "ticket.queued") return "queued for group " + text_of(decision, "group") + ": nobody could take it";
  if (type == "assignment.started") return "assigned to " + agent + " in group " + text_of(decision, "group");
  if (type == "assignment.ended") return "taken from " + agent + ": " + text_of(decision, "reason");
  if (type == "ticket.closed") return "closed";
  return type;
}

std::string message_in_words(const json::object& message) {
  const std::string text = text_of(message, "text");
  const std::string name = text_of(message, "name");
  return fmt::format("  {}  {} on {}{}: {}\n", clock_of(text_of(message, "received")), text_of(message, "kind"),
                     text_of(message, "channel"), name.empty() ? "" : " by " + quoted(name), quoted(text));
}

void append_messages(const json::object& document, std::string& text) {
  text += "\nHistory\n";
  each(document, "messages", [&](const json::object& message) { text += message_in_words(message); });
}

std::string decision_in_words(const json::object& decision, const Detail& detail) {
  std::string text = fmt::format("  {}  {}\n", clock_of(text_of(decision, "at")), headline_of(decision));
  if (decision.contains("candidates")) text += reasons_in_words(decision, detail);
  return text;
}

std::string headline_of_ticket(const json::object& ticket) {
  const std::string agent = text_of(ticket, "agent");
  return fmt::format("Ticket {}: {}{}, group {}, priority {}, version {}\n", text_of(ticket, "id"),
                     text_of(ticket, "state"), agent.empty() ? "" : " to " + agent, text_of(ticket, "group"),
                     text_of(ticket, "priority"), number_of(ticket, "version"));
}

}  // namespace

std::string decision_in_words(const json::object& decision) {
  return decision_in_words(decision, Detail{.names = true, .message = {}});
}

std::string why_in_words(const json::object& ticket) {
  Detail detail{.names = true, .message = {}};
  each(ticket, "messages", [&](const json::object& message) {
    if (detail.message.empty()) detail.message = text_of(message, "text");
  });
  std::string text = headline_of_ticket(ticket);
  each(ticket, "decisions", [&](const json::object& decision) { text += decision_in_words(decision, detail); });
  return text;
}

std::string ticket_in_words(const json::object& ticket) {
  std::string text = headline_of_ticket(ticket);
  text += fmt::format("  customer {}, channel {}, opened {}\n", text_of(ticket, "customer"), text_of(ticket, "channel"),
                      clock_of(text_of(ticket, "opened")));
  append_messages(ticket, text);
  text += "\nWhy\n";
  each(ticket, "decisions", [&](const json::object& decision) { text += decision_in_words(decision, {}); });
  return text;
}

std::string customer_in_words(const json::object& customer) {
  const std::string open = text_of(customer, "open_ticket");
  return fmt::format("Customer {}: {}\n  tickets {}{}\n", text_of(customer, "id"), joined(customer, "identities"),
                     joined(customer, "tickets"), open.empty() ? ", none is open" : ", open " + open);
}

}  // namespace switchroom::cli
