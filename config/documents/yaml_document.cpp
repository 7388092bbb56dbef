#include "config/documents/yaml_document.hpp"

#include <libfyaml.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_set>

#include "config/documents/yaml_text.hpp"

namespace switchroom::documents {
namespace {

struct ParserEnd {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagnosticsEnd {
  void operator()(fy_diag* diagnostics) const { fy_diag_destroy(diagnostics); }
};
struct EventEnd {
  fy_parser* parser;
  void operator()(fy_event* event) const { fy_parser_event_free(parser, event); }
};
using Event = std::unique_ptr<fy_event, EventEnd>;

/// libfyaml's parser and its errors.
class Parser {
 public:
  explicit Parser(std::string_view text) {
    fy_diag_cfg diagnostics{};
    fy_diag_cfg_default(&diagnostics);
    diagnostics.fp = nullptr;
    diagnostics.colorize = false;
    diagnostics_.reset(fy_diag_create(&diagnostics));
    if (!diagnostics_) throw std::bad_alloc{};
    fy_diag_set_collect_errors(diagnostics_.get(), true);
    const fy_parse_cfg settings{
        .search_path = "", .flags = FYPCF_QUIET, .userdata = nullptr, .diag = diagnostics_.get()};
    parser_.reset(fy_parser_create(&settings));
    if (!parser_ || fy_parser_set_string(parser_.get(), text.data(), text.size()) != 0) throw std::bad_alloc{};
  }

  /// The next event; null at the end and after an error.
  Event next() { return Event{fy_parser_parse(parser_.get()), EventEnd{parser_.get()}}; }

  /// What stopped the parser; null if nothing did. Valid as long as the parser.
  const fy_diag_error* error() const {
    void* position = nullptr;
    return fy_diag_errors_iterate(diagnostics_.get(), &position);
  }
  bool failed() const { return fy_parser_get_stream_error(parser_.get()); }

 private:
  std::unique_ptr<fy_diag, DiagnosticsEnd> diagnostics_;
  std::unique_ptr<fy_parser, ParserEnd> parser_;
};

Place place_of(const fy_mark* mark) { return mark ? Place{mark->line + 1, mark->column + 1} : Place{}; }

/// Makes the tree of a stream of events. Ends early (`stopped`) at what leaves no tree.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, Findings& findings) : text_(text), findings_(findings) {}

  void take(const fy_event& event) {
    switch (event.type) {
      case FYET_DOCUMENT_START:
        return begin_document(event);
      case FYET_MAPPING_START:
        return open(NodeKind::mapping, event.mapping_start.mapping_start, event.mapping_start.anchor,
                    event.mapping_start.tag);
      case FYET_SEQUENCE_START:
        return open(NodeKind::list, event.sequence_start.sequence_start, event.sequence_start.anchor,
                    event.sequence_start.tag);
      case FYET_MAPPING_END:
      case FYET_SEQUENCE_END:
        return close();
      case FYET_SCALAR:
        return scalar(event.scalar);
      case FYET_ALIAS:
        return alias(event.alias.anchor);
      default:
        return;
    }
  }

  bool stopped() const { return stopped_; }
  std::optional<Node> take_root() { return std::move(root_); }
  /// Where the innermost open mapping or list begins.
  Place innermost() const { return open_.empty() ? Place{} : open_.back().node.place; }

 private:
  struct Open {
    Node node;
    std::optional<Key> key;  ///< read, its value not yet
  };

  void begin_document(const fy_event& event) {
    if (documents_++ == 0) return;
    stop(place_of(fy_token_start_mark(event.document_start.document_start)), "a second document",
         "one document in the file");
  }

  void stop(Place place, std::string found, std::string expected) {
    findings_.add(place, std::move(found), std::move(expected));
    stopped_ = true;
  }

  /// The mark of a token, or of the key before it: an empty value has none.
  Place place_or_key(fy_token* token) const {
    const fy_mark* mark = token ? fy_token_start_mark(token) : nullptr;
    if (mark || open_.empty()) return place_of(mark);
    return open_.back().key ? open_.back().key->place : open_.back().node.place;
  }

  /// libfyaml's mark of a quoted text or an alias lies behind the quote or the asterisk.
  Place place_with_indicator(fy_token* token) const {
    Place place = place_or_key(token);
    if (token && fy_token_start_mark(token) && place.column > 1) --place.column;
    return place;
  }

  void refuse_extras(fy_token* anchor, fy_token* tag) {
    if (anchor) findings_.add(place_with_indicator(anchor), "an anchor (&)", "the value written out");
    if (tag) findings_.add(place_or_key(tag), "a tag (!)", "a value without a tag");
  }

  bool wants_key() const { return !open_.empty() && open_.back().node.kind == NodeKind::mapping && !open_.back().key; }

  bool one_more() {
    if (++nodes_ <= document_nodes_max) return true;
    stop(innermost(), "more than " + std::to_string(document_nodes_max) + " values", "a smaller document");
    return false;
  }

  void open(NodeKind kind, fy_token* token, fy_token* anchor, fy_token* tag) {
    const Place place = place_or_key(token);
    if (!one_more()) return;
    refuse_extras(anchor, tag);
    if (wants_key()) return stop(place, "a mapping or a list as a key", "text as a key");
    if (open_.size() == document_depth_max)
      return stop(place, "more than " + std::to_string(document_depth_max) + " levels", "a flatter document");
    open_.push_back({Node{.kind = kind, .text = {}, .keys = {}, .items = {}, .place = place}, std::nullopt});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    if (node.kind == NodeKind::mapping) drop_repeated(node);
    add(std::move(node));
  }

  std::string text_of(fy_token* token, fy_scalar_style style) const {
    if (!token) return {};
    const fy_mark* begin = fy_token_start_mark(token);
    const fy_mark* end = fy_token_end_mark(token);
    if (style == FYSS_SINGLE_QUOTED && begin && end && begin->input_pos <= end->input_pos &&
        end->input_pos <= text_.size())
      return single_quoted_text(text_.substr(begin->input_pos, end->input_pos - begin->input_pos));
    std::size_t size = 0;
    const char* text = fy_token_get_text(token, &size);
    return text ? std::string{text, size} : std::string{};
  }

  void scalar(const fy_event_scalar_data& scalar) {
    if (!one_more()) return;
    const fy_scalar_style style = scalar.value ? fy_token_scalar_style(scalar.value) : FYSS_PLAIN;
    const bool in_quotes = style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
    const Place place = in_quotes ? place_with_indicator(scalar.value) : place_or_key(scalar.value);
    refuse_extras(scalar.anchor, scalar.tag);
    std::string value = text_of(scalar.value, style);
    if (wants_key())
      open_.back().key = Key{std::move(value), place};
    else
      add(Node{.quoted = style != FYSS_PLAIN, .text = std::move(value), .keys = {}, .items = {}, .place = place});
  }

  void alias(fy_token* token) {
    const Place place = place_with_indicator(token);
    if (!one_more()) return;
    findings_.add(place, "an alias (*)", "the value written out");
    if (wants_key())
      open_.back().key = Key{.text = {}, .place = place};
    else
      add(Node{.text = {}, .keys = {}, .items = {}, .place = place});
  }

  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == NodeKind::mapping) {
      parent.node.keys.push_back(std::move(*parent.key));
      parent.key.reset();
    }
    parent.node.items.push_back(std::move(node));
  }

  void drop_repeated(Node& node) {
    std::unordered_set<std::string_view> seen;
    std::size_t repeated = 0;
    for (const Key& key : node.keys) {
      if (seen.insert(key.text).second) continue;
      ++repeated;
      findings_.add(key.place, "the key " + shown(key.text) + " a second time", "each key once");
    }
    if (repeated == 0) return;
    Node kept{.kind = NodeKind::mapping, .text = {}, .keys = {}, .items = {}, .place = node.place};
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      if (seen.erase(node.keys[i].text) == 0) continue;
      kept.keys.push_back(node.keys[i]);  // a copy: `seen` looks into the original
      kept.items.push_back(std::move(node.items[i]));
    }
    node = std::move(kept);
  }

  std::string_view text_;
  Findings& findings_;
  std::vector<Open> open_;
  std::optional<Node> root_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
  bool stopped_ = false;
};

/// The place of a byte, its column in characters.
Place place_of_offset(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const auto is_lead = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
  return {.line = static_cast<int>(std::ranges::count(before, '\n')) + 1,
          .column = static_cast<int>(std::ranges::count_if(before.substr(line_start), is_lead)) + 1};
}

/// libfyaml reads a whole list in brackets ahead to find out whether it is a key, at 300 bytes of memory a mark. So the
/// marks that can begin or end something are counted before it sees the text.
bool marks_are_few(std::string_view text, Findings& findings) {
  std::array<bool, 256> is_mark{};
  for (const char mark : std::string_view{"[]{},:?&*!\"'"}) is_mark[static_cast<unsigned char>(mark)] = true;
  const auto marks = std::ranges::count_if(text, [&](char byte) { return is_mark[static_cast<unsigned char>(byte)]; });
  if (static_cast<std::size_t>(marks) <= document_marks_max) return true;
  findings.add({}, std::to_string(marks) + " brackets, commas, colons and quotes",
               "a smaller document, with at most " + std::to_string(document_marks_max));
  return false;
}

bool directives_are_absent(std::string_view text, Findings& findings) {
  const std::size_t at = text.starts_with('%') ? 0 : text.find("\n%");
  if (at == text.npos) return true;
  findings.add(place_of_offset(text, at == 0 ? 0 : at + 1), "a directive (%)", "a document without directives");
  return false;
}

bool characters_are_sound(std::string_view text, Findings& findings) {
  const auto bad = first_bad_byte(text);
  if (!bad) return true;
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(text[*bad]);
  findings.add(place_of_offset(text, *bad), std::string{"the byte 0x"} + hex[byte >> 4] + hex[byte & 15],
               "UTF-8 text without control characters");
  return false;
}

bool text_is_sound(std::string_view text, Findings& findings) {
  if (text.size() <= document_bytes_max)
    return characters_are_sound(text, findings) && marks_are_few(text, findings) &&
           directives_are_absent(text, findings);
  findings.add({}, std::to_string(text.size()) + " bytes", "at most " + std::to_string(document_bytes_max) + " bytes");
  return false;
}

void report(const Parser& parser, const TreeBuilder& tree, Findings& findings) {
  const fy_diag_error* error = parser.error();
  const std::string_view words = error && error->msg ? error->msg : "text that is no YAML";
  if (words.contains("without a closing bracket"))
    return findings.add(tree.innermost(), "an open bracket", "its closing bracket");
  const int indicator = words.contains("without closing quote") ? 1 : 0;  // its place lies behind the quote
  const Place place = error ? Place{std::max(error->line, 1), std::max(error->column - indicator, 1)} : Place{};
  findings.add(place, std::string{words}, "well-formed YAML");
}

}  // namespace

std::optional<Node> parse_yaml(std::string_view text, Findings& findings) {
  if (!text_is_sound(text, findings)) return std::nullopt;
  Parser parser{text};
  TreeBuilder tree{text, findings};
  while (const Event event = parser.next()) {
    tree.take(*event);
    if (tree.stopped()) return std::nullopt;
  }
  if (parser.failed() || parser.error()) {
    report(parser, tree, findings);
    return std::nullopt;
  }
  Node nothing{.kind = NodeKind::mapping, .text = {}, .keys = {}, .items = {}, .place = {1, 1}};
  std::optional<Node> root = tree.take_root();
  return root && !root->nothing() ? std::move(root) : std::move(nothing);
}

}  // namespace switchroom::documents
