#pragma once
// One run of `switchroom …` inside the test, with its own streams and environment.

#include <map>
#include <string>
#include <vector>

namespace switchroom::cli {

struct ProgramRun {
  int exit = -1;
  std::string out;
  std::string err;
};

/// What a run finds around it.
struct Around {
  std::map<std::string, std::string> variables = {};
  std::string in = {};
  bool terminal = false;  ///< a person at a terminal
};

ProgramRun switchroom(const std::vector<std::string>& arguments, const Around& around = {});

/// A file with `text` that only its owner may read, removed at the end.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The text of a file of the repository.
std::string text_of(const std::string& path);

/// `text` with its first `from` replaced by `to`, which has to be there.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace switchroom::cli
