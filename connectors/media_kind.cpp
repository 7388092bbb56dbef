#include "connectors/media_kind.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace switchroom::connectors {

MessageKind kind_of_media_type(std::string_view media_type) {
  if (media_type.starts_with("image/")) return MessageKind::image;
  if (media_type.starts_with("video/")) return MessageKind::video;
  if (media_type.starts_with("audio/")) return MessageKind::audio;
  return MessageKind::file;
}

MessageKind kind_of_file_name(std::string_view name) {
  using enum MessageKind;
  static constexpr std::array<std::pair<std::string_view, MessageKind>, 16> endings{{{"jpg", image},
                                                                                     {"jpeg", image},
                                                                                     {"png", image},
                                                                                     {"gif", image},
                                                                                     {"webp", image},
                                                                                     {"heic", image},
                                                                                     {"mp4", video},
                                                                                     {"mov", video},
                                                                                     {"3gp", video},
                                                                                     {"webm", video},
                                                                                     {"mp3", audio},
                                                                                     {"ogg", audio},
                                                                                     {"amr", audio},
                                                                                     {"m4a", audio},
                                                                                     {"wav", audio},
                                                                                     {"aac", audio}}};
  name = name.substr(0, name.find_first_of("?#"));
  const std::size_t dot = name.rfind('.');
  std::string ending{dot == name.npos ? std::string_view{} : name.substr(dot + 1)};
  if (ending.size() > 4) return file;
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto found = std::ranges::find(endings, ending, &std::pair<std::string_view, MessageKind>::first);
  return found == endings.end() ? file : found->second;
}

}  // namespace switchroom::connectors
