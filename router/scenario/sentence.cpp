#include "router/scenario/sentence.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "config/workspace/amounts.hpp"
#include "config/workspace/nearest_name.hpp"

namespace switchroom::scenario {
namespace {

constexpr auto forms = std::to_array<Sentence>({
    {Verb::write, "CUSTOMER writes TEXT on CHANNEL"},
    {Verb::write, "CUSTOMER writes TEXT with KINDS on CHANNEL"},
    {Verb::open_another, "WHO opens another ticket beside TICKET about TEXT"},
    {Verb::set_status, "AGENT is STATUS"},
    {Verb::set_status, "WHO sets AGENT STATUS"},
    {Verb::log_out, "WHO logs AGENT out"},
    {Verb::lose, "AGENT is lost"},
    {Verb::see, "AGENT is seen"},
    {Verb::accept, "AGENT accepts TICKET"},
    {Verb::decline, "AGENT declines TICKET"},
    {Verb::reply, "AGENT replies to TICKET"},
    {Verb::resolve, "WHO resolves TICKET"},
    {Verb::close, "WHO closes TICKET"},
    {Verb::reopen, "WHO reopens TICKET"},
    {Verb::snooze, "WHO snoozes TICKET for TIME"},
    {Verb::set_priority, "WHO makes TICKET PRIORITY"},
    {Verb::set_skill, "WHO makes TICKET need SKILL NUMBER"},
    {Verb::assign, "WHO gives TICKET to AGENT"},
    {Verb::assign, "WHO gives TICKET to AGENT by force"},
    {Verb::transfer, "WHO transfers TICKET to AGENT"},
    {Verb::transfer, "WHO transfers TICKET to AGENT by force"},
    {Verb::transfer, "WHO transfers TICKET to group GROUP"},
    {Verb::enter_flow, "WHO sends TICKET through FLOW"},
    {Verb::finish_node, "WHO is done with TICKET"},
    {Verb::collaborate, "WHO asks GROUP about TICKET"},
    {Verb::answer_collaboration, "WHO answers about TICKET"},
    {Verb::escalate, "WHO escalates TICKET"},
    {Verb::tidy_up, "AGENT tidies up after TICKET"},
    {Verb::stop_clocks, "Kafka stops"},
    {Verb::start_clocks, "Kafka is back"},
    {Verb::restart, "the router restarts"},
});

constexpr std::string_view console = "somebody";

bool is_slot(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool take_number(std::string_view word, Deed& deed) {
  const auto number = number_of(word);
  if (!number || *number < 1 || *number > 10) return false;
  deed.minimum = static_cast<int>(*number);
  return true;
}

bool take_ticket(std::string_view word, Deed& deed) {
  const auto number = word.starts_with('t') ? number_of(word.substr(1)) : std::nullopt;
  if (!number || *number == 0) return false;
  deed.ticket = TicketId{*number};
  return true;
}

void take_kinds(std::string_view word, Deed& deed) {
  while (true) {
    const std::size_t comma = word.find(',');
    deed.attachments.emplace_back(word.substr(0, comma));
    if (comma == word.npos) return;
    word.remove_prefix(comma + 1);
  }
}

/// Puts a word where its slot says; false if it can't stand there. `is_first`: the slot opens the sentence.
bool take(std::string_view slot, bool is_first, const std::string& word, Deed& deed) {
  if (slot == "TICKET") return take_ticket(word, deed);
  if (slot == "NUMBER") return take_number(word, deed);
  if (slot == "KINDS") return take_kinds(word, deed), true;
  if (slot == "STATUS") {
    const auto status = from_word<Status>(status_names, word);
    return status && (deed.status = *status, true);
  }
  if (slot == "PRIORITY") {
    const auto priority = from_word<Priority>(priority_names, word);
    return priority && (deed.priority = *priority, true);
  }
  if (slot == "TIME") {
    const auto ms = workspace::duration_of_text(word);
    return ms && (deed.duration = Milliseconds{*ms}, true);
  }
  if (slot == "WHO" && word == console) return true;
  std::string& name = is_first            ? deed.who
                      : slot == "TEXT"    ? deed.text
                      : slot == "CHANNEL" ? deed.channel
                      : slot == "GROUP"   ? deed.group
                      : slot == "FLOW"    ? deed.flow
                      : slot == "SKILL"   ? deed.skill
                                          : deed.agent;
  name = word;
  return true;
}

std::optional<Deed> deed_by(const Sentence& sentence, const std::vector<std::string>& words) {
  const std::vector<std::string> form = words_of(sentence.form);
  if (form.size() != words.size()) return std::nullopt;
  Deed deed{.verb = sentence.verb,
            .sentence = {},
            .who = {},
            .ticket = {},
            .agent = {},
            .group = {},
            .channel = {},
            .flow = {},
            .skill = {},
            .text = {},
            .attachments = {}};
  for (std::size_t i = 0; i < form.size(); ++i)
    if (is_slot(form[i]) ? !take(form[i], i == 0, words[i], deed) : form[i] != words[i]) return std::nullopt;
  deed.force = form.back() == "force";
  if (deed.verb == Verb::set_status && deed.agent.empty()) deed.agent = deed.who;
  if (deed.verb == Verb::lose || deed.verb == Verb::see) deed.agent = deed.who;
  return deed;
}

/// How near words come to a form: place by place, a word that is the same counts most.
std::ptrdiff_t nearness(std::string_view form_text, const std::vector<std::string>& words) {
  const std::vector<std::string> form = words_of(form_text);
  std::ptrdiff_t points = -std::abs(std::ssize(form) - std::ssize(words));
  Deed ignored;
  for (std::size_t i = 0; i < std::min(form.size(), words.size()); ++i) {
    const std::array<std::string_view, 1> known{form[i]};
    if (is_slot(form[i]))
      points += take(form[i], i == 0, words[i], ignored) ? 1 : 0;
    else if (form[i] == words[i])
      points += 3;
    else
      points += workspace::nearest_name(words[i], known).empty() ? -1 : 2;
  }
  return points;
}

/// Empty if `name` is empty or among `known`.
template <class List>
std::optional<UnknownName> look_up(std::string_view kind, const std::string& name, const List& known) {
  std::vector<std::string_view> ids;
  for (const auto& one : known) {
    if constexpr (requires { one.id; })
      ids.push_back(one.id);
    else
      ids.push_back(one);
  }
  if (name.empty() || std::ranges::find(ids, name) != ids.end()) return std::nullopt;
  return UnknownName{
      "the unknown " + std::string{kind} + " \"" + name + "\"",
      (kind == "agent" ? "an " : "a ") + std::string{kind} + " of the workspace" + workspace::nearest_hint(name, ids)};
}

}  // namespace

std::span<const Sentence> sentences() { return forms; }

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) return words;
    const bool is_quoted = line.front() == '"';
    if (is_quoted) line.remove_prefix(1);
    const std::size_t end = std::min(line.find(is_quoted ? '"' : ' '), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
}

std::optional<Deed> deed_of(std::string_view sentence) {
  const std::vector<std::string> words = words_of(sentence);
  for (const Sentence& form : forms)
    if (std::optional<Deed> deed = deed_by(form, words)) {
      deed->sentence = sentence;
      return deed;
    }
  return std::nullopt;
}

std::string_view nearest_form(std::string_view sentence) {
  const std::vector<std::string> words = words_of(sentence);
  return std::ranges::max_element(forms, {}, [&](const Sentence& form) { return nearness(form.form, words); })->form;
}

std::optional<UnknownName> unknown_name(const Deed& deed, const workspace::Workspace& workspace) {
  if (deed.verb != Verb::write)
    if (auto unknown = look_up("agent", deed.who, workspace.agents)) return unknown;
  if (auto unknown = look_up("agent", deed.agent, workspace.agents)) return unknown;
  if (auto unknown = look_up("group", deed.group, workspace.groups)) return unknown;
  if (auto unknown = look_up("channel", deed.channel, workspace.channels)) return unknown;
  if (auto unknown = look_up("flow", deed.flow, workspace.flows)) return unknown;
  return look_up("skill", deed.skill, workspace.skills);
}

}  // namespace switchroom::scenario
