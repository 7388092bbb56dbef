#pragma once
// Files for browsers that the build put into the program: the chat widget, and a page that shows it. Pure: any thread.

#include <cstddef>
#include <expected>
#include <string_view>

#include "gateway/server/handler.hpp"

namespace switchroom::web {

/// Whether a path is one of these files: `/` and `/widget.js` among them.
bool serves(std::string_view path);

/// By the head alone: GET may go on, without a body.
std::expected<std::size_t, server::Reply> admit(const server::Call& call);

/// The file, compressed if the browser takes that, or 304 if it has the same. Pages come with a policy that allows
/// nothing from elsewhere. The path must be one that is served.
server::Reply answer(const server::Call& call);

}  // namespace switchroom::web
