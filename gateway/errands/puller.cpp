#include "gateway/errands/puller.hpp"

#include <fmt/format.h>

#include "connectors/recorded_request.hpp"
#include "storage/records/commit.hpp"

namespace switchroom::errands {
namespace {

namespace asio = boost::asio;
using connectors::Page;
using replies::State;
using storage::ErrandRecord;

constexpr std::size_t pages_max = 1'000;  // of one errand; what is left comes with the next

Puller::Pulled ended(State state, const Error& error) { return {{state, {}, describe(error), {}}, {}, {}}; }

/// A missing setting stays missing; what a provider refused may pass, and a token that has run out is drawn anew.
State state_of(const Error& error) { return error.fault == Fault::invalid_setting ? State::refused : State::later; }

storage::FrameWriter frame_of(Page& page, const ErrandRecord& errand) {
  storage::FrameWriter frame;
  storage::MessageInput input{errand.workspace, errand.channel, {}, {}};
  for (connectors::InboundMessage& message : page.delivery.messages) {
    input.message = std::move(message);
    frame.add(input);
  }
  for (connectors::Undecodable& part : page.delivery.undecodable) {
    const connectors::Request request{.method = "POST", .path = {}, .query = {}, .headers = {}, .body = part.part};
    frame.add(storage::FrameInput{
        storage::DeadLetterInput{errand.workspace, errand.channel, describe(part.error), connectors::record(request)}});
  }
  return frame;
}

}  // namespace

Puller::Puller(redis::Connection& connection, const storage::Keys& keys, storage::Intake& intake, AccessTokens& tokens,
               std::chrono::milliseconds answer)
    : connection_(connection), keys_(keys), intake_(intake), tokens_(tokens), answer_(answer) {}

asio::awaitable<Puller::Pulled> Puller::pull(storage::ErrandId id, ErrandRecord errand,
                                             const webhooks::Channel& channel) {
  const replies::Pulls* way = replies::find_pulls(channel.connector->kind);
  if (way == nullptr || channel.connector->read_page == nullptr)
    co_return Pulled{{State::refused, {}, "this kind of channel pulls nothing", {}}, {}, {}};
  Result<std::string> cursor = co_await cursor_of(errand);
  if (!cursor) co_return ended(State::later, cursor.error());
  for (std::size_t pages = 1;; ++pages) {
    const Result<replies::AccessToken> token =
        co_await tokens_.of(errand.workspace, errand.channel, *way->token, channel.credentials);
    if (!token) co_return ended(state_of(token.error()), token.error());
    replies::Posting posting = way->ask_page({errand.token, errand.account, *cursor}, *token, channel.credentials);
    const Result<std::string> body = co_await body_from(std::move(posting), answer_);
    if (!body) co_return ended(State::later, body.error());
    Result<Page> page = channel.connector->read_page(*body, channel.credentials);
    if (!page) {
      tokens_.forget(errand.workspace, errand.channel);
      co_return ended(State::later, page.error());
    }
    *cursor = page->next_cursor;
    storage::FrameWriter frame = frame_of(*page, errand);
    if (!page->more || pages == pages_max)
      co_return Pulled{{State::sent, {}, {}, {}}, std::move(frame), std::move(*cursor)};
    frame.add(storage::FrameInput{storage::SettledInput{.errand = id, .cursor = *cursor, .more = true}});
    const Result<std::uint64_t> stored = co_await intake_.append(frame);
    if (!stored) co_return ended(State::later, stored.error());
  }
}

asio::awaitable<Result<std::string>> Puller::cursor_of(const ErrandRecord& errand) const {
  const std::string field = storage::cursor_field(errand.workspace, errand.channel, errand.account);
  redis::Command command{"HGET", keys_.cursors, field};
  Result<redis::Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  co_return reply->is_nil() ? std::string{} : std::move(reply->text);
}

}  // namespace switchroom::errands
