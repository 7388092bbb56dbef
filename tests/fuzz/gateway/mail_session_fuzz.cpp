// Whatever bytes a client sends and however they are cut: every answer is a line of its protocol, a mail keeps to its
// bounds and holds no CR or LF that stands alone, each recipient gets an answer, and a closed conversation stays
// closed. Where nothing depends on packets the same mails come out. The first byte says which server, and how the
// stream is cut.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mail/session.hpp"

namespace {

using namespace switchroom::smtp;

constexpr std::size_t mail_bytes_max = 500;

void require(bool holds) {
  if (!holds) std::abort();
}

Owner owner_of(std::string_view address) {
  require(!address.empty());
  if (address.ends_with("@a")) return Owner::ours;
  return address.ends_with("@b") ? Owner::unknown : Owner::foreign;
}

void require_lines(std::string_view out) {
  while (!out.empty()) {
    const std::size_t end = out.find("\r\n");
    require(end != out.npos && end >= 4 && out[0] >= '2' && out[0] <= '5');
    require(out.substr(0, end).find_first_of(std::string_view{"\r\n\0", 3}) == out.npos);
    out.remove_prefix(end + 2);
  }
}

void require_whole_line_ends(std::string_view content) {
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (content[i] == '\r')
      require(i + 1 < content.size() && content[++i] == '\n');
    else
      require(content[i] != '\n');
  }
}

struct Seen {
  std::string mails;
  std::string answers;
};

Seen hold(std::string_view stream, std::size_t step, std::uint8_t how) {
  Limits limits;
  limits.mail_bytes_max = mail_bytes_max;
  limits.recipients_max = 5;
  if ((how & 2) != 0) limits.bare_line_ends = BareLineEnds::normalize;
  Session session{(how & 1) != 0 ? Dialect::lmtp : Dialect::smtp, limits, owner_of, (how & 4) != 0};
  Seen seen;
  std::string out;
  while (!stream.empty()) {
    std::string_view packet = stream.substr(0, step);
    stream.remove_prefix(packet.size());
    for (Session::Next next = Session::Next::deliver; next != Session::Next::read;) {
      next = session.take(packet, out);
      require(session.memory() <= 2 * mail_bytes_max + 64);
      if (next == Session::Next::deliver) {
        const Mail mail = session.release_mail();
        require(!mail.recipients.empty() && mail.recipients.size() <= 5 && mail.content.size() <= mail_bytes_max);
        require_whole_line_ends(mail.content);
        seen.mails += mail.from + '>' + mail.content + '\0';
        session.delivered(std::vector<Reply>(mail.recipients.size()), out);
      }
      require_lines(out);
      seen.answers += out;
      out.clear();
      if (next == Session::Next::secure) session.secured();
      if (next == Session::Next::close) return seen;
    }
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream{reinterpret_cast<const char*>(data) + 1, size - 1};
  const Seen whole = hold(stream, size, data[0]);
  const Seen cut = hold(stream, 1 + (data[0] >> 3), data[0]);
  const bool depends_on_packets = whole.answers.find("wait for the answer") != std::string::npos || (data[0] & 4) != 0;
  if (!depends_on_packets) require(whole.mails == cut.mails && whole.answers == cut.answers);
  return 0;
}
