#pragma once
// The messages of a run: each has an id of its own, and the same number always gives the same bytes, so a message can
// be sent again as a provider does. Pure: any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"

namespace switchroom::traffic {

/// What all messages of a run share.
struct Campaign {
  const connectors::Connector* connector = nullptr;
  connectors::Credentials credentials{};  ///< the first secret of each setting signs
  std::string path{};                     ///< `/hooks/demo/whatsapp`
  std::string host{};                     ///< for the Host field
  std::uint32_t customers = 10'000;       ///< how many people write
  std::uint64_t run = 0;                  ///< tells this run's ids from those of others
  std::int64_t at_ms = 0;                 ///< when all messages were written, ms since 1970
};

class Messages {
 public:
  explicit Messages(Campaign campaign);

  /// The provider's id of message `number` (below 10^10).
  std::string id(std::uint64_t number) const;
  /// The identity of who wrote it: `whatsapp:+4917…`.
  std::string customer(std::uint64_t number) const;
  /// Its signed HTTP request, into `bytes` (replaced).
  void write_request(std::uint64_t number, std::string& bytes) const;

  /// The number of the message of this run whose id stands in `text` (an event's JSON); empty: none.
  std::optional<std::uint64_t> find(std::string_view text) const;

 private:
  std::string address(std::uint64_t number) const;

  Campaign campaign_;
  std::string mark_;  ///< what every id of this run begins with
};

}  // namespace switchroom::traffic
