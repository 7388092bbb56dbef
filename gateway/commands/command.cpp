#include "gateway/commands/command.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "gateway/api/percent.hpp"

namespace switchroom::commands {
namespace {

namespace json = boost::json;

/// Takes a member that is a text out of the object; empty if there is none.
Result<std::string> take(json::object& object, std::string_view name, bool needed) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr && !needed) return std::string{};
  if (value == nullptr || !value->is_string() || value->get_string().empty())
    return std::unexpected(
        Error{Fault::malformed_request, std::string{name}, value ? "something else" : "nothing", "a text"});
  std::string text{value->get_string()};
  object.erase(name);
  return text;
}

struct Place {
  std::string method;
  std::string path;
};

Result<Place> place_of(const std::string& action, json::object& object, const std::string& actor) {
  if (action == "status") {
    auto agent = take(object, "agent", actor.empty());
    if (!agent) return std::unexpected(agent.error());
    return Place{"PUT", "/v1/agents/" + api::percent_encoded(agent->empty() ? actor : *agent) + "/status"};
  }
  auto ticket = take(object, "ticket", true);
  if (!ticket) return std::unexpected(ticket.error());
  const std::string path = "/v1/tickets/" + api::percent_encoded(*ticket);
  if (action == "close") return Place{"POST", path + "/close"};
  if (action == "reply") return Place{"POST", path + "/replies"};
  return Place{"POST", path + "/actions/" + api::percent_encoded(action)};
}

}  // namespace

Result<Command> command_of(std::string_view text, std::string key) {
  boost::system::error_code failure;
  json::value document = json::parse(text, failure);
  if (failure || !document.is_object())
    return std::unexpected(Error{Fault::malformed_request, "command",
                                 failure ? failure.message() : "another JSON value", "a JSON object"});
  json::object& object = document.get_object();
  auto workspace = take(object, "workspace", true);
  if (!workspace) return std::unexpected(workspace.error());
  auto actor = take(object, "actor", false);
  if (!actor) return std::unexpected(actor.error());
  auto action = take(object, "action", true);
  if (!action) return std::unexpected(action.error());
  auto place = place_of(*action, object, *actor);
  if (!place) return std::unexpected(place.error());
  Command command;
  command.who.workspace = std::move(*workspace);
  command.who.role = actor->empty() ? Role::supervisor : Role::agent;
  command.who.agent = std::move(*actor);
  command.who.label = "kafka";
  command.request.method = std::move(place->method);
  command.request.path = std::move(place->path);
  command.request.headers.push_back({"Idempotency-Key", std::move(key)});
  if (*action == "close" && !object.contains("version")) command.request.headers.push_back({"If-Match", "*"});
  command.request.body = json::serialize(object);
  return command;
}

}  // namespace switchroom::commands
