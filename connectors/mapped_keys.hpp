#pragma once
// Keys of a scheme and how their signatures are compared. Pure: any thread.

#include <string>
#include <string_view>

#include "connectors/mapped_scheme.hpp"

namespace switchroom::connectors {

/// The bytes of a key of this kind, in `key` itself or decoded into `room`; empty for a key of another kind, and an
/// empty key fits nothing.
std::string_view key_bytes(const SignatureKind& kind, std::string_view key, std::string& room);

/// The one right signature of a symmetric kind, as text.
std::string right_signature(const Scheme& scheme, const SignatureKind& kind, std::string_view key,
                            std::string_view text);

/// Whether `claimed` is a signature of `text` under `key`, the bytes of a key. Constant time where it is compared.
bool fits(const Scheme& scheme, const SignatureKind& kind, std::string_view key, std::string_view text,
          std::string_view claimed);

}  // namespace switchroom::connectors
