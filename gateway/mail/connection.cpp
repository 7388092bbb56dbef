#include "gateway/mail/connection.hpp"

// greet, then: send the answers, read bytes, let the session take them, do what it says; until somebody closes. The
// sweeper only cancels what the socket waits for and leaves word in `is_late_`; storing a mail is never cut off.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace switchroom::smtp {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

}  // namespace

Connection::Connection(tcp::socket socket, std::shared_ptr<Floor> floor)
    : floor_(std::move(floor)),
      socket_(std::move(socket)),
      certificate_(floor_->certificate),
      session_(
          floor_->dialect, floor_->limits, [this](std::string_view address) { return floor_->handler.find(address); },
          certificate_ != nullptr) {
  error_code ignored;  // the peer may be gone already: the first write tells
  socket_.set_option(tcp::no_delay{true}, ignored);
  floor_->guests.push_back(*this);
  floor_->figures.open.add();
}

Connection::~Connection() {
  floor_->mails_bytes -= mail_bytes_;
  floor_->figures.open.add(-1);
}

asio::awaitable<void> Connection::serve(std::unique_ptr<Connection> connection) {
  try {
    co_await connection->talk();
  } catch (const std::exception& failure) {
    connection->floor_->handler.on_exception(failure.what());
  }
}

asio::awaitable<void> Connection::talk() {
  session_.greet(out_);
  for (;;) {
    if (!co_await send()) break;
    if (unread_.empty() && !co_await receive()) break;
    const Session::Next next = session_.take(unread_, out_);
    if (!co_await carry_out(next)) break;
    if (!has_memory()) {
      append_reply({421, "4.3.1", "too many mails at a time: come back later"}, out_);
      co_await send();
      break;
    }
  }
  if (is_late_ || is_stopped_) co_await say_why();
}

/// Returns whether the connection goes on.
asio::awaitable<bool> Connection::carry_out(Session::Next next) {
  switch (next) {
    case Session::Next::read:
      break;
    case Session::Next::deliver:
      co_await deliver();
      break;
    case Session::Next::secure:
      co_return co_await secure();
    case Session::Next::close:
      co_await send();
      co_return false;
  }
  co_return !is_stopped_ || session_.is_in_content();
}

asio::awaitable<void> Connection::deliver() {
  has_memory();  // counts what the mail takes while it is stored
  begin(Phase::storing, 0);
  Mail mail = session_.release_mail();
  const std::vector<Reply> outcomes = co_await store(std::move(mail));
  count(outcomes);
  session_.delivered(outcomes, out_);
  content_until_ = 0;
  if (is_stopped_) co_await send();
}

asio::awaitable<std::vector<Reply>> Connection::store(Mail mail) {
  const std::size_t recipients = mail.recipients.size();
  std::string what;
  try {
    Peer peer{floor_->dialect, remote_address()};
    co_return co_await floor_->handler.take(std::move(mail), std::move(peer));
  } catch (const std::exception& broken) {
    what = broken.what();
  }
  floor_->handler.on_exception(what);
  co_return std::vector<Reply>(recipients, Reply{451, "4.3.0", "that went wrong here: try again"});
}

void Connection::count(const std::vector<Reply>& outcomes) {
  Figures& figures = floor_->figures;
  for (const Reply& outcome : outcomes)
    (is_good(outcome) ? figures.stored : outcome.code < 500 ? figures.deferred : figures.rejected).add();
}

asio::awaitable<bool> Connection::secure() {
  if (!co_await send()) co_return false;
  unread_ = {};
  tls_.emplace(socket_, *certificate_);
  begin(Phase::sending, floor_->limits.sending_ms);
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, as_values);
  if (error) co_return false;
  floor_->figures.secured.add();
  session_.secured();
  co_return true;
}

asio::awaitable<bool> Connection::receive() {
  const bool in_content = session_.is_in_content();
  if (!in_content && is_stopped_) co_return false;
  if (!in_content) content_until_ = 0;
  begin(in_content ? Phase::content : Phase::command, floor_->limits.command_ms);
  if (in_content && content_until_ == 0) content_until_ = floor_->deadline_after(floor_->limits.content_ms);
  if (in_content) deadline_ = content_until_;
  const auto [error, count] = tls_ ? co_await tls_->async_read_some(asio::buffer(buffer_), as_values)
                                   : co_await socket_.async_read_some(asio::buffer(buffer_), as_values);
  unread_ = {buffer_.data(), count};
  is_cut_ = static_cast<bool>(error);
  co_return !error;
}

asio::awaitable<bool> Connection::send() {
  if (out_.empty()) co_return true;
  begin(Phase::sending, floor_->limits.sending_ms);
  const auto [error, count] = tls_ ? co_await asio::async_write(*tls_, asio::buffer(out_), as_values)
                                   : co_await asio::async_write(socket_, asio::buffer(out_), as_values);
  out_.clear();
  is_broken_ = static_cast<bool>(error);
  co_return !error;
}

/// A TLS stream can't be used any more once a read was cut off.
asio::awaitable<void> Connection::say_why() {
  if (is_late_) floor_->figures.late.add();
  if (is_broken_ || (tls_ && is_cut_)) co_return;
  append_reply(is_stopped_ ? Reply{421, "4.3.2", floor_->limits.host + " stops: come back later"}
                           : Reply{421, "4.4.2", "that took too long"},
               out_);
  co_await send();
}

/// Takes what the mail on its way has grown by from what all may have.
bool Connection::has_memory() {
  const std::size_t now = session_.memory();
  floor_->mails_bytes += now;
  floor_->mails_bytes -= std::exchange(mail_bytes_, now);
  return floor_->mails_bytes <= floor_->limits.mails_bytes_max;
}

void Connection::begin(Phase phase, int ms) {
  phase_ = phase;
  is_late_ = false;
  deadline_ = floor_->deadline_after(ms);
}

std::string Connection::remote_address() const {
  error_code error;
  const tcp::endpoint peer = socket_.remote_endpoint(error);
  return error ? std::string{} : peer.address().to_string();
}

void Connection::check_deadline() {
  if (phase_ == Phase::storing || floor_->tick < deadline_) return;
  is_late_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::stop_idling() {
  is_stopped_ = true;
  error_code ignored;
  if (phase_ == Phase::command) socket_.cancel(ignored);
}

}  // namespace switchroom::smtp
