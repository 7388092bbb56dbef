// Each value that is looked at leaves a step (its key or index, and the step before), so that a path is put together
// only when something is wrong:  entry → [0] → changes → [1]  reads  `entry[0].changes[1]`.
#include "connectors/json_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <limits>
#include <utility>

namespace switchroom::connectors {

namespace dom = simdjson::dom;

struct JsonReader::Document::Step {
  std::string_view key;  // null data: an element of an array
  std::uint32_t parent;
  std::uint32_t index;
};

struct JsonReader::Document::Scratch {
  static constexpr std::size_t digits_max = std::numeric_limits<std::int64_t>::digits10 + 2;  // with a sign
  dom::parser parser;
  std::vector<Step> steps;
  std::deque<std::array<char, digits_max>> numbers;  // written as text; keeps its first block when it is cleared
  std::string copy;
};

namespace {

constexpr std::size_t depth_max = 64;
constexpr std::size_t kept_bytes_max = 256 * 1024;  // simdjson takes 14 bytes a byte: none of that for one huge body
constexpr std::size_t first_capacity = 4096;
constexpr std::size_t few_keys = 24;
constexpr std::int64_t last_second = 253'402'300'799;  // 9999-12-31T23:59:59Z

std::string_view name_of(dom::element_type type) {
  switch (type) {
    case dom::element_type::ARRAY:
      return "a list";
    case dom::element_type::OBJECT:
      return "an object";
    case dom::element_type::STRING:
      return "text";
    case dom::element_type::BOOL:
      return "true or false";
    case dom::element_type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
}

/// For more than `few_keys` keys, where comparing each with each would be slow.
bool repeats_key_of_many(dom::object object) {
  std::vector<std::string_view> keys;
  for (const dom::key_value_pair field : object) keys.push_back(field.key);
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) != keys.end();
}

/// Whether the key at `field` stands in front of it, too.
bool stands_before(dom::object object, dom::object::iterator field) {
  const std::string_view key = field.key();
  for (auto other = object.begin(); other != field; ++other)
    if (other.key_equals(key)) return true;
  return false;
}

/// Whether a key comes twice. A bit for its length and some of its letters tells most keys apart without comparing.
bool repeats_key(dom::object object) {
  std::size_t count = 0;
  std::uint64_t seen = 0;
  for (auto field = object.begin(), end = object.end(); field != end; ++field) {
    if (++count > few_keys) return repeats_key_of_many(object);
    const std::string_view key = field.key();
    const auto letters =
        key.empty() ? 0U : static_cast<unsigned char>(key.front()) + 7U * static_cast<unsigned char>(key.back());
    const std::uint64_t bit = std::uint64_t{1} << ((letters + 31U * key.size()) % 64);
    if ((seen & bit) != 0 && stands_before(object, field)) return true;
    seen |= bit;
  }
  return false;
}

bool is_object_with_repeated_key(dom::element element) {
  return element.is_object() && repeats_key(element.get_object().value_unsafe());
}

}  // namespace

JsonReader::Document::Document(const Request& request) { parse(request.body, request.spare_bytes); }

JsonReader::Document::Document(std::string_view bytes) { parse(bytes, 0); }

std::unique_ptr<JsonReader::Document::Scratch>& JsonReader::Document::spare() {
  thread_local std::unique_ptr<Scratch> scratch;
  return scratch;
}

JsonReader::Document::~Document() {
  if (scratch_->parser.capacity() <= kept_bytes_max) spare() = std::move(scratch_);
}

void JsonReader::Document::parse(std::string_view bytes, std::size_t spare_bytes) {
  scratch_ = spare() ? std::move(spare()) : std::make_unique<Scratch>();
  scratch_->steps.assign(1, Step{});
  scratch_->numbers.clear();
  const char* json = bytes.data();
  if (spare_bytes < simdjson::SIMDJSON_PADDING) {
    scratch_->copy.reserve(bytes.size() + simdjson::SIMDJSON_PADDING);
    scratch_->copy.assign(bytes);
    json = scratch_->copy.data();
  }
  const simdjson::error_code code = parse_padded({json, bytes.size()});
  parsed_ = code == simdjson::SUCCESS;
  if (!parsed_) error_ = Error{Fault::undecodable_message, "body", simdjson::error_message(code), "JSON"};
}

simdjson::error_code JsonReader::Document::parse_padded(std::string_view json) {
  if (json.empty()) return simdjson::EMPTY;
  dom::parser& parser = scratch_->parser;
  if (parser.capacity() < json.size() || parser.max_depth() != depth_max)
    if (const auto code = parser.allocate(std::max(json.size(), first_capacity), depth_max)) return code;
  return parser.parse(json.data(), json.size(), false).get(root_);
}

JsonReader JsonReader::Document::root() {
  if (!parsed_) return {};
  if (!is_object_with_repeated_key(root_)) return {this, root_, 0};
  fail(0, {}, "a repeated key", "each key once");
  return {};  // else a loop over its items would lay the blame on the first of them
}

std::optional<Error> JsonReader::Document::take_error() {
  if (!error_ || given_up_) return error_;
  return std::exchange(error_, std::nullopt);
}

void JsonReader::Document::give_up(std::string_view found, std::string_view expected) {
  if (given_up_) return;
  error_ = Error{Fault::undecodable_message, "body", std::string{found}, std::string{expected}};
  given_up_ = true;
}

/// The reader of a value that was found below `parent`; nothing after giving up. Inlined: as a call its arguments went
/// through memory, written in halves and read whole, which cost an eighth of a message's decoding.
[[gnu::always_inline]] inline JsonReader JsonReader::Document::step_to(dom::element element, std::uint32_t parent,
                                                                       std::string_view key, std::size_t index) {
  std::vector<Step>& steps = scratch_->steps;
  if (steps.size() == steps_max) give_up("too many values", "a delivery of at most 1000 messages");
  if (given_up_) return {};
  const auto step = static_cast<std::uint32_t>(steps.size());
  Step& added = steps.emplace_back();
  added.key = key;
  added.parent = parent;
  added.index = static_cast<std::uint32_t>(index);
  if (is_object_with_repeated_key(element)) fail(step, {}, "a repeated key", "each key once");
  return {this, element, step};
}

void JsonReader::Document::fail(std::uint32_t step, std::string_view key, std::string_view found,
                                std::string_view expected) {
  if (error_) return;
  std::string path = path_of(step);
  if (!key.empty()) path += (step == 0 ? "" : ".") + std::string{key};
  if (path.empty()) path = "body";
  error_ = Error{Fault::undecodable_message, std::move(path), std::string{found}, std::string{expected}};
}

std::string JsonReader::Document::path_of(std::uint32_t step) const {
  std::string path;
  for (; step != 0; step = scratch_->steps[step].parent) {
    const Step& last = scratch_->steps[step];
    const bool element = last.key.data() == nullptr;
    std::string piece = element ? "[" + std::to_string(last.index) + "]" : std::string{last.key};
    if (!element && last.parent != 0) piece.insert(0, ".");
    path.insert(0, piece);
  }
  return path;
}

template <class Number>
std::string_view JsonReader::Document::digits_of(Number number) {
  auto& digits = scratch_->numbers.emplace_back();
  const auto [end, code] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return {digits.data(), end};
}

JsonReader JsonReader::find(std::string_view key) const {
  if (!document_) return {};
  dom::object object;
  if (element_.get(object) != simdjson::SUCCESS) return mistyped("an object"), JsonReader{};
  for (auto field = object.begin(), end = object.end(); field != end; ++field) {
    if (!field.key_equals(key)) continue;
    if (field.value().is_null()) return {};
    return document_->step_to(field.value(), step_, key, 0);
  }
  return {};
}

JsonReader JsonReader::at(std::string_view key) const {
  const JsonReader value = find(key);
  if (!value && document_) document_->fail(step_, key, "nothing", "a value");
  return value;
}

JsonReader::Items JsonReader::items() const {
  if (!document_) return {};
  dom::array array;
  if (element_.get(array) != simdjson::SUCCESS) return mistyped("a list"), Items{};
  return {document_, array, step_};
}

std::vector<JsonReader::Member> JsonReader::members() const {
  std::vector<Member> members;
  if (!document_) return members;
  dom::object object;
  if (element_.get(object) != simdjson::SUCCESS) return mistyped("an object"), members;
  for (const dom::key_value_pair field : object)
    if (!field.value.is_null()) members.push_back({field.key, document_->step_to(field.value, step_, field.key, 0)});
  return members;
}

std::string_view JsonReader::text() const {
  std::string_view value;
  if (document_ && element_.get(value) != simdjson::SUCCESS) mistyped("text");
  return value;
}

bool JsonReader::is_text() const { return document_ && element_.is_string(); }

bool JsonReader::is_object() const { return document_ && element_.is_object(); }

bool JsonReader::is_list() const { return document_ && element_.is_array(); }

std::string_view JsonReader::id() const {
  if (!document_) return {};
  switch (element_.type()) {
    case dom::element_type::STRING:
      return text();
    case dom::element_type::INT64:
      return document_->digits_of(integer());
    case dom::element_type::UINT64:
      return document_->digits_of(element_.get_uint64().value_unsafe());
    default:
      return mistyped("an id (text or a whole number)"), std::string_view{};
  }
}

std::int64_t JsonReader::integer() const {
  std::int64_t value = 0;
  if (document_ && element_.get(value) != simdjson::SUCCESS) mistyped("a whole number");
  return value;
}

double JsonReader::number() const {
  double value = 0;
  if (document_ && element_.get(value) != simdjson::SUCCESS) mistyped("a number");
  return value;
}

bool JsonReader::flag() const {
  bool value = false;
  if (document_ && element_.get(value) != simdjson::SUCCESS) mistyped("true or false");
  return value;
}

std::int64_t JsonReader::time_up_to(std::int64_t last, std::string_view expected) const {
  if (!document_) return 0;
  std::int64_t time = -1;
  if (element_.is_string()) {
    const std::string_view digits = text();
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), time);
    if (code != std::errc{} || end != digits.data() + digits.size()) time = -1;
  } else {
    time = integer();
  }
  if (time >= 0 && time <= last) return time;
  refuse("another value", expected);
  return 0;
}

std::int64_t JsonReader::seconds_as_ms() const { return time_up_to(last_second, "seconds since 1970") * 1000; }

std::int64_t JsonReader::ms() const { return time_up_to(last_second * 1000 + 999, "milliseconds since 1970"); }

std::string JsonReader::json() const {
  if (!document_) return {};
  if (std::int64_t number = 0; element_.get(number) == simdjson::SUCCESS)
    return std::to_string(number);  // much cheaper
  return simdjson::minify(element_);
}

void JsonReader::refuse(std::string_view found, std::string_view expected) const {
  if (document_) document_->fail(step_, {}, found, expected);
}

void JsonReader::mistyped(std::string_view expected) const { refuse(name_of(element_.type()), expected); }

JsonReader JsonReader::Items::Iterator::operator*() const {
  return items_->document_->step_to(*at_, items_->step_, {}, index_);
}

JsonReader::Items::Iterator& JsonReader::Items::Iterator::operator++() {
  ++at_;
  ++index_;
  return *this;
}

bool JsonReader::Items::Iterator::operator!=(const Iterator& end) const {
  return at_ != end.at_ && !items_->document_->given_up();
}

}  // namespace switchroom::connectors
