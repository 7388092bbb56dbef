#pragma once
// One HTTP request as a connector sees it: raw bytes, owned by the caller. Plain values: any thread.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace switchroom::connectors {

/// A header field as received: name in any case, value without surrounding blanks.
struct Header {
  std::string_view name;
  std::string_view value;
};

/// A request by reference. Valid as long as the bytes behind it.
struct Request {
  std::string_view method;  ///< `GET`, `POST`
  std::string_view path;    ///< as received, undecoded
  std::string_view query;   ///< as received, undecoded, without the `?`
  std::span<const Header> headers;
  std::string_view body;        ///< the raw bytes that a signature covers
  std::size_t spare_bytes = 0;  ///< readable bytes behind `body` (64 or more let simdjson read in place)

  /// The value of a header, its name compared without case; empty if it is missing or comes twice.
  std::optional<std::string_view> header(std::string_view name) const;
};

/// A request that owns its bytes: what `compose` makes and what dead letters and fixtures keep.
struct OwnedRequest {
  struct Field {
    std::string name;
    std::string value;
  };
  std::string method;
  std::string path;
  std::string query;
  std::vector<Field> headers;
  std::string body;
};

/// The headers of `request` by reference; valid as long as `request` is unchanged.
std::vector<Header> headers_of(const OwnedRequest& request);

/// `request` by reference, with the headers that `headers_of` made of it.
Request view_of(const OwnedRequest& request, std::span<const Header> headers);

/// What a provider gets back.
struct Answer {
  int status = 200;
  std::string_view content_type;  ///< empty: none; points to static text
  std::string body;
};

}  // namespace switchroom::connectors
