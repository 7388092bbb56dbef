// What people do with tickets and agents besides closing and answering: one table of actions, one way to read them.

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/iso_time.hpp"
#include "gateway/api/actions.hpp"
#include "gateway/api/routes.hpp"
#include "storage/records/external_id.hpp"

namespace switchroom::api {
namespace {

using shard::Action;
using shard::ActionKind;

Error bad(std::string_view where, bool missing, std::string expected) {
  return {Fault::malformed_request, std::string{where}, missing ? "nothing" : "something else", std::move(expected)};
}

/// What an action wants to know.
struct Wants {
  std::string_view name;  ///< last part of the path
  ActionKind kind;
  bool agent = false;
  bool group = false;
  bool flow = false;
  bool until = false;
  bool priority = false;
  bool skills = false;
  bool tags = false;
  bool text = false;
};

constexpr std::array wants_of_tickets{
    Wants{"accept", ActionKind::accept},
    Wants{"decline", ActionKind::decline},
    Wants{"resolve", ActionKind::resolve},
    Wants{"reopen", ActionKind::reopen},
    Wants{.name = "snooze", .kind = ActionKind::snooze, .until = true},
    Wants{.name = "priority", .kind = ActionKind::set_priority, .priority = true},
    Wants{.name = "assign", .kind = ActionKind::assign, .agent = true},
    Wants{.name = "transfer", .kind = ActionKind::transfer, .agent = true, .group = true},
    Wants{.name = "flow", .kind = ActionKind::enter_flow, .flow = true},
    Wants{"flow-done", ActionKind::flow_done},
    Wants{.name = "collaborate", .kind = ActionKind::collaborate, .group = true},
    Wants{"collaboration-done", ActionKind::collaboration_done},
    Wants{"escalate", ActionKind::escalate},
    Wants{.name = "skills", .kind = ActionKind::set_skills, .skills = true},
    Wants{.name = "tags", .kind = ActionKind::set_tags, .tags = true},
    Wants{.name = "open-another", .kind = ActionKind::open_ticket, .text = true},
};

Result<void> read_names(const boost::json::object& body, const Wants& wants, Action& action) {
  for (const auto& [wanted, name, target] : {std::tuple{wants.agent, std::string_view{"agent"}, &action.agent},
                                             std::tuple{wants.group, std::string_view{"group"}, &action.group},
                                             std::tuple{wants.flow, std::string_view{"flow"}, &action.flow}}) {
    if (!wanted) continue;
    auto text = text_in(body, name);
    if (!text) return std::unexpected(text.error());
    *target = *std::move(text);
  }
  const int named = (action.agent.empty() ? 0 : 1) + (action.group.empty() ? 0 : 1) + (action.flow.empty() ? 0 : 1);
  if ((wants.agent || wants.group || wants.flow) && named != 1)
    return std::unexpected(bad(wants.agent && wants.group ? "agent or group"
                               : wants.agent              ? "agent"
                               : wants.group              ? "group"
                                                          : "flow",
                               named == 0, "exactly one"));
  return {};
}

Result<void> read_rest(const boost::json::object& body, const Wants& wants, Action& action) {
  if (wants.until) {
    const auto text = text_in(body, "until");
    const auto at = text ? connectors::ms_of_iso_time(*text) : std::nullopt;
    if (!at) return std::unexpected(bad("until", !body.contains("until"), "an RFC 3339 time"));
    action.until = instant_of_ms(*at);
  }
  if (wants.priority) {
    const auto text = text_in(body, "priority");
    const auto priority = text ? from_word<Priority>(priority_names, *text) : std::nullopt;
    if (!priority)
      return std::unexpected(bad("priority", !body.contains("priority"), "`low`, `normal`, `high` or `urgent`"));
    action.priority = *priority;
  }
  if (const boost::json::value* force = body.if_contains("force")) {
    if (!force->is_bool()) return std::unexpected(bad("force", false, "true or false"));
    action.force = force->get_bool();
  }
  if (const boost::json::value* version = body.if_contains("version")) {
    if (!version->is_int64() || version->get_int64() < 0)
      return std::unexpected(bad("version", false, "the ticket's version"));
    action.version = static_cast<std::uint64_t>(version->get_int64());
  }
  return {};
}

Result<void> read_skills(const boost::json::object& body, Action& action) {
  const boost::json::value* skills = body.if_contains("skills");
  const Error wanted = bad("skills", skills == nullptr, "an object of skills with their minimum, 1 to 10");
  if (skills == nullptr || !skills->is_object()) return std::unexpected(wanted);
  for (const auto& [name, minimum] : skills->get_object()) {
    if (!minimum.is_int64() || minimum.get_int64() < 1 || minimum.get_int64() > 10) return std::unexpected(wanted);
    action.skills.emplace_back(name, static_cast<int>(minimum.get_int64()));
  }
  return {};
}

Result<void> read_content(const boost::json::object& body, const Wants& wants, Action& action) {
  if (wants.skills) return read_skills(body, action);
  if (wants.tags) {
    auto tags = texts_in(body, "tags");
    if (!tags) return std::unexpected(tags.error());
    action.tags = *std::move(tags);
  }
  if (wants.text) {
    auto text = text_in(body, "text");
    if (!text || text->empty())
      return std::unexpected(bad("text", !body.contains("text"), "what the customer asks for, in his words"));
    action.document = *std::move(text);
  }
  return {};
}

Result<Action> action_in(const Exchange& exchange) {
  static constexpr std::array<std::string_view, 10> known{"version",  "agent", "group",  "flow", "until",
                                                          "priority", "force", "skills", "tags", "text"};
  const auto wants = std::ranges::find(wants_of_tickets, exchange.arguments.at(1), &Wants::name);
  if (wants == wants_of_tickets.end())
    return std::unexpected(Error{Fault::not_found, "path", exchange.arguments.at(1), "an action of /v1/openapi.json"});
  const auto named = storage::parse_ticket_id(exchange.arguments.front());
  if (!named || named->shard != exchange.backend.shard_of(exchange.workspace()))
    return std::unexpected(Error{Fault::not_found, "ticket", exchange.arguments.front(), "a ticket of this workspace"});
  auto key = idempotency_key(exchange);
  if (!key) return std::unexpected(key.error());
  const auto body = json_body(exchange, known);
  if (!body) return std::unexpected(body.error());
  Action action = action_of(exchange, wants->kind, std::move(*key));
  action.ticket = named->id;
  if (const auto read = read_names(*body, *wants, action); !read) return std::unexpected(read.error());
  if (const auto read = read_rest(*body, *wants, action); !read) return std::unexpected(read.error());
  if (const auto read = read_content(*body, *wants, action); !read) return std::unexpected(read.error());
  return action;
}

}  // namespace

boost::asio::awaitable<server::Reply> act_on_ticket(const Exchange& exchange) {
  auto action = action_in(exchange);
  if (!action) co_return refuse(exchange, action.error());
  co_return co_await carry_out(exchange, std::move(*action));
}

boost::asio::awaitable<server::Reply> log_out(const Exchange& exchange) {
  auto key = idempotency_key_or_random(exchange);
  if (!key) co_return refuse(exchange, key.error());
  Action action = action_of(exchange, ActionKind::log_out, std::move(*key));
  action.agent = exchange.arguments.front();
  co_return co_await carry_out(exchange, std::move(action));
}

}  // namespace switchroom::api
