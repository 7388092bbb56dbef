#include "mail_json.hpp"

#include <string_view>
#include <vector>

#include "connectors/signature.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::mail {
namespace {

/// Appends members, leaving out what is empty.
class Object {
 public:
  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    raw(name, {});
    connectors::append_json_text(value, json_);
  }
  void flag(std::string_view name, bool value) {
    if (value) raw(name, "true");
  }
  void raw(std::string_view name, std::string_view value) {
    json_ += json_.empty() ? "{\n  " : ",\n  ";
    connectors::append_json_text(name, json_);
    json_.append(": ").append(value);
  }
  std::string finish() && { return json_.empty() ? "{}\n" : json_ + "\n}\n"; }

 private:
  std::string json_;
};

std::string list_of(const std::vector<std::string>& texts) {
  std::string json;
  for (const std::string& text : texts) {
    json += json.empty() ? "[" : ", ";
    connectors::append_json_text(text, json);
  }
  return json + ']';
}

std::string text_of(const Mailbox& mailbox) {
  return mailbox.name.empty() ? mailbox.address : mailbox.name + " <" + mailbox.address + '>';
}

std::string text_of(const MailFile& file) {
  std::string text = file.name + " | " + file.type + " | " + std::to_string(file.bytes.size()) + " bytes | " +
                     connectors::sha256_hex(file.bytes).substr(0, 8);
  if (!file.content_id.empty()) text += " | cid " + file.content_id;
  return file.inlined ? text + " | inline" : text;
}

std::string text_of(const DeliveryReport& report) {
  if (report.action.empty()) return {};
  return report.action + ' ' + report.status + ' ' + report.recipient + ' ' + report.message_id;
}

}  // namespace

std::string json_of(const MailMessage& message) {
  std::vector<std::string> to;
  for (const Mailbox& mailbox : message.to) to.push_back(text_of(mailbox));
  std::vector<std::string> files;
  for (const MailFile& file : message.files) files.push_back(text_of(file));

  Object object;
  object.text("message_id", message.message_id);
  object.flag("message_id_made", message.message_id_made);
  object.text("in_reply_to", message.in_reply_to);
  if (!message.references.empty()) object.raw("references", list_of(message.references));
  object.text("from", text_of(message.from));
  if (!to.empty()) object.raw("to", list_of(to));
  if (!message.recipients.empty()) object.raw("recipients", list_of(message.recipients));
  object.text("subject", message.subject);
  object.raw("at_ms", std::to_string(message.at_ms));
  const bool long_text = message.text.size() > 20'000;
  object.text("text", long_text ? std::to_string(message.text.size()) + " bytes" : message.text);
  if (message.reply != message.text) object.text("reply", message.reply);
  object.flag("cut", message.cut);
  if (!files.empty()) object.raw("files", list_of(files));
  object.text("auto_submitted", message.auto_submitted);
  object.text("origin", origin_names[static_cast<std::size_t>(message.origin)]);
  object.text("report", text_of(message.report));
  return std::move(object).finish();
}

}  // namespace switchroom::mail
