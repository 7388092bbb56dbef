// Our own web chat: an answer that is in the history is sent, and gateway/chat shows it.
#include "connectors/replies/replies.hpp"

namespace switchroom::replies {

extern const Replies webchat;
const Replies webchat{.kind = "webchat",
                      .units_max = 10'000,
                      .settings = {},
                      .repeatable = true,
                      .render = nullptr,
                      .read_answer = nullptr,
                      .is_our_own = true};

}  // namespace switchroom::replies
