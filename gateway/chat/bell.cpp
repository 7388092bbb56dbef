#include "gateway/chat/bell.hpp"

#include <utility>

namespace switchroom::chat {

std::size_t Bell::add(Ring ring) {
  threads_.push_back({std::move(ring), {}});
  return threads_.size() - 1;
}

void Bell::listen(std::size_t thread, CustomerId customer) { ++threads_.at(thread).customers[customer.number]; }

void Bell::leave(std::size_t thread, CustomerId customer) {
  auto& customers = threads_.at(thread).customers;
  const auto found = customers.find(customer.number);
  if (found != customers.end() && --found->second == 0) customers.erase(found);
}

void Bell::recorded(CustomerId customer) { ring(customer, News::lines); }

void Bell::typing(CustomerId customer) { ring(customer, News::typing); }

void Bell::ring(CustomerId customer, News news) const {
  for (const Listeners& thread : threads_)
    if (thread.customers.contains(customer.number)) thread.ring(customer, news);
}

void Bell::ring_all() {
  for (const Listeners& thread : threads_)
    if (!thread.customers.empty()) thread.ring(CustomerId{}, News::lines);
}

}  // namespace switchroom::chat
