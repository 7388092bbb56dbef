#include "connectors/replies/mail_reply.hpp"

#include <algorithm>

namespace switchroom::replies {

std::string reply_subject(const Reply& reply) {
  const std::string_view subject = reply.subject;
  const bool answers = subject.size() >= 3 && (subject[0] == 'R' || subject[0] == 'r') &&
                       (subject[1] == 'E' || subject[1] == 'e') && subject[2] == ':';
  std::string made = answers ? std::string{subject} : "Re: " + std::string{subject};
  std::ranges::replace_if(made, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return made;
}

std::string answered_id(const Reply& reply) {
  const bool clean = std::ranges::none_of(
      reply.in_reply_to, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>'; });
  if (reply.in_reply_to.empty() || !clean || !reply.in_reply_to.contains('@')) return {};
  return '<' + reply.in_reply_to + '>';
}

}  // namespace switchroom::replies
