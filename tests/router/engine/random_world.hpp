#pragma once
// Workspaces and days of work by chance, the same for the same numbers.

#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <vector>

#include "router/engine/engine.hpp"

namespace switchroom::engine {

/// How large a random workspace may be.
struct Scale {
  std::uint32_t agents = 6;
  std::uint32_t groups = 3;
  std::uint32_t skills = 3;
  int minima = 3;        ///< different proficiencies
  int limit_units = 3;   ///< largest limit of an agent; groups: up to ten times that
  bool is_plain = true;  ///< nothing but arrivals, closes, statuses and configurations
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
  /// What happens next, by the tickets that are open.
  Input next(const Step& step, const std::vector<OpenTicket>& open);
  /// A ticket that was open is closed now: it may be reopened.
  void remember_closed(OpenTicket ticket);

  Instant now() const { return now_; }
  void set_now(Instant at) { now_ = at; }
  /// When the step happens.
  Instant time_of(const Step& step) const;
  /// The configuration that holds.
  const Configure& configuration() const { return configuration_; }

 private:
  class Draw;
  Input configure(std::uint32_t seed);
  Input arrive(Draw& draw);
  Input plain(const Step& step, Draw& draw);
  Input set_status(Draw& draw);
  Input talk(Draw& draw);
  Input order(Draw& draw);
  Input department(Draw& draw);
  Input presence(Draw& draw);
  Input reopen(Draw& draw);

  Scale scale_;
  std::shared_ptr<workspace::Numbering> numbering_ = std::make_shared<workspace::Numbering>();
  Configure configuration_;
  std::map<TicketId, OpenTicket> closed_;
  std::uint64_t last_ticket_ = 0;
  Instant now_ = instant_of_ms(1'000'000);
};

}  // namespace switchroom::engine
