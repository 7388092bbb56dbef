// An id is a mark for the run and ten digits for the message, in the dress of its provider: `wamid.HBgM<mark><digits>`,
// `SM<mark><digits>`; Telegram's are numbers below 2^52, a chat's name before them.

#include "loadtest/traffic/messages.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace switchroom::traffic {
namespace {

constexpr std::size_t digits = 10;

constexpr std::array<std::string_view, 8> texts{
    "Hi there, does the blue jacket come in any other color?",
    "I want a refund for my last order please, it was damaged",
    "My parcel tracking has not moved for a week, where is it?",
    "The app shows an error after the update and then freezes",
    "Good morning, may I talk with someone about the opening times",
    "Ich möchte meine Bestellung stornieren, geht das noch?",
    "請問中學英文課程幾時開始？",
    "Payment failed twice but my card was charged, please check",
};

std::string mark_of(std::string_view kind, std::uint64_t run) {
  if (kind == "telegram") return fmt::format(":{}", 10'000 + run % 30'000);
  if (kind == "twilio") return fmt::format("SM{:022x}", run);
  return fmt::format("wamid.HBgM{:016x}", run);
}

// Spreads the messages of one customer over the run.
std::uint64_t spread(std::uint64_t number) { return number * 2'654'435'761U >> 7; }

}  // namespace

Messages::Messages(Campaign campaign)
    : campaign_(std::move(campaign)), mark_(mark_of(campaign_.connector->kind, campaign_.run)) {}

std::string Messages::address(std::uint64_t number) const {
  const std::uint64_t who = spread(number) % campaign_.customers;
  return campaign_.connector->kind == "telegram" ? fmt::format("{}", 10'000'000 + who) : fmt::format("+4917{:08}", who);
}

std::string Messages::id(std::uint64_t number) const {
  const std::string own = fmt::format("{}{:010}", mark_, number);
  return campaign_.connector->kind == "telegram" ? address(number) + own : own;
}

std::string Messages::customer(std::uint64_t number) const {
  return fmt::format("{}:{}", campaign_.connector->kind, address(number));
}

void Messages::write_request(std::uint64_t number, std::string& bytes) const {
  const std::string from = address(number);
  const connectors::Draft draft{.id = id(number),
                                .from = from,
                                .name = "Customer " + from.substr(from.size() - 4),
                                .text = std::string{texts[number % texts.size()]},
                                .at_ms = campaign_.at_ms,
                                .path = campaign_.path};
  const connectors::OwnedRequest request = campaign_.connector->compose(draft, campaign_.credentials);
  bytes.clear();
  auto out = std::back_inserter(bytes);
  fmt::format_to(out, "{} {}{}{} HTTP/1.1\r\nHost: {}\r\n", request.method, request.path,
                 request.query.empty() ? "" : "?", request.query, campaign_.host);
  for (const auto& [name, value] : request.headers) fmt::format_to(out, "{}: {}\r\n", name, value);
  fmt::format_to(out, "Content-Length: {}\r\n\r\n", request.body.size());
  bytes += request.body;
}

std::optional<std::uint64_t> Messages::find(std::string_view text) const {
  const auto at = text.find(mark_);
  if (at == std::string_view::npos || text.size() < at + mark_.size() + digits) return std::nullopt;
  const char* first = text.data() + at + mark_.size();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(first, first + digits, number);
  if (error != std::errc{} || end != first + digits) return std::nullopt;
  return number;
}

}  // namespace switchroom::traffic
