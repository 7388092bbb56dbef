#include "gateway/operate/log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <iterator>

#include "gateway/operate/log_text.hpp"

namespace switchroom::operate {
namespace {

spdlog::level::level_enum spdlog_level(Level level) {
  static constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                     spdlog::level::err};
  return levels.at(static_cast<std::size_t>(level));
}

struct ValueWriter {
  std::string& line;
  void operator()(std::string_view text) const { append_log_text(text, line); }
  void operator()(bool value) const { line += value ? "true" : "false"; }
  void operator()(auto number) const { fmt::format_to(std::back_inserter(line), "{}", number); }
};

void append_field(const Field& field, std::string& line) {
  fmt::format_to(std::back_inserter(line), ",\"{}\":", field.name);
  std::visit(ValueWriter{line}, field.value);
}

std::string line_without_end(std::int64_t at_ms, Level level, std::string_view event) {
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{at_ms}};
  const std::int64_t fraction = (at_ms % 1000 + 1000) % 1000;
  std::string line =
      fmt::format("{{\"time\":\"{:%Y-%m-%dT%H:%M:%S}.{:03}Z\",\"level\":\"{}\",\"event\":",
                  fmt::gmtime(std::chrono::system_clock::to_time_t(at)), fraction, word_of(level_names, level));
  append_log_text(event, line);
  return line;
}

void append_error(const Error& error, std::string& line) {
  append_field({"fault", row_of(error.fault).name}, line);
  if (!error.where.empty()) append_field({"where", error.where}, line);
  if (!error.found.empty()) append_field({"found", error.found}, line);
  if (!error.expected.empty()) append_field({"expected", error.expected}, line);
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

/// spdlog's queue and thread, with the one sink that we need.
class Log::Writer {
 public:
  Writer(std::size_t lines_max, std::FILE* out)
      : pool_(std::make_shared<spdlog::details::thread_pool>(lines_max, 1)),
        logger_(std::make_shared<spdlog::async_logger>(
            "switchroom", std::make_shared<spdlog::sinks::stdout_sink_base<spdlog::details::console_mutex>>(out), pool_,
            spdlog::async_overflow_policy::overrun_oldest)) {
    logger_->set_pattern("%v");
  }

  spdlog::async_logger& logger() { return *logger_; }
  std::uint64_t dropped() { return pool_->overrun_counter(); }

 private:
  std::shared_ptr<spdlog::details::thread_pool> pool_;
  std::shared_ptr<spdlog::async_logger> logger_;
};

Log::Log(Level level, std::size_t lines_max, std::FILE* out) : writer_(std::make_unique<Writer>(lines_max, out)) {
  set_level(level);
}

Log::~Log() = default;

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (writes(level)) writer_->logger().log(spdlog_level(level), log_line(now_ms(), level, event, fields));
}

void Log::write(Level level, std::string_view event, const Error& error, std::initializer_list<Field> fields) {
  if (!writes(level)) return;
  std::string line = line_without_end(now_ms(), level, event);
  append_error(error, line);
  for (const Field& field : fields) append_field(field, line);
  writer_->logger().log(spdlog_level(level), line + "}");
}

void Log::set_level(Level level) { writer_->logger().set_level(spdlog_level(level)); }
bool Log::writes(Level level) const { return writer_->logger().should_log(spdlog_level(level)); }
std::uint64_t Log::dropped() const { return writer_->dropped(); }

std::string log_line(std::int64_t at_ms, Level level, std::string_view event, std::initializer_list<Field> fields) {
  std::string line = line_without_end(at_ms, level, event);
  for (const Field& field : fields) append_field(field, line);
  return line + "}";
}

}  // namespace switchroom::operate
