// Any bytes are a mail or a refused one; all text that comes out is valid UTF-8 and bounded.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/mail/charset.hpp"
#include "connectors/mail/mail_message.hpp"
#include "connectors/mail/threading.hpp"

using namespace switchroom;
using namespace switchroom::mail;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const MailMessage& message) {
  for (const std::string* text : {&message.subject, &message.text, &message.reply, &message.from.name,
                                  &message.from.address, &message.report.recipient})
    require(is_utf8(*text));
  require(!message.message_id.empty());
  require(message.reply.empty() <= message.text.empty() ||
          message.text.find_first_not_of(" \n\t") == message.text.npos);
  require(message.reply.size() <= message.text.size());
  for (const MailFile& file : message.files)
    require(!file.name.empty() && file.name.find_first_of("/\\\r\n") == file.name.npos && is_utf8(file.name));
  (void)normalised_subject(message.subject);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<MailMessage> message = read_mail({reinterpret_cast<const char*>(data), size});
  if (message) check(*message);
  return 0;
}
