#pragma once
// Reads what a scheme signs: an element of its list `signed`. Pure: any thread.

#include "connectors/json_reader.hpp"
#include "connectors/mapped_scheme.hpp"

namespace switchroom::connectors {

/// A word, or a mapping with one key (and `encoding` beside `body_digest`). Errors stay with the reader's document.
SignedPiece read_signed_piece(const JsonReader& item);

}  // namespace switchroom::connectors
