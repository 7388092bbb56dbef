// A mapping under `when` is the conjunction of its keys, at every depth.

#include <array>
#include <optional>

#include "config/documents/workspace_document.hpp"
#include "config/documents/workspace_parts.hpp"

namespace switchroom::documents {
namespace {

using workspace::Condition;
using workspace::ConditionKind;
using workspace::Rule;

constexpr std::string_view when_path = "rules[].when";
constexpr std::array<std::string_view, 2> on_words{"first_message", "every_message"};

struct ListTest {
  std::string_view key;
  ConditionKind kind;
};
constexpr std::array<ListTest, 4> list_tests{{{"language", ConditionKind::language},
                                              {"customer_level", ConditionKind::customer_level},
                                              {"customer_tag", ConditionKind::customer_tag},
                                              {"ticket_type", ConditionKind::ticket_type}}};

/// Reads the keys of one mapping into the parts of a conjunction.
class ConditionReader {
 public:
  ConditionReader(const Node& node, std::string path, Findings& findings)
      : fields_(node, when_path, workspace_keys(), findings), path_(std::move(path)), findings_(findings) {}

  /// What a rule's own lists can't hold.
  void read_rest() {
    each_pattern();
    for (const ListTest& list : list_tests) read_words(list.key, list.kind);
    read_attributes();
    if (const Node* hours = fields_.find("business_hours"))
      read(*hours, add("business_hours", *hours, ConditionKind::business_hours).name, findings_);
    read_attachment();
    if (const Node* first = fields_.find("first_contact"))
      read(*first, add("first_contact", *first, ConditionKind::first_contact).yes, findings_);
    read_length();
    read_parts("all", ConditionKind::all);
    read_parts("any", ConditionKind::any);
    if (const Node* denied = fields_.find("not")) {
      Condition& none = add("not", *denied, ConditionKind::none);
      none.parts.push_back(inner(*denied, none.path));
    }
  }

  void read_keywords() {
    const Node* whole = fields_.find("whole_word");
    if (const Node* keywords = fields_.find("keywords")) {
      Condition& test = add("keywords", *keywords, ConditionKind::keywords);
      read(*keywords, test.words, findings_);
      if (whole) read(*whole, test.whole_word, findings_);
    } else if (whole) {
      findings_.add(whole->place, "whole_word without keywords", "keywords beside it");
    }
  }

  void read_words(std::string_view key, ConditionKind kind) {
    if (const Node* node = fields_.find(key)) read(*node, add(key, *node, kind).words, findings_);
  }

  std::vector<Condition> take() { return std::move(parts_); }
  const Fields& fields() const { return fields_; }

 private:
  Condition& add(std::string_view key, const Node& node, ConditionKind kind) {
    Condition& condition = parts_.emplace_back();
    condition.kind = kind;
    condition.path = path_ + '.' + std::string{key};
    condition.place = node.place;
    return condition;
  }

  /// Of several patterns one must match.
  void each_pattern() {
    const Node* node = fields_.find("regex");
    if (!node) return;
    std::vector<std::string> patterns;
    read(*node, patterns, findings_);
    Condition& any = add("regex", *node, ConditionKind::any);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      Condition& one = any.parts.emplace_back();
      one.kind = ConditionKind::regex;
      one.words = {std::move(patterns[i])};
      one.path = node->kind == NodeKind::list ? any.path + '[' + std::to_string(i) + ']' : any.path;
      one.place = node->place;
    }
  }

  void read_attributes() {
    const Node* node = fields_.find("customer_attribute");
    if (!node) return;
    if (node->kind != NodeKind::mapping)
      return findings_.add(node->place, shown(*node), "a mapping such as {country: [hk, mo]}");
    for (std::size_t i = 0; i < node->keys.size(); ++i) {
      Condition& test = add("customer_attribute." + node->keys[i].text, *node, ConditionKind::customer_attribute);
      test.name = node->keys[i].text;
      if (!node->items[i].nothing()) read(node->items[i], test.words, findings_);
    }
  }

  void read_attachment() {
    const Node* node = fields_.find("attachment");
    if (!node) return;
    Condition& test = add("attachment", *node, ConditionKind::attachment);
    const bool is_yes_or_no = node->kind == NodeKind::scalar && (node->text == "true" || node->text == "false");
    is_yes_or_no ? read(*node, test.yes, findings_) : read(*node, test.words, findings_);
  }

  void read_length() {
    const Node* node = fields_.find("text_length");
    if (!node) return;
    Condition& test = add("text_length", *node, ConditionKind::text_length);
    const Fields bounds{*node, "rules[].when.text_length", workspace_keys(), findings_};
    bounds.into("least", test.least);
    bounds.into("most", test.most);
  }

  void read_parts(std::string_view key, ConditionKind kind) {
    const Node* node = fields_.find(key);
    if (!node) return;
    Condition& choice = add(key, *node, kind);
    const std::span<const Node> items = elements(*node, findings_);
    for (std::size_t i = 0; i < items.size(); ++i)
      choice.parts.push_back(inner(items[i], choice.path + '[' + std::to_string(i) + ']'));
  }

  Condition inner(const Node& node, const std::string& path) const {
    ConditionReader reader{node, path, findings_};
    reader.read_keywords();
    reader.read_words("channel", ConditionKind::channel);
    reader.read_words("channel_kind", ConditionKind::channel_kind);
    reader.read_rest();
    std::vector<Condition> parts = reader.take();
    if (parts.size() == 1) return std::move(parts.front());
    Condition all;
    all.path = path;
    all.place = node.place;
    all.parts = std::move(parts);
    return all;
  }

  Fields fields_;
  std::string path_;
  Findings& findings_;
  std::vector<Condition> parts_;
};

void decode_then(const Node& node, Rule& rule, Findings& findings) {
  const Fields fields{node, "rules[].then", workspace_keys(), findings};
  if (const Node* require = fields.find("require")) read_requirements(*require, rule.require, findings);
  fields.into("group", rule.group);
  fields.into("agents", rule.agents);
  fields.into("priority", rule.priority);
  fields.into("sla", rule.sla);
  fields.into("type", rule.type);
  fields.into("tags", rule.tags);
  fields.into("auto_reply", rule.auto_reply);
  fields.into("bot", rule.bot);
  fields.into("stop", rule.stop);
}

}  // namespace

void decode_when(const Node& node, Rule& rule, Findings& findings) {
  ConditionReader reader{node, "when", findings};
  reader.read_keywords();
  std::vector<Condition> keywords = reader.take();
  if (!keywords.empty()) {
    rule.keywords.emplace();
    rule.keywords->any_of = std::move(keywords.front().words);
    rule.keywords->whole_word = keywords.front().whole_word;
    rule.keywords->place = keywords.front().place;
  }
  reader.fields().into("channel", rule.channels);
  reader.fields().into("channel_kind", rule.channel_kinds);
  reader.read_rest();
  std::vector<Condition> parts = reader.take();
  if (parts.empty()) return;
  rule.when.emplace();
  rule.when->path = "when";
  rule.when->place = node.place;
  rule.when->parts = std::move(parts);
}

void decode(const Node& node, Rule& rule, Findings& findings) {
  const Fields fields{node, "rules[]", workspace_keys(), findings};
  rule.place = node.place;
  fields.required_into("id", rule.id);
  fields.word_into("on", on_words, rule.on_every_message);
  if (const Node* when = fields.find("when")) decode_when(*when, rule, findings);
  if (const Node* then = fields.find("then")) decode_then(*then, rule, findings);
}

}  // namespace switchroom::documents
