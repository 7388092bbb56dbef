#pragma once
// What tickets of a channel kind cost and how they reach an agent. Plain values: any thread.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/units.hpp"
#include "config/workspace/condition.hpp"

namespace switchroom::workspace {

/// Channel kinds that work alike; defaults go by it.
enum class Family : std::uint8_t { chat, social, sms, email, task };
inline constexpr std::array<std::string_view, 5> family_names{"chat", "social", "sms", "email", "task"};

/// How work reaches an agent: assigned at once, or offered and to be accepted in time.
enum class Delivery : std::uint8_t { push, offer };
inline constexpr std::array<std::string_view, 2> delivery_names{"push", "offer"};

/// What happens to the work of an agent whose presence is lost.
enum class OnLoss : std::uint8_t { keep, park, requeue };
inline constexpr std::array<std::string_view, 3> on_loss_names{"keep", "park", "requeue"};

/// Interruptible work has its own cap and does not keep primary work away.
enum class WorkClass : std::uint8_t { primary, interruptible };
inline constexpr std::array<std::string_view, 2> work_class_names{"primary", "interruptible"};

/// What a document says of a channel kind; what it does not say is the family's default.
struct KindSettings {
  std::optional<Family> family{};
  std::optional<Units> units{};
  std::optional<WorkClass> work_class{};
  std::optional<Delivery> delivery{};
  std::optional<std::int64_t> accept_within_ms{};
  std::optional<OnLoss> on_loss{};
  std::optional<Units> idle_units{};
  std::optional<std::int64_t> idle_release_ms{};
  std::optional<std::int64_t> subject_window_ms{};
  Place place{};
  friend bool operator==(const KindSettings&, const KindSettings&) = default;
};

/// What holds for a channel kind.
struct KindRules {
  Family family = Family::social;
  Units units{1000};  ///< of an open ticket
  WorkClass work_class = WorkClass::primary;
  Delivery delivery = Delivery::push;
  std::int64_t accept_within_ms = 60'000;  ///< of an offer
  OnLoss on_loss = OnLoss::requeue;
  Units idle_units{};                                  ///< of a snoozed ticket, or one that waits long for the customer
  std::optional<std::int64_t> idle_release_ms{};       ///< after waiting for the customer so long; empty: never
  std::int64_t subject_window_ms = 14LL * 86'400'000;  ///< a mail with the subject of an older one of its sender
                                                       ///< belongs to that one's ticket for so long; 0: never
  friend bool operator==(const KindRules&, const KindRules&) = default;
};

/// The family of a channel kind: `webchat` is chat, `twilio` sms, `mailgun` email, `task` task; social for all others.
Family family_of(std::string_view kind);

/// The defaults of a family: units chat, social and sms 1, email and task 0.5; e-mail is interruptible; offers to chats
/// lapse after 20 s, others after 60 s.
KindRules defaults_of(Family family);

/// What holds for `kind` under `settings` (null: nothing was said).
KindRules rules_of(std::string_view kind, const KindSettings* settings);

}  // namespace switchroom::workspace
