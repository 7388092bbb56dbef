#include "connectors/replies/replies.hpp"

#include <array>

namespace switchroom::replies {

extern const Replies telegram;
extern const Replies twilio;
extern const Replies whatsapp;

namespace {

constexpr std::array<const Replies*, 3> all{&telegram, &twilio, &whatsapp};  // alphabetical

}  // namespace

const Replies* find_replies(std::string_view kind) {
  for (const Replies* one : all)
    if (one->kind == kind) return one;
  return nullptr;
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) ++units;  // a sequence begins
    if (byte >= 0xF0) ++units;           // outside the basic plane: a surrogate pair
  }
  return units;
}

std::string server_of(const connectors::Credentials& credentials, std::string_view standard) {
  const std::string_view own = credentials.value("api_base_url");
  std::string server{own.empty() ? standard : own};
  while (server.ends_with('/')) server.pop_back();
  return server;
}

Result<std::string> needed(const connectors::Credentials& credentials, std::string_view setting,
                           std::string_view kind) {
  const std::string_view value = credentials.value(setting);
  if (!value.empty()) return std::string{value};
  return std::unexpected(Error{Fault::invalid_setting, std::string{setting}, "nothing",
                               "a value: replies on a channel of kind " + std::string{kind} + " need it"});
}

std::string reason_of(std::string_view code, std::string_view words) {
  constexpr std::size_t bytes_max = 500;
  std::string reason{code};
  if (!code.empty() && !words.empty()) reason += ": ";
  reason += words.substr(0, bytes_max);
  while (!reason.empty() && (static_cast<unsigned char>(reason.back()) & 0xC0) == 0x80 && words.size() > bytes_max)
    reason.pop_back();
  return reason;
}

}  // namespace switchroom::replies
