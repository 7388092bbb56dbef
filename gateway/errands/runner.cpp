#include "gateway/errands/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "gateway/outbound/allowed_host.hpp"
#include "storage/records/scripts.hpp"

namespace switchroom::errands {
namespace {

namespace asio = boost::asio;
using connectors::MessageKind;
using replies::State;
using replies::Verdict;
using storage::ErrandId;
using storage::ErrandKind;
using storage::ErrandRecord;

/// Errands that must not overtake each other: replies of one conversation.
std::string line_of(const ErrandRecord& errand) {
  return fmt::format("{}:{}:{}:{}", static_cast<int>(errand.kind), errand.channel.number, errand.account,
                     errand.conversation);
}

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

Verdict refused(std::string reason) { return {State::refused, {}, std::move(reason), {}}; }
Verdict later(std::string reason) { return {State::later, {}, std::move(reason), {}}; }

/// The setting of the channel, or what the provider says.
double per_second_of(const replies::Replies& way, const connectors::Credentials& credentials) {
  const std::string_view own = credentials.value("replies_per_second");
  double number = 0;
  const auto [end, failure] = std::from_chars(own.data(), own.data() + own.size(), number);
  return failure == std::errc{} && end == own.data() + own.size() && number > 0 ? number : way.per_second;
}

}  // namespace

Runner::Runner(asio::any_io_executor executor, redis::Connection& connection, const storage::Keys& keys,
               storage::Intake& intake, const webhooks::ChannelTable& channels, operate::Log& log,
               Incarnation incarnation, Now now, Patience patience)
    : executor_(std::move(executor)),
      connection_(connection),
      keys_(keys),
      intake_(intake),
      channels_(channels),
      log_(log),
      incarnation_(std::move(incarnation)),
      now_(now),
      patience_(patience),
      tokens_(patience.answer),
      puller_(connection, keys, intake, tokens_, patience.answer) {}

void Runner::owe(ErrandId id, const ErrandRecord& errand) {
  if (!errands_.insert_or_assign(id, errand).second) return;
  Line line = line_of(errand);
  std::deque<ErrandId>& waiting = lines_[line];
  waiting.push_back(id);
  if (waiting.size() == 1) asio::co_spawn(executor_, work(std::move(line), round_), rethrow);
}

void Runner::forget_all() {
  ++round_;
  errands_.clear();
  lines_.clear();
}

asio::awaitable<void> Runner::work(Line line, std::uint64_t round) {
  while (round == round_) {
    const auto waiting = lines_.find(line);
    if (waiting->second.empty()) {
      lines_.erase(waiting);
      co_return;
    }
    const ErrandId id = waiting->second.front();
    co_await do_one(id, round);
    if (round == round_) lines_[line].pop_front();
  }
}

asio::awaitable<void> Runner::do_one(ErrandId id, std::uint64_t round) {
  for (auto wait = patience_.first_wait; round == round_; wait = std::min(2 * wait, patience_.longest_wait)) {
    Ending ending;
    Verdict verdict = co_await attempt(id, ending);
    if (round != round_) co_return;
    const bool too_late = now_() - errands_.at(id).at > patience_.give_up;
    if (verdict.state != State::later || too_late) {
      ending.state = verdict.state == State::later ? State::refused : verdict.state;
      ending.provider_id = std::move(verdict.provider_id);
      ending.reason = std::move(verdict.reason);
      co_await settle(id, std::move(ending), round);
      co_return;
    }
    co_await pause(std::max(wait, verdict.wait));
  }
}

asio::awaitable<Verdict> Runner::attempt(ErrandId id, Ending& ending) {
  const ErrandRecord& errand = errands_.at(id);
  const std::shared_ptr<webhooks::Channel> channel = channels_.find(errand.workspace, errand.channel);
  if (!channel) co_return refused("the channel was removed");
  if (channel->trouble) co_return later(describe(*channel->trouble));
  switch (errand.kind) {
    case ErrandKind::send_reply:
      co_return co_await send_reply(id, *channel);
    case ErrandKind::confirm_subscription:
      co_return co_await confirm(id, *channel);
    case ErrandKind::pull_messages:
      break;
  }
  Puller::Pulled pulled = co_await puller_.pull(id, errand, *channel);
  ending.pulled = std::move(pulled.last);
  ending.cursor = std::move(pulled.cursor);
  co_return std::move(pulled.verdict);
}

/// Waits until the channel's provider takes one more. False: the shard was lost meanwhile.
asio::awaitable<bool> Runner::may_send(ErrandId id, const replies::Replies& way,
                                       const connectors::Credentials& credentials) {
  const std::uint64_t round = round_;
  const double per_second = per_second_of(way, credentials);
  while (round == round_) {
    const ErrandRecord& errand = errands_.at(id);
    const auto wait = pace_.wait(errand.workspace, errand.channel, per_second, std::chrono::steady_clock::now());
    if (wait.count() == 0) co_return true;
    co_await pause(wait);
  }
  co_return false;
}

/// The request, with an access token where the kind wants one.
asio::awaitable<Result<replies::Posting>> Runner::render(ErrandId id, const replies::Replies& way,
                                                         const webhooks::Channel& channel) {
  const connectors::Credentials& credentials = channel.credentials;
  const ErrandRecord errand = errands_.at(id);
  replies::Reply reply{reply_id(id), errand.conversation, errand.account, errand.to, errand.text};
  reply.approved = {errand.approved, errand.language, errand.parameters};
  reply.subject = errand.subject;
  reply.in_reply_to = errand.in_reply_to;
  reply.references = errand.references;
  reply.thread = errand.thread;
  reply.automatic = errand.automatic;
  reply.cc = errand.cc;
  reply.hook = "/hooks/" + channel.name;
  reply.now_ms = ms_of(now_());
  if (way.token != nullptr) {
    Result<replies::AccessToken> token = co_await tokens_.of(errand.workspace, errand.channel, *way.token, credentials);
    if (!token) co_return std::unexpected(std::move(token.error()));
    reply.access_token = std::move(token->text);
  }
  co_return way.render(reply, credentials);
}

asio::awaitable<Verdict> Runner::send_reply(ErrandId id, const webhooks::Channel& channel) {
  const replies::Replies* way = replies::find_replies(channel.connector->kind);
  if (way == nullptr) co_return refused("the channel can't carry an answer any more");
  if (way->is_our_own) co_return Verdict{State::sent, {}, {}, {}};
  const std::uint64_t round = round_;
  const WorkspaceId workspace = errands_.at(id).workspace;
  const ChannelId number = errands_.at(id).channel;
  if (!co_await may_send(id, *way, channel.credentials)) co_return later("the shard is another process's");
  Result<replies::Posting> posting = co_await render(id, *way, channel);
  if (!posting && posting.error().fault == Fault::invalid_setting) co_return refused(describe(posting.error()));
  if (!posting) co_return later(describe(posting.error()));
  if (round != round_) co_return later("the shard is another process's");
  const Result<std::string> claimed = co_await claim(id);
  if (!claimed) co_return later(describe(claimed.error()));
  if (*claimed == "STALE") co_return later("another process owns the shard");
  if (*claimed == "CLAIMED" && !way->repeatable)
    co_return Verdict{State::unknown, {}, "the process ended while it was being sent", {}};
  outbound::Server server{
      .url = std::move(posting->server), .timeout = patience_.answer, .answer_bytes_max = 1UL << 20, .ca_file = {}};
  const auto answer = co_await outbound::exchange(std::move(server), std::move(posting->request));
  Verdict verdict = answer                ? way->read_answer(answer->status, answer->body)
                    : answer.error().sent ? Verdict{State::unknown, {}, answer.error().words, {}}
                                          : later(answer.error().words);
  if (verdict.state == State::unknown && way->repeatable) verdict.state = State::later;
  if (verdict.token_refused) tokens_.forget(workspace, number);
  if (verdict.state == State::later) co_await release(id);
  if (verdict.provider_id.empty()) verdict.provider_id = posting->message_id;
  co_return verdict;
}

/// Again and again is no harm here: a subscription that is confirmed stays so.
asio::awaitable<Verdict> Runner::confirm(ErrandId id, const webhooks::Channel& channel) {
  const auto target = outbound::allowed_target(errands_.at(id).url, channel.connector->hosts);
  if (!target) co_return refused("the address to be asked is none of the provider's");
  outbound::Server server{
      .url = target->server, .timeout = patience_.answer, .answer_bytes_max = 1UL << 20, .ca_file = {}};
  connectors::OwnedRequest request{"GET", target->path, {}, {}, {}};
  const auto answer = co_await outbound::exchange(std::move(server), std::move(request));
  if (!answer) co_return later(answer.error().words);
  if (answer->status >= 200 && answer->status < 300) co_return Verdict{State::sent, {}, {}, {}};
  std::string words = fmt::format("HTTP {}", answer->status);
  co_return answer->status == 429 || answer->status >= 500 ? later(std::move(words)) : refused(std::move(words));
}

asio::awaitable<Result<std::string>> Runner::claim(ErrandId id) {
  const std::string_view names[] = {keys_.own, keys_.claims};
  const std::string errand = to_text(id);
  const std::string_view arguments[] = {incarnation_(), errand};
  redis::Command command = redis::Command::call(storage::scripts().claim, names, arguments);
  Result<redis::Reply> reply = co_await connection_.request(std::move(command));
  if (reply) reply = redis::checked(std::move(*reply));
  if (!reply) co_return std::unexpected(std::move(reply.error()));
  co_return std::move(reply->text);
}

/// Nothing has left: the next attempt, by whomever, is the first.
asio::awaitable<void> Runner::release(ErrandId id) {
  const std::string errand = to_text(id);
  for (const std::uint64_t round = round_; round == round_;) {
    redis::Command command{"HDEL", keys_.claims, errand};
    const Result<redis::Reply> reply = co_await connection_.request(std::move(command));
    if (reply) co_return;
    co_await pause(patience_.first_wait);
  }
}

asio::awaitable<void> Runner::settle(ErrandId id, Ending ending, std::uint64_t round) {
  const ErrandRecord errand = errands_.at(id);
  if (ending.state != State::sent) {
    const Error trouble{Fault::internal, fmt::format("errand {}", to_text(id)), ending.reason,
                        "an answer that says yes"};
    log_.write(operate::Level::warning, ending.state == State::unknown ? "errand of unknown outcome" : "errand failed",
               trouble, {{"kind", word_of(storage::errand_kind_names, errand.kind)}});
  }
  const storage::FrameWriter frame = frame_of(id, errand, ending);
  while (round == round_) {
    const Result<std::uint64_t> stored = co_await intake_.append(frame);
    if (stored) break;
    co_await pause(patience_.first_wait);
  }
  if (round == round_) errands_.erase(id);
}

storage::FrameWriter Runner::frame_of(ErrandId id, const ErrandRecord& errand, const Ending& ending) const {
  storage::FrameWriter frame;
  frame.add(storage::FrameInput{storage::SettledInput{.errand = id, .cursor = ending.cursor, .more = false}});
  if (errand.kind != ErrandKind::send_reply) {
    if (ending.pulled.count() > 0) frame.add(ending.pulled);
    if (ending.state == State::sent) return frame;
    const std::string reason = fmt::format("{}: {}", word_of(storage::errand_kind_names, errand.kind), ending.reason);
    frame.add(storage::FrameInput{storage::DeadLetterInput{errand.workspace, errand.channel, reason, {}}});
    return frame;
  }
  storage::MessageInput input{errand.workspace, errand.channel, {}, {}};
  connectors::InboundMessage& echo = input.message;
  echo.kind = MessageKind::echo;
  echo.provider_id = ending.provider_id.empty() ? reply_id(id) : ending.provider_id;
  echo.ref = reply_id(id);
  echo.from = echo.account = errand.account;
  echo.to = errand.to;
  echo.conversation = errand.conversation;
  if (errand.customer != errand.conversation) echo.from_alias = errand.customer;
  echo.thread = errand.thread;
  echo.recipients = errand.cc;
  echo.at_ms = ms_of(now_());
  echo.text = errand.text;
  echo.name = errand.agent;
  if (ending.state == State::unknown) echo.error = "outcome unknown: " + ending.reason;
  frame.add(input);
  if (ending.state != State::refused) return frame;
  connectors::InboundMessage failed;
  failed.kind = MessageKind::status;
  failed.status = connectors::DeliveryStatus::failed;
  failed.provider_id = reply_id(id) + ":failed";
  failed.ref = reply_id(id);
  failed.from = errand.customer;
  failed.conversation = errand.conversation;
  failed.account = errand.account;
  failed.thread = errand.thread;
  failed.at_ms = echo.at_ms;
  failed.error = ending.reason;
  input.message = std::move(failed);
  frame.add(input);
  return frame;
}

std::string Runner::reply_id(ErrandId id) const { return fmt::format("r{}-{}", keys_.shard, to_text(id)); }

asio::awaitable<void> Runner::pause(std::chrono::milliseconds time) {
  asio::steady_timer timer{executor_, time};
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace switchroom::errands
