#pragma once
// A connector made of descriptions: what `mapped` and its presets share. Pure: any thread.

#include <span>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// The descriptions and keys of one channel, by reference.
struct MappedChannel {
  std::string_view scheme;  ///< JSON
  std::span<const std::string> keys;
  std::string_view map;          ///< JSON
  std::string_view tolerance_s;  ///< instead of the scheme's tolerances; empty: as the scheme says
};

std::optional<Result<Answer>> mapped_handshake(const MappedChannel& channel, const Request& request);

/// What the scheme says that the provider hears: to a delivery that is stored, or to one that is not authentic. Empty:
/// the usual answers.
std::optional<Answer> mapped_answer(const MappedChannel& channel, const Request& request, bool authentic);

/// Error: `forged_signature`; also where the scheme is none, with the place in it, as nothing can be authentic then.
Result<void> verify_mapped(const MappedChannel& channel, const Request& request, const Credentials& credentials,
                           Instant now);

/// Error: nothing could be read, or the map is none.
Result<Delivery> decode_mapped(const MappedChannel& channel, const Request& request);

OwnedRequest compose_mapped(const MappedChannel& channel, const Draft& draft, const Credentials& credentials);

}  // namespace switchroom::connectors
