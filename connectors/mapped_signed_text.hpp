#pragma once
// The text that a scheme signs, put together from its pieces. Pure: any thread.

#include <string>
#include <string_view>

#include "connectors/mapped_scheme.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

/// What the pieces are made from.
struct SignedSubject {
  const Request& request;
  std::string_view base;       ///< scheme and host of our URL
  std::string_view timestamp;  ///< as it was sent
};

/// The value of a request's header, query parameter or parameter, as it stands there or in `room`; empty if it is
/// missing. Not for places inside the signature.
std::string_view value_at(const SchemePlace& place, const Request& request, std::string& room);

/// Makes `text` what is signed under `key`.
void write_signed_text(const Scheme& scheme, const SignedSubject& subject, std::string_view key, std::string& text);

/// The same for the operator's eyes: without the key, and without what customers wrote.
std::string masked_signed_text(const Scheme& scheme, const SignedSubject& subject);

}  // namespace switchroom::connectors
