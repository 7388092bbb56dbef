#include "gateway/scenarios/scenario_document.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "config/calendar/local_time.hpp"
#include "config/documents/workspace_document.hpp"
#include "config/documents/yaml_document.hpp"
#include "config/workspace/amounts.hpp"
#include "router/scenario/expecting.hpp"
#include "router/scenario/sentence.hpp"
#include "router/scenario/telling.hpp"

namespace switchroom::scenarios {
namespace {

using documents::Fields;
using documents::Findings;
using documents::Node;
using documents::NodeKind;
using scenario::Scenario;
using scenario::Step;

constexpr auto keys = std::to_array<documents::KeyRow>({
    {"scenario", "text", "required"},
    {"requirement", "text", ""},
    {"start", "date and time", "a Monday, 09:00 UTC"},
    {"zone", "IANA time zone", "UTC"},
    {"workspace", "workspace document, or path of one", "required"},
    {"customers.<customer>.language", "language", "detected"},
    {"customers.<customer>.level", "customer level", "none"},
    {"customers.<customer>.tags", "list of texts", "[]"},
    {"customers.<customer>.attributes", "mapping: attribute to value", "{}"},
    {"steps", "list", "required"},
    {"steps[].at", "time", "that of the step before"},
    {"steps[].configuration", "workspace document, or path of one", "unchanged"},
    {"steps[].do", "sentence or list of sentences", "nothing"},
    {"steps[].expect", "line or list of lines", "nothing"},
});

constexpr std::int64_t monday_ms = 1'767'603'600'000;  // 2026-01-05 09:00 UTC
constexpr std::string_view time_law = "a time such as 300s, +5m (after the step before), 09:30 or 2026-03-02 09:30";

class Reader {
 public:
  Reader(const std::string& file, const ReadFile& read_file, Findings& findings)
      : file_(file), read_file_(read_file), findings_(findings) {}

  Scenario read(const Node& root) {
    const Fields fields{root, "", keys, findings_};
    fields.required_into("scenario", made_.title);
    fields.into("requirement", made_.requirement);
    read_start(fields);
    if (const Node* node = fields.find("customers")) read_customers(*node);
    const Node* workspace = fields.find("workspace");
    if (workspace != nullptr) current_ = made_.workspace = read_workspace(*workspace);
    if (workspace != nullptr && workspace->kind == NodeKind::scalar) made_.document = path_of(*workspace);
    if (workspace == nullptr) findings_.add(root.place, "no workspace", "a workspace document, or the path of one");
    last_ = made_.start;
    if (const Node* steps = fields.find("steps"))
      for (const Node& node : documents::elements(*steps, findings_)) read_step(node);
    else
      findings_.add(root.place, "no steps", "a list of steps");
    return std::move(made_);
  }

  /// Errors of workspaces, whose files have names of their own.
  std::vector<Error> errors;

 private:
  void read_start(const Fields& fields) {
    made_.start = instant_of_ms(monday_ms);
    const Node* zone = fields.find("zone");
    const Node* start = fields.find("start");
    if (zone != nullptr) documents::read(*zone, zone_, findings_);
    if (!calendar::is_zone(zone_)) {
      findings_.add(zone->place, documents::shown(*zone), "an IANA time zone such as Asia/Hong_Kong");
      zone_ = "UTC";
    }
    if (start == nullptr) {
      if (zone != nullptr) findings_.add(zone->place, "a zone without `start`", "a `start` such as 2026-03-02 09:00");
      return;
    }
    made_.zone = zone_;
    const auto at = calendar::instant_of_local(start->text, zone_);
    if (at) made_.start = *at;
    if (!at) findings_.add(start->place, documents::shown(*start), "a date and time such as 2026-03-02 09:00");
  }

  void read_customers(const Node& node) {
    if (node.kind != NodeKind::mapping)
      return findings_.add(node.place, documents::shown(node), "a mapping such as {chan: {level: vip}}");
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      const Fields fields{node.items[i], "customers.<customer>", keys, findings_};
      scenario::Customer& customer = made_.customers[node.keys[i].text];
      fields.into("language", customer.language);
      fields.into("level", customer.level);
      fields.into("tags", customer.tags);
      fields.into("attributes", customer.attributes);
    }
  }

  /// From the scenario's folder.
  std::string path_of(const Node& node) const {
    const std::size_t slash = file_.rfind('/');
    const bool stands_alone = node.text.starts_with('/') || slash == file_.npos;
    return stands_alone ? node.text : file_.substr(0, slash + 1) + node.text;
  }

  std::shared_ptr<const workspace::Workspace> read_workspace(const Node& node) {
    documents::CheckedWorkspace checked;
    if (node.kind == NodeKind::scalar) {
      const std::string path = path_of(node);
      const Result<std::string> text = read_file_(path);
      if (text)
        checked = documents::check_workspace(*text, path, {});
      else
        findings_.add(node.place, text.error().where + ": " + text.error().found,
                      "the path of a workspace document, from the scenario's folder");
    } else {
      checked = documents::check_workspace(node, file_, {});
    }
    std::ranges::move(checked.errors, std::back_inserter(errors));
    if (!checked.workspace) return nullptr;
    return std::make_shared<const workspace::Workspace>(std::move(*checked.workspace));
  }

  void read_step(const Node& node) {
    const Fields fields{node, "steps[]", keys, findings_};
    Step& step = made_.steps.emplace_back();
    step.place = node.place;
    step.at = last_;
    if (const Node* at = fields.find("at")) step.at = read_time(*at);
    last_ = step.at;
    if (const Node* document = fields.find("configuration")) {
      step.configuration = read_workspace(*document);
      if (step.configuration) current_ = step.configuration;
    }
    if (const Node* deeds = fields.find("do"))
      for (const Node& deed : one_or_more(*deeds)) read_deed(deed, step);
    if (const Node* expected = fields.find("expect"))
      for (const Node& line : one_or_more(*expected)) read_expectation(line, step);
  }

  static std::span<const Node> one_or_more(const Node& node) {
    return node.kind == NodeKind::list ? std::span{node.items} : std::span{&node, 1};
  }

  Instant read_time(const Node& node) {
    const auto at = node.kind == NodeKind::scalar ? time_of(node.text) : std::nullopt;
    if (!at) findings_.add(node.place, documents::shown(node), std::string{time_law} + why_no_clock());
    if (at && *at < last_)
      findings_.add(node.place, documents::shown(node), "a time that is not before the last step's");
    return at && *at >= last_ ? *at : last_;
  }

  std::optional<Instant> time_of(const std::string& text) const {
    if (text.starts_with('+')) {
      const auto ms = workspace::duration_of_text(std::string_view{text}.substr(1));
      return ms ? std::optional{last_ + Milliseconds{*ms}} : std::nullopt;
    }
    if (const auto ms = workspace::duration_of_text(text)) return made_.start + Milliseconds{*ms};
    if (made_.zone.empty()) return std::nullopt;
    if (const auto at = calendar::instant_of_local(text, made_.zone)) return at;
    return calendar::instant_of_local(calendar::local_text(last_, made_.zone).substr(0, 11) + text, made_.zone);
  }
  std::string why_no_clock() const { return made_.zone.empty() ? "; clock times want a `start`" : ""; }

  void read_deed(const Node& node, Step& step) {
    std::optional<scenario::Deed> deed = node.kind == NodeKind::scalar ? scenario::deed_of(node.text) : std::nullopt;
    if (!deed)
      return findings_.add(node.place, documents::shown(node),
                           "a sentence such as \"" + std::string{scenario::nearest_form(node.text)} + '"');
    if (current_)
      if (const auto unknown = scenario::unknown_name(*deed, *current_))
        return findings_.add(node.place, unknown->found, unknown->expected);
    step.deeds.push_back(std::move(*deed));
  }

  void read_expectation(const Node& node, Step& step) {
    auto expected = node.kind == NodeKind::scalar ? scenario::expectation_of(node.text) : std::nullopt;
    if (!expected)
      return findings_.add(node.place, documents::shown(node),
                           "what the router tells, such as \"t1 goes to ann\", \"not t1 …\", \"now ann is online\" or "
                           "\"nothing\"");
    expected->place = node.place;
    step.expectations.push_back(std::move(*expected));
  }

  const std::string& file_;
  const ReadFile& read_file_;
  Findings& findings_;
  Scenario made_;
  std::string zone_ = "UTC";
  std::shared_ptr<const workspace::Workspace> current_;
  Instant last_{};
};

}  // namespace

std::span<const documents::KeyRow> scenario_keys() { return keys; }

std::expected<Scenario, std::vector<Error>> decode_scenario(std::string_view text, const std::string& file,
                                                            const ReadFile& read_file) {
  Findings findings{file};
  const std::optional<Node> root = documents::parse_yaml(text, findings);
  if (!root) return std::unexpected(findings.errors());
  Reader reader{file, read_file, findings};
  Scenario made = reader.read(*root);
  std::vector<Error> errors = findings.errors();
  std::ranges::move(reader.errors, std::back_inserter(errors));
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return made;
}

}  // namespace switchroom::scenarios
