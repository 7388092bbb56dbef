#include <fmt/format.h>

#include <algorithm>

#include "config/workspace/template_text.hpp"
#include "connectors/replies/replies.hpp"
#include "router/shard/fold.hpp"
#include "router/shard/outcomes.hpp"

// Errands: promised here, done by the gateway, settled here. Until then each stands in Redis, so a crash loses none.

namespace switchroom::shard {
namespace {

using storage::ErrandRecord;

/// One that is waiting already will do for both.
bool is_the_same(const ErrandRecord& a, const ErrandRecord& b) {
  return a.kind == b.kind && a.workspace == b.workspace && a.channel == b.channel && a.account == b.account &&
         a.url == b.url;
}

Error no_way(const workspace::Channel* channel) {
  if (channel == nullptr)
    return {Fault::invalid_action, "channel", "a channel that was removed", "a channel that can carry a later answer"};
  std::string expected = "a channel that can carry a later answer";
  if (const std::string_view why = replies::why_no_way(channel->kind); !why.empty()) expected.append(": ").append(why);
  return {Fault::invalid_action, "channel", channel->kind, std::move(expected)};
}

/// The text of the action, or that of its template with the gaps filled.
Result<std::string> words_of(const Action& action, std::span<const workspace::Template> templates,
                             std::string_view kind) {
  if (action.approved.empty()) return action.document;
  const auto found = std::ranges::find(templates, action.approved, &workspace::Template::id);
  if (found == templates.end())
    return std::unexpected(Error{Fault::invalid_action, "template", action.approved, "a template of this workspace"});
  return workspace::filled(*found, kind, action.language, action.parameters);
}

/// What is wrong with the length of a text; empty if nothing is.
std::optional<Error> length_error(std::string_view text, const replies::Replies& way) {
  const std::size_t units = replies::utf16_units(text);
  if (units == 0 || units > way.units_max)
    return Error{Fault::invalid_action, "text", fmt::format("{} characters", units),
                 fmt::format("1 to {} on this channel", way.units_max)};
  if (way.bytes_max != 0 && text.size() > way.bytes_max)
    return Error{Fault::invalid_action, "text", fmt::format("{} bytes of UTF-8", text.size()),
                 fmt::format("1 to {} on this channel", way.bytes_max)};
  return std::nullopt;
}

}  // namespace

void Fold::restore(storage::ErrandId id, storage::ErrandRecord record) {
  errands_.insert_or_assign(id, std::move(record));
}

void Fold::owe(storage::ErrandId id, ErrandRecord record) {
  batch_->commit.put_errand(id, record);
  batch_->owed.emplace_back(id, record);
  errands_.insert_or_assign(id, std::move(record));
}

void Fold::fold_input(const storage::ErrandInput& input) {
  ErrandRecord record = input.errand;
  record.at = place_.at;
  const auto waiting = std::ranges::find_if(errands_, [&](const auto& one) { return is_the_same(one.second, record); });
  // The newer token of a pull is the one that is good for longer.
  owe(waiting == errands_.end() ? storage::ErrandId{place_.frame, place_.input} : waiting->first, std::move(record));
}

void Fold::fold_input(const storage::SettledInput& input) {
  const auto found = errands_.find(input.errand);
  if (found == errands_.end()) {
    settled_before_ = {place_.frame, input.errand};  // by an owner before, whose frame came in late, or by this one
    return;
  }
  const ErrandRecord& record = found->second;
  if (!input.cursor.empty()) batch_->commit.put_cursor(record.workspace, record.channel, record.account, input.cursor);
  if (input.more) return;
  batch_->commit.drop_errand(input.errand);
  errands_.erase(found);
}

/// What an entry tells of a reply whose outcome was told already: by the owner before, just before it ended.
bool Fold::is_told(const connectors::InboundMessage& message) const {
  const auto& [frame, errand] = settled_before_;
  return frame == place_.frame && message.ref == fmt::format("r{}-{}", keys_.shard, storage::to_text(errand));
}

Outcome Fold::reply(const Action& action) {
  WorkspaceState* workspace = workspaces_.find(action.workspace);
  const storage::TicketRecord* record = open_ticket(action.ticket);
  if (workspace == nullptr || record == nullptr || record->workspace != workspace->id)
    return refuse(Fault::not_found, "ticket", fmt::format("{}", action.ticket.number),
                  "an open ticket of this workspace");
  const std::string_view assignee = workspace->numbering->agents.name_of(record->agent.number);
  if (action.role == Role::agent && assignee != action.actor)
    return refuse(Fault::forbidden, "ticket", "a ticket of somebody else",
                  "a ticket assigned to you, or the role supervisor");
  const workspace::Channel* channel = workspace->channel(record->channel);
  const replies::Replies* way = channel == nullptr ? nullptr : replies::find_replies(channel->kind);
  if (way == nullptr) return refuse(no_way(channel));
  const Result<std::string> text = words_of(action, workspace->configuration->templates, channel->kind);
  if (!text) return refuse(text.error());
  if (std::optional<Error> error = length_error(*text, *way)) return refuse(*std::move(error));
  const storage::RouteRecord* route = routes_.find(action.ticket);
  if (route == nullptr)
    return refuse(Fault::invalid_action, "ticket", "no conversation", "a ticket that a message opened");
  ErrandRecord said;
  said.agent = action.actor;
  said.text = *text;
  said.approved = action.approved;
  said.language = action.language;
  said.parameters = action.parameters;
  if (action.cc) {
    Result<std::vector<std::string>> cc = copies_of(*workspace, *channel, *route, *action.cc);
    if (!cc) return refuse(std::move(cc.error()));
    said.cc = std::move(*cc);
  } else {
    said.cc = kept_copies(*channel, action.ticket);
  }
  std::string id = owe_reply(*workspace, action.ticket, *record, *route, std::move(said));
  if (record->state == TicketState::assigned || record->state == TicketState::waiting_customer) {
    workspace->engine.apply(engine::Reply{action.ticket, record->agent}, place_.at, effects_);
    take_effects(*workspace);
    record = open_ticket(action.ticket);
  }
  Outcome outcome = about(action.ticket, *record);
  outcome.words = std::move(id);
  return outcome;
}

}  // namespace switchroom::shard
