#pragma once
// What happened in X's direct messages. Sources: "Account Activity API v2", "X Activity API", X developer platform.
// Pure: any thread.

#include <string>

#include "connectors/batch.hpp"
#include "connectors/json_reader.hpp"

namespace switchroom::connectors {

/// One delivery's envelope: whose account, and where the lists are.
struct XEnvelope {
  std::string_view account;
  JsonReader payload;
};

/// An end-to-end encrypted chat: somebody wrote, and nobody here can read it.
void read_x_encrypted(const JsonReader& data, const XEnvelope& envelope, Batch& batch);

/// Messages, signs of typing and reading, and an account that took its consent back.
void read_x_lists(const XEnvelope& envelope, Batch& batch);

}  // namespace switchroom::connectors
