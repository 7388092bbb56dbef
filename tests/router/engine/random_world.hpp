#pragma once
// Workspaces and days of work by chance, the same for the same numbers.

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <vector>

#include "router/engine/input.hpp"

namespace switchroom::engine {

/// How large a random workspace may be.
struct Scale {
  std::uint32_t agents = 6;
  std::uint32_t groups = 3;
  std::uint32_t skills = 3;
  int minima = 3;       ///< different proficiencies
  int limit_units = 3;  ///< largest limit of an agent; groups: up to ten times that
};

/// The configuration number `seed`. Names keep their numbers in `numbering`.
Configure random_configuration(std::uint32_t seed, const Scale& scale,
                               const std::shared_ptr<workspace::Numbering>& numbering);

/// Numbers from which an input is made that fits the state of the day.
struct Step {
  std::uint32_t kind = 0;
  std::uint32_t seed = 0;
};
std::ostream& operator<<(std::ostream& out, const Step& step);

/// Turns steps into inputs that an engine may be given, and remembers what it must for that.
class Day {
 public:
  explicit Day(Scale scale);

  Input first() { return configure(1); }
  /// Most steps are arrivals, closes and statuses; one in thirty-two is a configuration.
  Input next(const Step& step);
  Instant now() const { return now_; }
  /// The configuration that holds.
  const Configure& configuration() const { return configuration_; }
  const std::vector<TicketId>& open_tickets() const { return open_; }

 private:
  Input configure(std::uint32_t seed);
  Input arrive(std::uint32_t seed);
  Input close(std::uint32_t seed);
  Input set_status(std::uint32_t seed);

  Scale scale_;
  std::shared_ptr<workspace::Numbering> numbering_ = std::make_shared<workspace::Numbering>();
  Configure configuration_;
  std::vector<TicketId> open_;
  std::uint64_t last_ticket_ = 0;
  Instant now_ = instant_of_ms(1'000'000);
};

}  // namespace switchroom::engine
