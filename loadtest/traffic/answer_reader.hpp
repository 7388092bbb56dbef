#pragma once
// Bytes of HTTP/1.1 answers to their status, at any split. Pure; one thread at a time.

#include <optional>
#include <string>
#include <string_view>

#include "config/vocabulary/error.hpp"

namespace switchroom::traffic {

struct HttpAnswer {
  int status = 0;
  bool closes = false;  ///< the server will close the connection
};

class AnswerReader {
 public:
  /// Takes bytes as they came.
  void feed(std::string_view bytes) { bytes_ += bytes; }
  /// The next answer whose body has come too (interim ones are passed over); empty: more bytes are needed. Error: no
  /// HTTP.
  Result<std::optional<HttpAnswer>> next();
  /// Forgets everything; for a new connection.
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};

}  // namespace switchroom::traffic
