#include "gateway/chat/hub.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace switchroom::chat {

namespace asio = boost::asio;

Hub::Hub(asio::any_io_executor executor, asio::any_io_executor owner, Bell& bell, Surroundings surroundings)
    : executor_(std::move(executor)), owner_(std::move(owner)), bell_(bell), surroundings_(std::move(surroundings)) {
  number_ = bell_.add([this](CustomerId customer, Bell::News news) {
    asio::post(executor_, [this, customer, news] { ring(customer, news); });
  });
}

asio::awaitable<void> Hub::listen(Listener& listener, CustomerId customer) {
  by_customer_[customer.number].push_back(&listener);
  co_await asio::post(asio::bind_executor(owner_, asio::use_awaitable));
  bell_.listen(number_, customer);
  co_await asio::post(asio::bind_executor(executor_, asio::use_awaitable));
}

void Hub::enter(Listener& listener) {
  listeners_.push_back(&listener);
  figures_.sockets.add();
}

void Hub::meet(const std::string& visitor) {
  if (++visitors_[visitor] == 1) figures_.visitors.add();
}

void Hub::part(const std::string& visitor) {
  const auto found = visitors_.find(visitor);
  if (is_abandoned_ || found == visitors_.end() || --found->second > 0) return;
  visitors_.erase(found);
  figures_.visitors.add(-1);
}

void Hub::leave(Listener& listener, CustomerId customer) {
  if (is_abandoned_) return;
  if (std::erase(listeners_, &listener) > 0) figures_.sockets.add(-1);
  const auto found = by_customer_.find(customer.number);
  if (found == by_customer_.end() || std::erase(found->second, &listener) == 0) return;
  if (found->second.empty()) by_customer_.erase(found);
  asio::post(owner_, [this, customer] { bell_.leave(number_, customer); });
}

void Hub::ring(CustomerId customer, Bell::News news) {
  if (!customer)
    for (Listener* listener : listeners_) listener->ring();
  const auto found = by_customer_.find(customer.number);
  if (found == by_customer_.end()) return;
  for (Listener* listener : found->second) news == Bell::News::lines ? listener->ring() : listener->typing();
}

void Hub::drain() {
  is_draining_ = true;
  for (Listener* listener : listeners_) listener->drain();
}

}  // namespace switchroom::chat
