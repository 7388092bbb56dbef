#include "connectors/replies/mail_reply.hpp"

#include <algorithm>
#include <utility>

#include "connectors/text_encoding.hpp"

namespace switchroom::replies {

std::string reply_subject(const Reply& reply) {
  const std::string_view subject = reply.subject;
  const bool answers = subject.size() >= 3 && (subject[0] == 'R' || subject[0] == 'r') &&
                       (subject[1] == 'E' || subject[1] == 'e') && subject[2] == ':';
  std::string made = answers ? std::string{subject} : "Re: " + std::string{subject};
  std::ranges::replace_if(made, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return made;
}

std::vector<std::pair<std::string_view, std::string>> reply_headers(const Reply& reply) {
  std::vector<std::pair<std::string_view, std::string>> headers;
  const bool clean = std::ranges::none_of(
      reply.in_reply_to, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>'; });
  if (clean && reply.in_reply_to.contains('@'))
    for (const std::string_view name : {"In-Reply-To", "References"})
      headers.emplace_back(name, '<' + reply.in_reply_to + '>');
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

}  // namespace switchroom::replies
