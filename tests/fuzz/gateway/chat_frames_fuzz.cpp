// The frames of a web chat's page: a line a frame. Whatever comes, the protocol says what to do, keeps to its bounds,
// stores nothing before a hello, and never as somebody else.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "connectors/chat_message.hpp"
#include "connectors/json_reader.hpp"
#include "gateway/chat/conversation.hpp"

namespace {

using namespace switchroom;
using namespace switchroom::chat;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Conversation& conversation, const Step& step) {
  if (const auto* over = std::get_if<Close>(&step)) require(over->reason.size() <= 120);
  if (std::holds_alternative<Begin>(step)) require(conversation.is_open());
  const auto* store = std::get_if<Store>(&step);
  if (store == nullptr) return;
  require(conversation.is_open() && store->message.from == conversation.address());
  require(store->message.conversation == store->message.from && !store->message.provider_id.empty());
  const std::string shown = message_frame({1, 2}, 3, store->message, store->message.name);
  connectors::JsonReader::Document document{shown};
  require(document.root().at("text").text() == store->message.text && !document.take_error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const connectors::Credentials settings{
      .settings = {{"visitor_secrets", {"s"}}, {"identity_secrets", {"sec"}}}};
  std::string_view rest{reinterpret_cast<const char*>(data), size};
  Conversation conversation{"demo/web", settings, std::string(32, '0')};
  while (!rest.empty()) {
    const std::string_view frame = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(frame.size() + 1, rest.size()));
    const Step step = conversation.heard(frame, instant_of_ms(1'760'000'000'000));
    check(conversation, step);
    if (std::holds_alternative<Close>(step)) break;
  }
  const Cursor cursor = cursor_of({reinterpret_cast<const char*>(data), size});
  require(cursor == Cursor{} || cursor_of(to_text(cursor)) == cursor);
  return 0;
}
