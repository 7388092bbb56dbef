#pragma once
// What sort of file a media type names. Pure: any thread.

#include <string_view>

#include "connectors/inbound_message.hpp"

namespace switchroom::connectors {

/// image, video or audio for `image/…`, `video/…` and `audio/…`; file for all else.
MessageKind kind_of_media_type(std::string_view media_type);

/// The same by the ending of a name or a URL's path (`a.jpg?x=1`), where the provider tells no type.
MessageKind kind_of_file_name(std::string_view name);

}  // namespace switchroom::connectors
