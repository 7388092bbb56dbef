#include "tests/storage/redis/redis_server.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "storage/redis/reply_reader.hpp"

namespace switchroom::redis::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string new_folder() {
  std::string name = (fs::temp_directory_path() / "switchroom-redis-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

// Debian's redis-tools holds the server under another name: what the program is, it reads from its own name.
std::string executable(const std::string& folder) {
  for (const char* server : {"/usr/bin/redis-server", "/usr/local/bin/redis-server"})
    if (fs::exists(server)) return server;
  const fs::path link = folder + "/redis-server";
  if (!fs::exists("/usr/bin/redis-check-rdb"))
    throw std::runtime_error("neither redis-server nor redis-tools is there");
  if (!fs::exists(link)) fs::create_symlink("/usr/bin/redis-check-rdb", link);
  return link.string();
}

[[noreturn]] void become(std::vector<std::string> words) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execv(pointers.front(), pointers.data());
  _exit(127);
}

class Socket {
 public:
  explicit Socket(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    open_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  std::optional<Reply> ask(const Command& command) const {
    const std::string& bytes = command.bytes();
    if (!open_ || ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
      return {};
    ReplyReader reader;
    std::array<char, 65536> room;
    for (ssize_t size; (size = recv(fd_, room.data(), room.size(), 0)) > 0;) {
      reader.feed({room.data(), static_cast<std::size_t>(size)});
      auto reply = reader.next();
      if (reply && *reply) return std::move(**reply);
    }
    return {};
  }

 private:
  int fd_;
  bool open_ = false;
};

bool can_be_bound(unsigned port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return bound;
}

}  // namespace

RedisServer::RedisServer(std::vector<std::string> arguments) : arguments_(std::move(arguments)), folder_(new_folder()) {
  start();
}

RedisServer::~RedisServer() {
  kill();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void RedisServer::start() {
  std::vector<std::string> words{
      executable(folder_), "--port", "0", "--unixsocket", socket(), "--dir",         folder_, "--logfile",
      folder_ + "/log",    "--save", "",  "--appendonly", "yes",    "--appendfsync", "always"};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  pid_ = fork();
  if (pid_ == 0) become(std::move(words));
  wait_until_it_answers();
}

void RedisServer::wait_until_it_answers() const {
  const auto limit = std::chrono::steady_clock::now() + 10s;
  while (std::chrono::steady_clock::now() < limit) {
    const auto pong = Socket{socket()}.ask({"PING"});
    if (pong && !pong->text.starts_with("LOADING")) return;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(5ms);
  }
  throw std::runtime_error("redis-server does not answer, see " + folder_ + "/log");
}

void RedisServer::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void RedisServer::pause() {
  ::kill(pid_, SIGSTOP);
  waitpid(pid_, nullptr, WUNTRACED);
}

void RedisServer::resume() { ::kill(pid_, SIGCONT); }

Reply RedisServer::ask(const Command& command) const {
  auto reply = Socket{socket()}.ask(command);
  if (!reply) throw std::runtime_error("redis-server gave no reply");
  return std::move(*reply);
}

unsigned free_port() {
  static unsigned next = 20'000 + static_cast<unsigned>(getpid()) % 10'000;
  while (!can_be_bound(++next)) {
    if (next > 32'000) next = 20'000;
  }
  return next;
}

}  // namespace switchroom::redis::test
