#include "connectors/replies/mail_reply.hpp"

#include <algorithm>
#include <utility>

#include "connectors/text_encoding.hpp"

namespace switchroom::replies {
namespace {

constexpr std::size_t value_max = 870;
constexpr std::size_t ids_kept = 20;

bool is_clean(std::string_view id) {
  return id.size() + 2 <= value_max && id.contains('@') &&
         std::ranges::none_of(id, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>'; });
}

/// In one line; from the second on the oldest ids give way.
std::string in_one_line(std::vector<std::string_view> ids) {
  std::size_t size = 0;
  for (const std::string_view id : ids) size += id.size() + 3;
  while (ids.size() > 1 && size - 1 > value_max) {
    const auto least = ids.size() > 2 ? ids.begin() + 1 : ids.begin();
    size -= least->size() + 3;
    ids.erase(least);
  }
  std::string line;
  for (const std::string_view id : ids) line.append(line.empty() ? "<" : " <").append(id).append(">");
  return line;
}

}  // namespace

std::string reply_copies(const Reply& reply) {
  std::string line;
  for (const std::string& address : reply.cc) line.append(line.empty() ? "" : ", ").append(address);
  return line;
}

std::string reply_subject(const Reply& reply) {
  const std::string_view subject = reply.subject;
  const bool answers = subject.size() >= 3 && (subject[0] == 'R' || subject[0] == 'r') &&
                       (subject[1] == 'E' || subject[1] == 'e') && subject[2] == ':';
  std::string made = answers ? std::string{subject} : "Re: " + std::string{subject};
  std::ranges::replace_if(made, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return made;
}

std::vector<std::string_view> reply_references(const Reply& reply) {
  std::vector<std::string_view> ids;
  for (const std::string& id : reply.references)
    if (is_clean(id) && id != reply.in_reply_to) ids.push_back(id);
  if (is_clean(reply.in_reply_to)) ids.push_back(reply.in_reply_to);
  if (ids.size() > 2 * ids_kept) ids.erase(ids.begin() + ids_kept, ids.end() - ids_kept);
  return ids;
}

std::vector<std::pair<std::string_view, std::string>> reply_headers(const Reply& reply) {
  std::vector<std::pair<std::string_view, std::string>> headers;
  if (is_clean(reply.in_reply_to)) headers.emplace_back("In-Reply-To", '<' + reply.in_reply_to + '>');
  if (std::string line = in_one_line(reply_references(reply)); !line.empty())
    headers.emplace_back("References", std::move(line));
  if (!reply.automatic) return headers;
  headers.emplace_back("Auto-Submitted", "auto-replied");
  headers.emplace_back("Precedence", "bulk");
  return headers;
}

void append_named_headers(const Reply& reply, std::string& body) {
  std::string_view before = R"(,"Headers":[{"Name":)";
  for (const auto& [name, value] : reply_headers(reply)) {
    body += std::exchange(before, R"(,{"Name":)");
    connectors::append_json_text(name, body);
    append_member("Value", value, body);
    body += '}';
  }
  if (before.starts_with(",{")) body += ']';
}

std::string reply_sender(const Reply& reply) {
  std::string sender = reply.to;
  const std::size_t at = sender.rfind('@'), plus = sender.find('+');
  if (at != sender.npos && plus < at) sender.erase(plus, at - plus);
  return sender;
}

std::string reply_address(const Reply& reply, const connectors::Credentials& credentials) {
  constexpr std::size_t local_max = 64;
  const std::size_t at = reply.account.rfind('@');
  if (reply.thread.empty() || at == std::string::npos || credentials.value("reply_to") == "plain") return {};
  std::string local = reply.account.substr(0, at) + '+' + reply.thread;
  return local.size() > local_max ? std::string{} : local + reply.account.substr(at);
}

}  // namespace switchroom::replies
