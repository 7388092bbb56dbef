#include "config/documents/secret.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "config/documents/open_file.hpp"
#include "config/workspace/validate.hpp"

namespace switchroom::documents {
namespace {

constexpr std::size_t secret_bytes_max = 64 * 1024;

std::unexpected<Error> refuse(std::string_view reference, std::string found, std::string expected) {
  return std::unexpected(Error{Fault::invalid_setting, std::string{reference}, std::move(found), std::move(expected)});
}

void cut_line_end(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

bool leaves_directory(std::string_view path) { return ('/' + std::string{path} + '/').contains("/../"); }

Result<std::string> path_of(std::string_view reference, std::string_view directory) {
  const std::string_view path = reference.substr(std::string_view{"file:"}.size());
  if (path.contains('\0')) return refuse(reference, "a NUL byte in the path", "a path");
  if (path.starts_with('/')) return std::string{path};
  if (leaves_directory(path)) return refuse(reference, "a path with ..", "a file in the folder of secrets");
  if (directory.empty())
    return refuse(reference, "a relative path, and no folder of secrets",
                  "secrets.directory in the settings of the process, or an absolute path");
  return std::string{directory} + '/' + std::string{path};
}

Result<std::string> read_secret_file(std::string_view reference, const std::string& path) {
  const OpenFile file{path, O_NONBLOCK};  // never waits for the writer of a pipe
  struct stat about{};
  if (file.descriptor() < 0 || ::fstat(file.descriptor(), &about) != 0)
    return refuse(reference, fmt::format("{} ({})", path, std::strerror(errno)), "a file that Switchroom may read");
  if (!S_ISREG(about.st_mode)) return refuse(reference, path + ", which is no plain file", "a file");
  if ((about.st_mode & 0077) != 0)
    return refuse(reference, fmt::format("{} with mode {:04o}, open to others", path, about.st_mode & 07777U),
                  "mode 0600: chmod 600 " + path);
  auto text = file.read(secret_bytes_max + 1);
  if (!text) return refuse(reference, fmt::format("{} ({})", path, text.error()), "a file that can be read");
  if (text->size() > secret_bytes_max)
    return refuse(reference, "more than 64 KiB in " + path, "a file with nothing but the secret");
  cut_line_end(*text);
  if (text->empty()) return refuse(reference, "nothing in " + path, "a file that holds the secret");
  return std::move(*text);
}

Result<std::string> read_variable(std::string_view reference) {
  const std::string name{reference.substr(std::string_view{"env:"}.size())};
  const char* value = std::getenv(name.c_str());
  if (!value || *value == '\0')
    return refuse(reference, "no such variable", "the variable " + name + " in the environment");
  return value;
}

}  // namespace

Result<std::string> resolve_secret(std::string_view reference, std::string_view secrets_directory) {
  if (!workspace::is_secret_reference(reference)) return refuse({}, "a secret in plain text", "env:NAME or file:PATH");
  if (reference.starts_with("env:")) return read_variable(reference);
  const auto path = path_of(reference, secrets_directory);
  return path ? read_secret_file(reference, *path) : std::unexpected(path.error());
}

Result<std::string> resolve_value(std::string_view value, std::string_view secrets_directory) {
  if (!workspace::is_secret_reference(value)) return std::string{value};
  return resolve_secret(value, secrets_directory);
}

}  // namespace switchroom::documents
