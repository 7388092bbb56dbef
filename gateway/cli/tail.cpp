// switchroom tail: the events on Kafka, as they come.

#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/event_words.hpp"
#include "gateway/cli/kafka_settings.hpp"
#include "storage/kafka/event.hpp"
#include "storage/kafka/tail_topics.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::vector<std::string> topics{"assignments"};
  std::string config;
  std::size_t count = 0;
  std::size_t last = 0;
  bool from_beginning = false;
  bool until_end = false;
  bool json = false;
};

std::vector<std::string> topics_of(const storage::KafkaSettings& kafka, const Flags& flags) {
  if (flags.topics == std::vector<std::string>{"all"}) return storage::all_topic_names(kafka);
  std::vector<std::string> names;
  for (const std::string& topic : flags.topics) names.push_back(kafka.topic_prefix + topic);
  return names;
}

storage::TailOptions options_of(const storage::KafkaSettings& kafka, const Flags& flags) {
  using Start = storage::TailOptions::Start;
  storage::TailOptions options;
  options.topics = topics_of(kafka, flags);
  options.start = flags.from_beginning ? Start::beginning : flags.last != 0 ? Start::newest : Start::end;
  if (flags.last != 0) options.newest = flags.last;
  options.follow = !flags.until_end;
  return options;
}

Exit tail(const Terminal& terminal, const Flags& flags) {
  const auto kafka = kafka_of(terminal, flags.config);
  if (!kafka) return kafka.error();
  std::size_t shown = 0;
  const auto show = [&](const storage::TailRecord& record) {
    terminal.out << (flags.json ? std::string{record.value} : event_in_words(record.value)) << std::endl;
    return terminal.out.good() && ++shown != flags.count;
  };
  if (terminal.err_is_terminal) terminal.err << "Following " << kafka->brokers << "; Ctrl-C ends it.\n";
  const auto result = storage::tail_topics(*kafka, options_of(*kafka, flags), show, {});
  return result ? Exit::done : kafka_failed(terminal, result.error());
}

CLI::IsMember known_topics() {
  std::vector<std::string> names{storage::topic_names.begin(), storage::topic_names.end()};
  names.emplace_back("all");
  return CLI::IsMember{names};
}

}  // namespace

void add_tail(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("tail", "Show events on Kafka as they come");
  command
      ->add_option("--topic", flags->topics,
                   "assignments (default), messages, agents, audit, dead-letters or all; may be repeated")
      ->check(known_topics())
      ->allow_extra_args(false);
  auto* beginning = command->add_flag("--from-beginning", flags->from_beginning,
                                      "All events that Kafka still has, then the new ones");
  command->add_option("--last", flags->last, "The newest events that Kafka has, then the new ones")
      ->excludes(beginning);
  command->add_option("--count", flags->count, "End after so many events");
  command->add_flag("--until-end", flags->until_end, "Do not wait for new events");
  command->add_flag("--json", flags->json, "The events themselves, one a line");
  command->add_option("--config", flags->config, "The server's settings, which tell where Kafka is");
  add_examples(*command, "switchroom tail --from-beginning",
               "switchroom tail --topic messages --last 10 --until-end --json");
  command->callback([&session, flags] { session.run = [&session, flags] { return tail(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
