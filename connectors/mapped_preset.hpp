#pragma once
// A connector whose descriptions are fixed: a preset of `mapped` with the settings `secrets`, `tolerance_s` and `map`.
// Pure: any thread.

#include "connectors/mapped_channel.hpp"

namespace switchroom::connectors {

/// How a provider signs, and what of its deliveries is a message, as JSON.
struct MappedPreset {
  std::string_view scheme;
  std::string_view map;
};

/// The functions of a connector that `preset` describes.
template <const MappedPreset& preset>
struct PresetFunctions {
  static MappedChannel channel_of(const Credentials& credentials) {
    const std::string_view map = credentials.value("map");
    return {.scheme = preset.scheme,
            .keys = credentials.values("secrets"),
            .map = map.empty() ? preset.map : map,
            .tolerance_s = credentials.value("tolerance_s")};
  }
  static std::optional<Result<Answer>> handshake(const Request&, const Credentials&) { return std::nullopt; }
  static Result<void> verify(const Request& request, const Credentials& credentials, Instant now) {
    return verify_mapped(channel_of(credentials), request, credentials, now);
  }
  static Result<Delivery> decode(const Request& request, const Credentials& credentials) {
    return decode_mapped(channel_of(credentials), request);
  }
  static Answer acknowledge(const Request&) { return {}; }
  static OwnedRequest compose(const Draft& draft, const Credentials& credentials) {
    return compose_mapped(channel_of(credentials), draft, credentials);
  }
};

}  // namespace switchroom::connectors
