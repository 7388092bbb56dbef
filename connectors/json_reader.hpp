#pragma once
// Reads JSON whose shape we know. What is missing or of another type reads as empty, and the document keeps the first
// such error with its path, so a connector reads a whole message straight down and asks once whether all was well:
//
//   JsonReader::Document webhook{request};
//   for (const JsonReader& event : webhook.root().at("events").items()) { … event.at("id").text() … }
//   if (auto error = webhook.take_error()) …              // `events[3].id: found nothing; expected a value`
//
// The whole document is checked first: grammar, UTF-8, at most 64 levels. An object that is read must not repeat a key.
// A document belongs to one thread; readers and the texts they give are valid as long as it.

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

class JsonReader {
 public:
  class Document;
  class Items;
  struct Member;

  /// Reads as nothing, without an error.
  JsonReader() = default;

  /// Whether there is a value here (null counts as none).
  explicit operator bool() const { return document_ != nullptr; }

  /// A value that must be there.
  JsonReader at(std::string_view key) const;
  /// A value that may be missing or null.
  JsonReader find(std::string_view key) const;
  /// The elements of an array; none of nothing.
  Items items() const;
  /// The members of an object in their order, without those that are null; none of nothing.
  std::vector<Member> members() const;

  std::string_view text() const;  ///< a string
  bool is_text() const;           ///< whether there is a string here
  bool is_object() const;         ///< whether there is an object here
  bool is_list() const;           ///< whether there is an array here
  std::string_view id() const;    ///< a string, or an integer as its digits, exact up to 64 bits
  std::int64_t integer() const;
  double number() const;
  bool flag() const;
  /// A time in whole seconds since 1970, as a number or as a string of digits → ms. Up to the year 9999.
  std::int64_t seconds_as_ms() const;
  /// A time in whole ms since 1970, as a number or as a string of digits. Up to the year 9999.
  std::int64_t ms() const;
  /// The value as compact JSON; empty for nothing.
  std::string json() const;

  /// Records an error at this place, unless there was one before.
  void refuse(std::string_view found, std::string_view expected) const;

 private:
  JsonReader(Document* document, simdjson::dom::element element, std::uint32_t step)
      : document_(document), element_(element), step_(step) {}
  void mistyped(std::string_view expected) const;
  std::int64_t time_up_to(std::int64_t last, std::string_view expected) const;

  Document* document_ = nullptr;
  simdjson::dom::element element_;
  std::uint32_t step_ = 0;
};

/// A name and its value.
struct JsonReader::Member {
  std::string_view key;
  JsonReader value;
};

class JsonReader::Document {
 public:
  /// More values looked at than this, and the document is given up: a bound on time and memory.
  static constexpr std::size_t steps_max = 262'144;

  /// Parses the body of `request`: in place if its spare bytes allow that, else from a copy.
  explicit Document(const Request& request);
  /// Parses `bytes` from a copy.
  explicit Document(std::string_view bytes);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// The outermost value; nothing if the document is no JSON, or an object that repeats a key.
  JsonReader root();
  /// The first error since the last call (fault `undecodable_message`); forgets it, so that reading can go on behind
  /// it.
  std::optional<Error> take_error();
  /// Gives the document up: loops over items end, `take_error` tells `found` and `expected` for ever.
  void give_up(std::string_view found, std::string_view expected);
  bool given_up() const { return given_up_; }

 private:
  friend class JsonReader;
  struct Step;
  struct Scratch;

  static std::unique_ptr<Scratch>& spare();
  void parse(std::string_view bytes, std::size_t spare_bytes);
  simdjson::error_code parse_padded(std::string_view json);
  JsonReader step_to(simdjson::dom::element element, std::uint32_t parent, std::string_view key, std::size_t index);
  void fail(std::uint32_t step, std::string_view key, std::string_view found, std::string_view expected);
  std::string path_of(std::uint32_t step) const;
  template <class Number>
  std::string_view digits_of(Number number);

  std::unique_ptr<Scratch> scratch_;  // the thread's spare one, given back at the end
  simdjson::dom::element root_;
  bool parsed_ = false;
  bool given_up_ = false;
  std::optional<Error> error_;
};

/// The elements of an array, for a range-for.
class JsonReader::Items {
 public:
  class Iterator {
   public:
    JsonReader operator*() const;
    Iterator& operator++();
    bool operator!=(const Iterator& end) const;

   private:
    friend class Items;
    Iterator(const Items* items, simdjson::dom::array::iterator at) : items_(items), at_(at) {}
    const Items* items_;
    simdjson::dom::array::iterator at_;
    std::size_t index_ = 0;
  };

  Iterator begin() const { return {this, first_}; }
  Iterator end() const { return {this, last_}; }

 private:
  friend class JsonReader;
  Items() = default;
  Items(Document* document, simdjson::dom::array array, std::uint32_t step)
      : document_(document), first_(array.begin()), last_(array.end()), step_(step) {}

  Document* document_ = nullptr;
  simdjson::dom::array::iterator first_;
  simdjson::dom::array::iterator last_;
  std::uint32_t step_ = 0;
};

}  // namespace switchroom::connectors
