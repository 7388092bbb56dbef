#pragma once
// Promises in time: classes of service, department flows, requests for help. Plain values: any thread.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/workspace/condition.hpp"

namespace switchroom::workspace {

/// What is promised to tickets of a class. Durations count in the calendar's open time.
struct SlaClass {
  std::string id;
  std::optional<std::int64_t> first_reply_ms{};
  std::optional<std::int64_t> next_reply_ms{};
  std::optional<std::int64_t> resolve_ms{};
  std::string calendar{};     ///< empty: always open
  int warn_percent = 80;      ///< warned when so much of the time is gone; 100: no warning
  std::int64_t slope = 1000;  ///< thousandths of a millisecond of score for each millisecond of waiting
  bool escalate = true;       ///< when it is breached
  Place place{};
  friend bool operator==(const SlaClass&, const SlaClass&) = default;
};

/// A department that a ticket passes.
struct FlowNode {
  std::string id;
  std::string group;
  std::optional<std::int64_t> respond_ms{};  ///< its own clock
  std::string calendar{};                    ///< that the clock counts in; empty: always open
  std::string next{};                        ///< node; empty: back to the agent it came from
  Place place{};
  friend bool operator==(const FlowNode&, const FlowNode&) = default;
};

/// Nodes in the order of the document; it begins at the first.
struct Flow {
  std::string id;
  std::vector<FlowNode> nodes{};
  Place place{};
  friend bool operator==(const Flow&, const Flow&) = default;
};

/// Clocks of requests for help to another group.
struct Collaboration {
  std::optional<std::int64_t> respond_ms{};  ///< then the request comes back unanswered; empty: never
  std::int64_t notify_ms = 600'000;          ///< without an answer: the person in charge is told
  std::int64_t escalate_ms = 1'800'000;      ///< then the supervisors
  friend bool operator==(const Collaboration&, const Collaboration&) = default;
};

/// A text that people and rules send, by channel kind or language; "" for all others.
struct Template {
  std::string id;
  std::map<std::string, std::string> texts{};
  Place place{};
  friend bool operator==(const Template&, const Template&) = default;
};

}  // namespace switchroom::workspace
