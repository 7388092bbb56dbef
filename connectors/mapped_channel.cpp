#include "connectors/mapped_channel.hpp"

#include "connectors/mapped_compose.hpp"
#include "connectors/mapped_map.hpp"
#include "connectors/mapped_reader.hpp"
#include "connectors/mapped_scheme.hpp"
#include "connectors/mapped_signature.hpp"
#include "connectors/replay_window.hpp"

namespace switchroom::connectors {

std::optional<Result<Answer>> mapped_handshake(const MappedChannel& channel, const Request& request) {
  const auto scheme = scheme_of(channel.scheme);
  return scheme ? answer_handshake(**scheme, request) : std::nullopt;
}

std::optional<Answer> mapped_answer(const MappedChannel& channel, const Request& request, bool authentic) {
  const auto scheme = scheme_of(channel.scheme);
  if (!scheme) return std::nullopt;
  const std::optional<SchemeAnswer>& said = authentic ? (*scheme)->success : (*scheme)->refusal;
  return said ? std::optional{answer_of(*said, request)} : std::nullopt;
}

Result<void> verify_mapped(const MappedChannel& channel, const Request& request, const Credentials& credentials,
                           Instant now) {
  const auto scheme = scheme_of(channel.scheme);
  if (!scheme) return forged(scheme.error().where, scheme.error().found, scheme.error().expected);
  const std::optional<std::int64_t> tolerance = whole_number(channel.tolerance_s);
  if (!tolerance || !(*scheme)->timestamp) return verify_scheme(**scheme, request, channel.keys, credentials, now);
  Scheme own = **scheme;
  own.timestamp->past_s = own.timestamp->future_s = *tolerance;
  return verify_scheme(own, request, channel.keys, credentials, now);
}

Result<Delivery> decode_mapped(const MappedChannel& channel, const Request& request) {
  const auto map = map_of(channel.map);
  if (!map)
    return std::unexpected{
        Error{Fault::undecodable_message, map.error().where, map.error().found, map.error().expected}};
  return read_by_map(**map, request);
}

OwnedRequest compose_mapped(const MappedChannel& channel, const Draft& draft, const Credentials& credentials) {
  const auto scheme = scheme_of(channel.scheme);
  const auto map = map_of(channel.map);
  if (!scheme || !map) return {};
  OwnedRequest request = composed_by_map(**map, draft);
  sign_by_scheme(**scheme, request, draft.at_ms, channel.keys, credentials);
  return request;
}

}  // namespace switchroom::connectors
