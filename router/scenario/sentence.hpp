#pragma once
// The sentences in which a scenario says what happens: `ann closes t1`. Pure; any thread.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "router/scenario/scenario.hpp"

namespace switchroom::scenario {

/// A form of sentence. Words in capitals stand for something: AGENT and WHO (an agent, or `somebody`: a console with
/// all rights), CUSTOMER, TICKET (`t1`), TEXT (in quotes), CHANNEL, GROUP, FLOW, SKILL, KINDS (`image,file`), STATUS,
/// PRIORITY, TIME (`15m`), NUMBER.
struct Sentence {
  Verb verb;
  std::string_view form;
};

/// All forms, in the order in which they are tried. docs/scenarios.md lists the same.
std::span<const Sentence> sentences();

/// The words of a line; a text in double quotes is one word, without its quotes.
std::vector<std::string> words_of(std::string_view line);

/// What a sentence says; empty if it has none of the forms. Names are not checked.
std::optional<Deed> deed_of(std::string_view sentence);

/// The form that comes nearest to a sentence that has none of them.
std::string_view nearest_form(std::string_view sentence);

/// A name of the deed that the workspace does not have: what was found, and what would be right.
struct UnknownName {
  std::string found;
  std::string expected;
};
std::optional<UnknownName> unknown_name(const Deed& deed, const workspace::Workspace& workspace);

}  // namespace switchroom::scenario
