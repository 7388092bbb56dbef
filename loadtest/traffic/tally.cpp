#include "loadtest/traffic/tally.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace switchroom::traffic {

Result<void> Tally::record_to(const std::string& path) {
  record_.reset(std::fopen(path.c_str(), "w"));
  if (record_) return {};
  return std::unexpected(Error{Fault::invalid_setting, "--record", std::strerror(errno), "a file that can be written"});
}

double Tally::window_seconds() const {
  return window_to_ <= window_from_ ? 0 : std::chrono::duration<double>(window_to_ - window_from_).count();
}

void Tally::sent(const Sending& sending) {
  if (sending.number < since_.size()) return;  // a duplicate
  since_.resize(sending.number + 1, sending.since);
  accepted_.resize(sending.number + 1);
}

void Tally::answered(const Sending& sending, int status, Moment at) {
  ++answers_[status];
  write_down(sending, status);
  if (status < 200 || status > 299) return;
  if (in_window(sending.since) && at < window_to_) latency_.add((at - sending.since).count());
  if (accepted_[sending.number]) return;
  accepted_[sending.number] = true;
  ++accepted_count_;
}

void Tally::write_down(const Sending& sending, int status) {
  if (!record_) return;
  fmt::print(record_.get(), "{{\"id\":\"{}\",\"customer\":\"{}\",\"status\":{}}}\n", messages_.id(sending.number),
             messages_.customer(sending.number), status);
}

std::optional<Moment> Tally::measured_since(std::uint64_t number) const {
  if (number >= since_.size() || !in_window(since_[number])) return std::nullopt;
  return since_[number];
}

}  // namespace switchroom::traffic
