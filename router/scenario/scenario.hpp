#pragma once
// A scenario: a workspace, what happens in virtual time, and what the router has to do about it. Plain values, made
// from a document by gateway/scenarios: any thread.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/vocabulary/ids.hpp"
#include "config/vocabulary/instant.hpp"
#include "config/vocabulary/words.hpp"
#include "config/workspace/workspace.hpp"

namespace switchroom::scenario {

/// What can happen. `sentences()` has the words for each.
enum class Verb : std::uint8_t {
  write,
  open_another,
  set_status,
  log_out,
  lose,
  see,
  accept,
  decline,
  reply,
  resolve,
  close,
  reopen,
  snooze,
  set_priority,
  set_skill,
  assign,
  transfer,
  enter_flow,
  finish_node,
  collaborate,
  answer_collaboration,
  escalate,
  tidy_up,
  stop_clocks,
  start_clocks,
  restart,
};

/// One thing that happens, with names as the document has them. Which members count follows from the verb.
struct Deed {
  Verb verb = Verb::restart;
  std::string sentence;  ///< as it was written
  std::string who;       ///< the customer or agent who acts; empty: a console with all rights, or nobody
  TicketId ticket;
  std::string agent;  ///< whom it is about
  std::string group;
  std::string channel;
  std::string flow;
  std::string skill;
  int minimum = 1;  ///< proficiency, 1–10
  std::string text;
  std::vector<std::string> attachments;  ///< kinds
  Status status = Status::offline;
  Priority priority = Priority::normal;
  Milliseconds duration{};  ///< of a snooze
  bool force = false;
};

/// What is known of a customer before he writes.
struct Customer {
  std::string language;
  std::string level;
  std::vector<std::string> tags;
  std::map<std::string, std::string> attributes;
};

/// What must have been told since the step before, or must hold at its end.
enum class ExpectationKind : std::uint8_t { told, not_told, nothing, now };

struct Expectation {
  ExpectationKind kind = ExpectationKind::told;
  std::string text;  ///< without `not` or `now`
  workspace::Place place;
};

/// A moment: first the new configuration, if there is one, then what is done, then the questions.
struct Step {
  Instant at{};
  std::shared_ptr<const workspace::Workspace> configuration{};
  std::vector<Deed> deeds{};
  std::vector<Expectation> expectations{};
  workspace::Place place{};
};

struct Scenario {
  std::string title;
  std::string requirement;  ///< the sentence that it shows; may be empty
  std::string zone;         ///< IANA name in which its times are told; empty: they are told as time since `start`
  Instant start{};
  std::string document;  ///< path of its workspace; empty: it stands in the scenario itself
  std::shared_ptr<const workspace::Workspace> workspace;
  std::map<std::string, Customer> customers;
  std::vector<Step> steps;  ///< never back in time
};

}  // namespace switchroom::scenario
