#include "gateway/chat/visit.hpp"

// Three loops on one socket: what is read goes into the inbox, frame after frame; what is written are acknowledgements
// and, whenever these are gone, the next lines of the history; a watch ends what takes too long. There is no queue of
// messages that could grow behind a slow reader: the history is the queue, and we only note how far he is.

#include <openssl/rand.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <optional>
#include <stdexcept>
#include <utility>

#include "connectors/base64.hpp"
#include "gateway/chat/channel_rules.hpp"
#include "gateway/chat/conversation.hpp"

namespace switchroom::chat {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;
using connectors::MessageKind;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t frame_bytes_max = 64 * 1024;
constexpr std::size_t frames_waiting_max = 256;
constexpr std::uint64_t lines_a_page = 20;
constexpr std::uint64_t lines_at_first = 200;  // the newest ones, for a page that has none
constexpr int send_buffer_bytes = 128 * 1024;
constexpr std::uint32_t signs_per_minute = 60;  // receipts and typing
constexpr unsigned seeks_max = 10;

std::string draw_id() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("the system gives no random numbers");
  return connectors::hex_of({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

beast::http::request<beast::http::empty_body> request_of(const Upgrade& upgrade) {
  beast::http::request<beast::http::empty_body> request{beast::http::verb::get, upgrade.target, 11};
  request.set(beast::http::field::host, upgrade.host);
  request.set(beast::http::field::upgrade, upgrade.upgrade);
  request.set(beast::http::field::connection, upgrade.connection);
  request.set(beast::http::field::sec_websocket_key, upgrade.key);
  request.set(beast::http::field::sec_websocket_version, upgrade.version);
  return request;
}

class Visit final : public Hub::Listener {
 public:
  Visit(Hub& hub, Upgrade upgrade, asio::ip::tcp::socket socket)
      : hub_(hub),
        around_(hub.surroundings()),
        upgrade_(std::move(upgrade)),
        stream_(std::move(socket)),
        wake_(stream_.get_executor()),
        beat_(stream_.get_executor()),
        conversation_(upgrade_.name, upgrade_.channel->credentials, draw_id()) {
    hub_.enter(*this);
  }
  ~Visit() {
    hub_.leave(*this, customer_);
    if (!visitor_.empty()) hub_.part(visitor_);
  }

  asio::awaitable<void> run();
  void ring() override;
  void typing() override;
  void drain() override { close(CloseCode::restart, "the server stops"); }

 private:
  asio::awaitable<void> guard(asio::awaitable<void> loop);
  asio::awaitable<void> read_loop();
  asio::awaitable<void> write_loop();
  asio::awaitable<void> watch_loop();
  asio::awaitable<void> carry_out(Step step);
  asio::awaitable<void> begin(const Begin& step);
  asio::awaitable<bool> may_adopt();
  asio::awaitable<void> store(Store step);
  asio::awaitable<void> write_front();
  asio::awaitable<void> say_goodbye();
  asio::awaitable<void> bring_history();
  asio::awaitable<Result<void>> find_customer();
  asio::awaitable<void> tell_presence();
  asio::awaitable<void> wait(std::chrono::milliseconds time);
  void push(std::string frame);
  void note_slow();
  void close(CloseCode code, std::string reason);
  void end();

  Hub& hub_;
  const Surroundings& around_;
  const Upgrade upgrade_;
  websocket::stream<asio::ip::tcp::socket> stream_;
  asio::steady_timer wake_, beat_;
  Conversation conversation_;
  std::deque<std::string> out_;
  std::optional<Close> close_;
  SteadyClock::time_point began_ = SteadyClock::now(), presence_told_ = began_, closing_since_{};
  std::optional<SteadyClock::time_point> writing_since_;
  Cursor last_;             // what the page says it has
  std::string visitor_;     // for the figures; empty: no hello yet
  CustomerId customer_;     // empty: nobody has written yet
  std::uint64_t next_ = 0;  // lines of his history that were looked at
  unsigned seeks_ = 0;      // looks for the customer that are left, since a message was stored
  bool has_news_ = false;
  bool is_slow_ = false;
  bool is_staffed_ = false;
  bool has_ended_ = false;
};

asio::awaitable<void> Visit::run() {
  using asio::experimental::awaitable_operators::operator&&;
  boost::system::error_code ignored;
  beast::get_lowest_layer(stream_).set_option(asio::socket_base::send_buffer_size{send_buffer_bytes}, ignored);
  stream_.set_option(websocket::stream_base::timeout{around_.patience.close, around_.patience.idle, true});
  stream_.set_option(websocket::permessage_deflate{});  // none
  stream_.read_message_max(frame_bytes_max);
  stream_.auto_fragment(false);
  stream_.text(true);
  const auto request = request_of(upgrade_);
  const auto [error] = co_await stream_.async_accept(request, as_values);
  if (error) co_return;
  co_await (guard(read_loop()) && guard(write_loop()) && guard(watch_loop()));
}

/// Whichever loop fails ends the socket, and with it the others.
asio::awaitable<void> Visit::guard(asio::awaitable<void> loop) {
  try {
    co_await std::move(loop);
  } catch (const std::exception& failure) {
    around_.log.write(operate::Level::error, "web chat failed", {{"what", std::string_view{failure.what()}}});
    end();
  }
}

asio::awaitable<void> Visit::read_loop() {
  beast::flat_buffer buffer{frame_bytes_max};
  while (!close_ && !has_ended_) {
    const auto [error, count] = co_await stream_.async_read(buffer, as_values);
    if (error) {
      if (!close_) end();
      co_return;
    }
    const std::string_view text{static_cast<const char*>(buffer.data().data()), buffer.size()};
    Step step = stream_.got_text() ? conversation_.heard(text, around_.now())
                                   : Close{CloseCode::bad_frame, "bytes in the place of text"};
    buffer.consume(buffer.size());
    co_await carry_out(std::move(step));
  }
}

asio::awaitable<void> Visit::carry_out(Step step) {
  if (auto* asked = std::get_if<Store>(&step)) {
    Store own = std::move(*asked);
    co_await store(std::move(own));
  } else if (const auto* begun = std::get_if<Begin>(&step)) {
    co_await begin(*begun);
  } else if (auto* over = std::get_if<Close>(&step)) {
    if (over->code == CloseCode::identity) hub_.figures().identities.add();
    close(over->code, std::move(over->reason));
  }
}

asio::awaitable<void> Visit::begin(const Begin& step) {
  last_ = step.last;
  visitor_ = upgrade_.name + ' ' + conversation_.address();
  hub_.meet(visitor_);
  if (!conversation_.former().empty() && !co_await may_adopt()) conversation_.forget_former();
  is_staffed_ = co_await around_.staffed(upgrade_.workspace);
  push(welcome_frame(step.token, is_staffed_));
  has_news_ = true;
}

/// Whether the visitor that he was is nobody else yet. Before any message of his: it would join both.
asio::awaitable<bool> Visit::may_adopt() {
  const auto found = co_await around_.history.customer(upgrade_.channel->workspace, conversation_.former());
  if (!found || !*found) co_return false;
  const Result<bool> is_taken = co_await around_.history.is_user(**found);
  co_return is_taken && !*is_taken;
}

asio::awaitable<void> Visit::store(Store step) {
  const auto now = SteadyClock::now();
  const std::string& address = conversation_.address();
  if (!step.wants_answer && !hub_.rates().allows(address + " signs", signs_per_minute, now)) co_return;
  if (step.wants_answer && !hub_.rates().allows(address, messages_per_minute(upgrade_.channel->credentials), now)) {
    hub_.figures().rates.add();
    co_return close(CloseCode::rate, "too many messages");
  }
  if (!around_.channels.find(upgrade_.workspace, upgrade_.name.substr(upgrade_.workspace.size() + 1)))
    co_return close(CloseCode::bad_frame, "the channel was removed");
  const std::string id = step.message.provider_id;
  storage::FrameWriter frame;
  frame.add(storage::MessageInput{upgrade_.channel->workspace, upgrade_.channel->id, {}, std::move(step.message)});
  const Result<std::uint64_t> stored = co_await around_.intake.append(frame);
  if (!step.wants_answer) co_return;
  if (stored) hub_.figures().stored.add();
  push(stored ? ack_frame(id) : nack_frame(id));
  if (!customer_) seeks_ = seeks_max;
}

asio::awaitable<void> Visit::write_loop() {
  while (!has_ended_) {
    if (!out_.empty())
      co_await write_front();
    else if (close_)
      co_return co_await say_goodbye();
    else if (std::exchange(has_news_, false) || seeks_ > 0)
      co_await bring_history();
    else
      co_await wait(1h);
  }
}

asio::awaitable<void> Visit::write_front() {
  writing_since_ = SteadyClock::now();
  const std::string frame = std::move(out_.front());
  out_.pop_front();
  const auto [error, count] = co_await stream_.async_write(asio::buffer(frame), as_values);
  writing_since_.reset();
  if (error) co_return end();
  if (is_slow_) close(CloseCode::slow, "does not read");
}

asio::awaitable<void> Visit::say_goodbye() {
  const websocket::close_reason reason{static_cast<websocket::close_code>(close_->code), close_->reason};
  closing_since_ = SteadyClock::now();
  co_await stream_.async_close(reason, as_values);
  end();
}

/// The next lines; after the visitor's first message also the search for whom it made him, which is known a moment
/// after the message is stored.
asio::awaitable<void> Visit::bring_history() {
  const Result<void> found = co_await find_customer();
  if (!customer_) {
    if (seeks_ == 0) co_return;
    const auto pause = 10ms * (1 << (seeks_max - seeks_));
    if (found) --seeks_;
    co_return co_await wait(pause);
  }
  seeks_ = 0;
  const auto lines = co_await around_.history.lines(customer_, next_, lines_a_page);
  if (!found || !lines) {
    has_news_ = true;
    co_return co_await wait(500ms);
  }
  for (const storage::HistoryLine& line : *lines) {
    ++next_;
    const auto* one = std::get_if<storage::MessageLine>(&line);
    if (one == nullptr || one->channel != upgrade_.channel->id || !conversation_.may_see(one->message)) continue;
    const std::string_view name = around_.channels.agent_name(upgrade_.channel->workspace, one->message.name);
    hub_.figures().shown.add();
    out_.push_back(conversation_.show({customer_.number, next_}, one->at, one->message, name));
  }
  if (lines->size() == lines_a_page) has_news_ = true;
}

asio::awaitable<Result<void>> Visit::find_customer() {
  if (customer_ || !conversation_.is_open()) co_return Result<void>{};
  const WorkspaceId workspace = upgrade_.channel->workspace;
  auto found = co_await around_.history.customer(workspace, conversation_.address());
  if (found && !*found && !conversation_.former().empty())
    found = co_await around_.history.customer(workspace, conversation_.former());
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return Result<void>{};
  const CustomerId customer = **found;
  co_await hub_.listen(*this, customer);
  customer_ = customer;
  const Result<std::uint64_t> length = co_await around_.history.length(customer);
  if (!length) co_return std::unexpected(length.error());
  const bool knows_its_place = last_.customer == customer.number && last_.line <= *length;
  next_ = knows_its_place ? last_.line : *length - std::min(*length, lines_at_first);
  co_return Result<void>{};
}

/// Ends what waits for the peer too long; the idle time and its pings are Beast's.
asio::awaitable<void> Visit::watch_loop() {
  const Patience& patience = around_.patience;
  while (!has_ended_) {
    beat_.expires_after(250ms);
    co_await beat_.async_wait(as_values);
    const auto now = SteadyClock::now();
    if (!conversation_.is_open() && now - began_ > patience.hello) close(CloseCode::slow, "no hello");
    if (writing_since_ && now - *writing_since_ > patience.write) note_slow();
    if (writing_since_ && now - *writing_since_ > 3 * patience.write) end();
    if (closing_since_ != SteadyClock::time_point{} && now - closing_since_ > patience.close) end();
    if (conversation_.is_open() && now - presence_told_ > patience.presence) co_await tell_presence();
  }
}

asio::awaitable<void> Visit::tell_presence() {
  presence_told_ = SteadyClock::now();
  const bool is_staffed = co_await around_.staffed(upgrade_.workspace);
  if (is_staffed != std::exchange(is_staffed_, is_staffed)) push(presence_frame(is_staffed));
  if (!customer_) ring();  // he may have written in another window
}

void Visit::ring() {
  has_news_ = true;
  wake_.cancel();
}

void Visit::typing() {
  if (out_.empty()) push(typing_frame());
}

void Visit::push(std::string frame) {
  out_.push_back(std::move(frame));
  if (out_.size() > frames_waiting_max) {
    note_slow();
    close(CloseCode::slow, "does not read");
  }
  wake_.cancel();
}

/// It is to be closed as soon as it can be told.
void Visit::note_slow() {
  if (!std::exchange(is_slow_, true)) hub_.figures().slow.add();
}

void Visit::close(CloseCode code, std::string reason) {
  if (!close_) close_ = Close{code, std::move(reason)};
  wake_.cancel();
}

void Visit::end() {
  has_ended_ = true;
  boost::system::error_code ignored;
  beast::get_lowest_layer(stream_).close(ignored);
  wake_.cancel();
  beat_.cancel();
}

asio::awaitable<void> Visit::wait(std::chrono::milliseconds time) {
  wake_.expires_after(time);
  co_await wake_.async_wait(as_values);
}

}  // namespace

asio::awaitable<void> serve_visit(Hub& hub, Upgrade upgrade, asio::ip::tcp::socket socket) {
  try {
    Visit visit{hub, std::move(upgrade), std::move(socket)};
    co_await visit.run();
  } catch (const std::exception& failure) {
    hub.surroundings().log.write(operate::Level::error, "web chat failed",
                                 {{"what", std::string_view{failure.what()}}});
  }
}

}  // namespace switchroom::chat
