#include "gateway/errands/puller.hpp"

#include <fmt/format.h>

#include "connectors/recorded_request.hpp"
#include "gateway/outbound/http_client.hpp"
#include "storage/records/commit.hpp"

namespace switchroom::errands {
namespace {

namespace asio = boost::asio;
using connectors::Page;
using replies::State;
using storage::ErrandRecord;

constexpr std::size_t page_bytes_max = 16UL << 20;
constexpr std::size_t pages_max = 1'000;  // of one errand; what is left comes with the next
constexpr std::chrono::seconds token_margin{60};

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

Puller::Puller(redis::Connection& connection, const storage::Keys& keys, storage::Intake& intake,
               std::chrono::milliseconds answer)
    : connection_(connection), keys_(keys), intake_(intake), answer_(answer) {}

asio::awaitable<Puller::Pulled> Puller::pull(storage::ErrandId id, ErrandRecord errand,
                                             const webhooks::Channel& channel) {
  const replies::Pulls* way = replies::find_pulls(channel.connector->kind);
  if (way == nullptr || channel.connector->read_page == nullptr)
    co_return Pulled{{State::refused, {}, "this kind of channel pulls nothing", {}}, {}, {}};
  Result<std::string> cursor = co_await cursor_of(errand);
  if (!cursor) co_return ended(State::later, cursor.error());
  for (std::size_t pages = 1;; ++pages) {
    const Result<replies::AccessToken> token = co_await token_of(errand, *way, channel.credentials);
    if (!token) co_return ended(state_of(token.error()), token.error());
    replies::Posting posting = way->ask_page({errand.token, errand.account, *cursor}, *token, channel.credentials);
    const Result<std::string> body = co_await ask(std::move(posting));
    if (!body) co_return ended(State::later, body.error());
    Result<Page> page = channel.connector->read_page(*body, channel.credentials);
    if (!page) {
      tokens_.erase({errand.workspace, errand.channel});
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

asio::awaitable<Result<replies::AccessToken>> Puller::token_of(const ErrandRecord& errand, const replies::Pulls& way,
                                                               const connectors::Credentials& credentials) {
  const auto now = std::chrono::steady_clock::now();
  const std::pair whose{errand.workspace, errand.channel};
  if (const auto known = tokens_.find(whose); known != tokens_.end() && now < known->second.until)
    co_return known->second.token;
  Result<replies::Posting> posting = way.ask_token(credentials);
  if (!posting) co_return std::unexpected(posting.error());
  const Result<std::string> body = co_await ask(std::move(*posting));
  if (!body) co_return std::unexpected(body.error());
  Result<replies::AccessToken> token = way.read_token(*body);
  if (token) tokens_[whose] = {*token, now + token->valid - token_margin};
  co_return token;
}

asio::awaitable<Result<std::string>> Puller::ask(replies::Posting posting) const {
  outbound::Server server{
      .url = std::move(posting.server), .timeout = answer_, .answer_bytes_max = page_bytes_max, .ca_file = {}};
  const std::string where = server.url;
  auto answer = co_await outbound::exchange(std::move(server), std::move(posting.request));
  if (answer && answer->status == 200) co_return std::move(answer->body);
  const std::string found = answer ? fmt::format("HTTP {}", answer->status) : answer.error().words;
  co_return std::unexpected(Error{Fault::internal, where, found, "an answer with status 200"});
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
