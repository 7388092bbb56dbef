#pragma once
// Errors as the lines that a person reads.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "config/vocabulary/error.hpp"

namespace switchroom::tests {

inline std::vector<std::string> words_of(const std::vector<Error>& errors) {
  std::vector<std::string> words;
  for (const Error& error : errors) words.push_back(describe(error));
  return words;
}

/// A file of the project; tests run in its root.
inline std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

}  // namespace switchroom::tests
