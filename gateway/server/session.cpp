#include "gateway/server/session.hpp"

// receive_head -> exchange: admit, receive_body, ask_handler, send -> the next one, until somebody closes.
//
// A read always waits for the reactor first, so that no client can keep the thread to itself. Nothing is read before a
// desk is lent, and none is lent before the first byte is there. The sweeper only cancels what the socket waits for and
// leaves word in `is_late_`; but a handler can't be cancelled, so there it answers in its place.

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <limits>
#include <utility>

#include "gateway/server/answer_head.hpp"
#include "gateway/server/problem.hpp"

namespace switchroom::server {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t linger_bytes_max = 1024 * 1024;
constexpr int linger_ms = 2'000;

std::string address_of(const tcp::socket& socket) {
  error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return {};
  const asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

}  // namespace

Session::Session(tcp::socket socket, std::shared_ptr<Floor> floor, Room room)
    : floor_(std::move(floor)), room_(room), socket_(std::move(socket)), remote_address_(address_of(socket_)) {
  error_code ignored;  // the peer may be gone already: the first read tells
  socket_.set_option(tcp::no_delay{true}, ignored);
  socket_.non_blocking(true, ignored);
  floor_->connections.push_back(*this);
  (room_ == Room::given ? floor_->figures.open : floor_->turned_away).add();
}

Session::~Session() {
  floor_->bodies_bytes -= body_bytes_;
  (room_ == Room::given ? floor_->figures.open : floor_->turned_away).add(-1);
}

asio::awaitable<void> Session::serve(std::unique_ptr<Session> session) {
  try {
    while (co_await session->receive_head() && co_await session->exchange()) session->end_request();
    if (session->must_linger_) co_await session->linger();
  } catch (const std::exception& failure) {
    session->floor_->handler.on_exception(session->request_id_, failure.what());
  }
}

asio::awaitable<void> Session::turn_away(std::unique_ptr<Session> session) {
  try {
    session->take_desk();
    Error error{Fault::too_many_connections, {}, {}, {}};
    co_await session->reject(std::move(error));
    co_await session->linger();
  } catch (const std::exception& failure) {
    session->floor_->handler.on_exception(session->request_id_, failure.what());
  }
}

asio::awaitable<bool> Session::receive_head() {
  begin(desk_ ? Phase::head : Phase::idle);
  for (;;) {
    if (desk_) {
      Result<bool> is_here = reader_->head();
      if (!is_here) co_return co_await reject(std::move(is_here.error()));
      if (*is_here) co_return true;
    }
    const Received received = co_await receive();
    if (received != Received::some) co_return co_await give_up(received);
  }
}

asio::awaitable<bool> Session::exchange() {
  const ParsedHead& head = reader_->parsed();
  request_id_ = head.request_id.empty() ? floor_->ids.next(desk_->id_text) : head.request_id;
  is_head_request_ = head.method == "HEAD";

  std::expected<std::size_t, Reply> bytes_max = ask_admission();
  if (!bytes_max)
    co_return co_await send(std::move(bytes_max.error()), reader_->is_whole() ? After::keep : After::close);
  if (Result<void> done = reader_->expect_body(std::min(*bytes_max, floor_->limits.body_bytes_max)); !done)
    co_return co_await reject(std::move(done.error()));
  if (!co_await receive_body()) co_return false;

  begin(Phase::handler);
  Reply reply = co_await ask_handler();
  if (is_cut_) co_return false;
  floor_->figures.requests.add();
  if (reply.takeover) co_return co_await hand_over(std::move(reply.takeover));
  co_return co_await send(std::move(reply), After::keep);
}

/// A client that speaks before it was told that the protocol has changed does not know what it says.
asio::awaitable<bool> Session::hand_over(Takeover takeover) {
  reader_->next();
  if (!reader_->is_empty()) {
    Error error{Fault::malformed_request, "body", "bytes before the answer", "nothing before 101"};
    co_return co_await reject(std::move(error));
  }
  leave_desk();
  begin(Phase::handed_over);
  deadline_ = std::numeric_limits<std::uint64_t>::max();
  co_await takeover(std::move(socket_));
  co_return false;
}

asio::awaitable<bool> Session::receive_body() {
  begin(Phase::body);
  bool waits_for_our_word = reader_->parsed().expects_continue && reader_->awaits_body();
  for (;;) {
    Result<bool> is_here = reader_->body();
    if (!is_here) co_return co_await reject(std::move(is_here.error()));
    if (!has_memory_for_body()) {
      Error error{Fault::backlog_full, "body", "too many bodies on their way", "fewer at a time"};
      co_return co_await reject(std::move(error));
    }
    if (*is_here) co_return true;
    if (std::exchange(waits_for_our_word, false)) {
      std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      if (!co_await send_rest(std::move(go_on))) co_return false;
    }
    const Received received = co_await receive();
    if (received != Received::some) co_return co_await give_up(received);
  }
}

/// Without this, connections times the largest body is what clients could make us hold before any signature is checked.
bool Session::has_memory_for_body() {
  floor_->bodies_bytes += reader_->body_memory() - body_bytes_;
  body_bytes_ = reader_->body_memory();
  return body_bytes_ == 0 || floor_->bodies_bytes <= floor_->limits.bodies_bytes_max;
}

asio::awaitable<Session::Received> Session::receive() {
  const bool may_wait = !(floor_->is_draining && phase_ == Phase::idle);
  if (may_wait) co_await socket_.async_wait(tcp::socket::wait_read, as_values);
  co_return is_late_ ? Received::late : read_available();
}

Session::Received Session::read_available() {
  if (!desk_) take_desk();
  error_code error;
  const std::span<char> space = reader_->space();
  reader_->received(socket_.read_some(asio::buffer(space.data(), space.size()), error));
  if (error == asio::error::would_block)
    return phase_ == Phase::idle && floor_->is_draining ? Received::end : Received::some;
  if (error) return Received::end;
  if (phase_ == Phase::idle) begin(Phase::head);
  return Received::some;
}

asio::awaitable<bool> Session::give_up(Received why) {
  const bool is_in_request = phase_ == Phase::head || phase_ == Phase::body;
  if (why == Received::end || !is_in_request) co_return false;
  Error error{Fault::request_timeout, phase_ == Phase::head ? "header" : "body",
              "not all of it within " + std::to_string(ms_allowed(phase_)) + " ms", "it at once"};
  co_return co_await reject(std::move(error));
}

asio::awaitable<bool> Session::reject(Error error) {
  floor_->figures.reject(error.fault);
  if (request_id_.empty()) request_id_ = floor_->ids.next(desk_->id_text);
  Reply reply = problem(error, request_id_);
  co_return co_await send(std::move(reply), After::close);
}

std::expected<std::size_t, Reply> Session::ask_admission() {
  try {
    return floor_->handler.admit(call());
  } catch (const std::exception& broken) {
    return std::unexpected(failure(broken.what()));
  }
}

asio::awaitable<Reply> Session::ask_handler() {
  std::string what;
  try {
    const Call request = call();
    co_return co_await floor_->handler.answer(request);
  } catch (const std::exception& broken) {
    what = broken.what();
  }
  co_return failure(what);
}

Reply Session::failure(std::string_view what) {
  floor_->figures.handler_errors.add();
  floor_->handler.on_exception(request_id_, what);
  return problem(Error{Fault::internal, {}, {}, {}}, request_id_);
}

asio::awaitable<bool> Session::send(Reply reply, After after) {
  if (after == After::keep && (!reader_->parsed().keep_alive || floor_->is_draining)) after = After::close;
  std::string rest = write_now(reply, after);
  if (!rest.empty()) {
    begin(Phase::sending);
    if (!co_await send_rest(std::move(rest))) co_return false;
  }
  must_linger_ = after == After::close;
  co_return after == After::keep;
}

/// Returns what the socket did not take. A broken connection takes everything: the next read tells.
std::string Session::write_now(const Reply& reply, After after) {
  std::string& head = floor_->scratch;
  head.clear();
  const bool keep_alive = after == After::keep;
  append_answer_head(head, reply,
                     {.date = floor_->date,
                      .request_id = request_id_,
                      .keep_alive = keep_alive,
                      .is_http_1_0 = keep_alive && reader_->parsed().is_http_1_0});
  const std::string_view body = is_head_request_ || !may_have_body(reply.status) ? std::string_view{} : reply.body;
  const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
  error_code error;
  const std::size_t sent = socket_.write_some(both, error);
  if (error && error != asio::error::would_block) return {};
  if (sent == head.size() + body.size()) return {};
  std::string rest = sent < head.size() ? head.substr(sent) : std::string{};
  return rest.append(body.substr(sent - std::min(sent, head.size())));
}

asio::awaitable<bool> Session::send_rest(std::string rest) {
  const auto [error, count] = co_await asio::async_write(socket_, asio::buffer(rest), as_values);
  if (!error) co_return true;
  if (is_late_) {
    floor_->figures.answers_cut.add();
    error_code ignored;
    socket_.set_option(tcp::socket::linger{true, 0}, ignored);  // or the kernel would keep the rest for minutes
  }
  co_return false;
}

/// Closes so that the client gets to read the answer: bytes that are on their way would reset the connection before.
asio::awaitable<void> Session::linger() {
  error_code error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  leave_desk();
  begin(Phase::lingering);
  for (std::size_t dropped = 0; dropped < linger_bytes_max;) {
    co_await socket_.async_wait(tcp::socket::wait_read, as_values);
    if (is_late_) co_return;
    dropped += socket_.read_some(asio::buffer(floor_->waste), error);
    if (error && error != asio::error::would_block) co_return;
  }
}

void Session::take_desk() {
  desk_ = floor_->desks.lend();
  reader_.emplace(*desk_, floor_->limits.header_bytes_max);
}

void Session::end_request() {
  reader_->next();
  request_id_ = {};
  is_head_request_ = false;
  if (reader_->is_empty()) leave_desk();
}

void Session::leave_desk() {
  floor_->bodies_bytes -= std::exchange(body_bytes_, 0);
  request_id_ = {};
  reader_.reset();
  desk_.reset();
}

void Session::begin(Phase phase) {
  phase_ = phase;
  is_late_ = false;
  deadline_ = floor_->deadline_after(ms_allowed(phase));
}

int Session::ms_allowed(Phase phase) const {
  const Limits& limits = floor_->limits;
  switch (phase) {
    case Phase::idle:
      return limits.idle_ms;
    case Phase::head:
      return limits.header_ms;
    case Phase::body:
      return limits.body_ms;
    case Phase::lingering:
      return linger_ms;
    default:
      return limits.answer_ms;
  }
}

void Session::check_deadline() {
  if (floor_->tick < deadline_) return;
  if (phase_ == Phase::handler) return cut_answer();
  is_late_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Session::cut_answer() {
  is_cut_ = true;
  deadline_ = std::numeric_limits<std::uint64_t>::max();
  floor_->figures.answers_cut.add();
  write_now(problem(Error{Fault::outcome_unknown, {}, {}, {}}, request_id_), After::close);
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

void Session::stop_idling() {
  error_code ignored;
  if (phase_ == Phase::idle) socket_.cancel(ignored);
}

}  // namespace switchroom::server
