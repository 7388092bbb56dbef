// Reading goes line by line with a stack of the multiparts that are open:
//
//   Content-Type: multipart/mixed; boundary=a      open a, skip to its first delimiter
//   (preamble)
//   --a                                            a part of a begins: its header says what it is
//   Content-Type: multipart/alternative; boundary=ab
//   --ab                                           compared as a whole line: `--a` is no delimiter of `ab`
//   --ab--                                         ab closes; what follows is its epilogue
//   --a--
//
// A delimiter of an outer multipart closes the inner ones too: a missing close loses nothing.
#include "connectors/mail/mime_parts.hpp"

#include <optional>
#include <utility>

#include "connectors/mail/ascii.hpp"

namespace switchroom::mail {
namespace {

struct OpenMultipart {
  std::string boundary;
  std::string type;
  std::size_t alternative = 0;  ///< number of the outermost multipart/alternative from here outwards
  std::size_t branch = 0;       ///< if that is an outer one
  std::size_t children = 0;
};

struct Delimiter {
  std::size_t level = 0;  ///< index into the stack
  bool closes = false;
};

std::unexpected<Error> beyond(Fault fault, std::string_view found, std::string_view expected) {
  return std::unexpected{Error{fault, "mail", std::string{found}, std::string{expected}}};
}

class Splitter {
 public:
  explicit Splitter(std::string_view message) : rest_(message) {}

  Result<MimeMessage> split() {
    Result<HeaderBlock> header = HeaderBlock::take(rest_);
    if (!header) return std::unexpected{header.error()};
    message_.header = *header;
    message_.type = read_content_type(header->value("Content-Type"));
    if (Result<void> read = begin_part(*std::move(header)); !read) return std::unexpected{read.error()};
    while (!open_.empty())
      if (Result<void> read = next_part(); !read) return std::unexpected{read.error()};
    return std::move(message_);
  }

 private:
  /// Which open multipart `line` delimits, the innermost first.
  std::optional<Delimiter> delimiter_in(std::string_view line) const {
    if (!line.starts_with("--")) return std::nullopt;
    line = line.substr(2, line.find_last_not_of(" \t") - 1);
    for (std::size_t level = open_.size(); level-- > 0;) {
      const std::string& boundary = open_[level].boundary;
      if (!line.starts_with(boundary)) continue;
      const std::string_view tail = line.substr(boundary.size());
      if (tail.empty() || tail == "--") return Delimiter{.level = level, .closes = !tail.empty()};
    }
    return std::nullopt;
  }

  /// Takes all up to the next delimiter, whose line end in front belongs to it; closes what it closes.
  std::string_view take_body() {
    const std::string_view whole = rest_;
    std::size_t end = 0;
    while (!rest_.empty()) {
      const std::size_t begin = whole.size() - rest_.size();
      const std::string_view line = take_line(rest_);
      if (const std::optional<Delimiter> found = delimiter_in(line)) {
        open_.resize(found->level + (found->closes ? 0 : 1));
        at_delimiter_ = !found->closes;
        return whole.substr(0, end);
      }
      end = begin + line.size();
    }
    open_.clear();
    return whole;
  }

  /// Past a delimiter a part begins; past a close the epilogue is skipped.
  Result<void> next_part() {
    if (!std::exchange(at_delimiter_, false)) {
      take_body();
      return {};
    }
    ++open_.back().children;
    Result<HeaderBlock> header = HeaderBlock::take(rest_);
    if (!header) return std::unexpected{header.error()};
    return begin_part(*std::move(header));
  }

  Result<void> begin_part(HeaderBlock header) {
    const bool in_digest = !open_.empty() && open_.back().type == "multipart/digest";
    std::string field = header.value("Content-Type");
    if (field.empty() && in_digest) field = "message/rfc822";
    Parametrised type = read_content_type(field);
    if (type.value.starts_with("multipart/")) {
      if (std::string_view boundary = type.parameter("boundary"); !boundary.empty()) return open(type.value, boundary);
      type.value = "text/plain";
    }
    return add_leaf(std::move(header), std::move(type));
  }

  Result<void> open(const std::string& type, std::string_view boundary) {
    if (open_.size() == depth_max) return beyond(Fault::undecodable_message, "more levels", "at most 50 nested parts");
    if (++multiparts_ > parts_max) return beyond(Fault::undecodable_message, "more parts", "at most 500 parts");
    OpenMultipart opened{.boundary = std::string{boundary}, .type = type};
    if (!open_.empty() && open_.back().alternative != 0) {
      const OpenMultipart& outer = open_.back();
      opened.alternative = outer.alternative;
      opened.branch = outer.branch != 0 ? outer.branch : outer.children;
    } else if (type == "multipart/alternative") {
      opened.alternative = multiparts_;
    }
    open_.push_back(std::move(opened));
    take_body();
    return {};
  }

  Result<void> add_leaf(HeaderBlock header, Parametrised type) {
    if (message_.parts.size() == parts_max)
      return beyond(Fault::undecodable_message, "more parts", "at most 500 parts");
    MimePart& part = message_.parts.emplace_back();
    part.header = std::move(header);
    part.type = std::move(type);
    if (!open_.empty()) {
      const OpenMultipart& around = open_.back();
      part.alternative = around.alternative;
      part.branch = around.branch != 0 ? around.branch : around.children;
      part.in_related = around.type == "multipart/related";
      part.in_report = around.type == "multipart/report";
    }
    part.body = open_.empty() ? std::exchange(rest_, {}) : take_body();
    return {};
  }

  std::string_view rest_;
  std::vector<OpenMultipart> open_;
  bool at_delimiter_ = false;
  std::size_t multiparts_ = 0;
  MimeMessage message_;
};

}  // namespace

Result<MimeMessage> split_mime(std::string_view message) {
  if (message.size() > message_bytes_max)
    return beyond(Fault::payload_too_large, "more bytes", "a mail of at most 64 MiB");
  return Splitter{message}.split();
}

}  // namespace switchroom::mail
