// switchroom dead-letters: what was authentic and could not be understood, or could not be done: look at it, try it
// again.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <optional>
#include <ostream>

#include "connectors/recorded_request.hpp"
#include "connectors/registry.hpp"
#include "gateway/cli/channel_secrets.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/kafka_settings.hpp"
#include "gateway/cli/settings.hpp"
#include "storage/kafka/tail_topics.hpp"

namespace switchroom::cli {
namespace {

namespace json = boost::json;

struct Flags {
  std::string id;
  std::string config;
  std::string workspace_file;
  RemoteFlags remote;
  bool json = false;
  bool dry_run = false;
};

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

/// Calls `use(letter)` for each dead letter that Kafka has, oldest first, until it returns false.
template <class Use>
Exit each_letter(const Terminal& terminal, const Flags& flags, Use use) {
  const auto kafka = kafka_of(terminal, flags.config);
  if (!kafka) return kafka.error();
  storage::TailOptions options;
  options.topics = {kafka->topic_prefix + "dead-letters"};
  options.start = storage::TailOptions::Start::beginning;
  options.follow = false;
  const auto take = [&](const storage::TailRecord& record) {
    boost::system::error_code failure;
    const json::value event = json::parse({record.value.data(), record.value.size()}, failure);
    return failure || !event.is_object() || use(event.get_object());
  };
  const auto result = storage::tail_topics(*kafka, options, take, {});
  return result ? Exit::done : kafka_failed(terminal, result.error());
}

json::object data_of(const json::object& letter) {
  const json::value* data = letter.if_contains("data");
  return data != nullptr && data->is_object() ? data->get_object() : json::object{};
}

Exit list(const Terminal& terminal, const Flags& flags) {
  return each_letter(terminal, flags, [&](const json::object& letter) {
    const json::object data = data_of(letter);
    if (flags.json)
      terminal.out << json::serialize(letter) << '\n';
    else
      terminal.out << text_of(letter, "id") << "  " << text_of(letter, "time") << "  " << text_of(data, "channel")
                   << "  " << quoted(text_of(data, "reason")) << '\n';
    return terminal.out.good();
  });
}

/// The letter of `flags.id`; what went wrong has been told.
std::expected<json::object, Exit> find(const Terminal& terminal, const Flags& flags) {
  std::optional<json::object> found;
  const Exit exit = each_letter(terminal, flags, [&](const json::object& letter) {
    if (text_of(letter, "id") == flags.id) found = letter;
    return !found;
  });
  if (exit != Exit::done) return std::unexpected(exit);
  if (found) return *std::move(found);
  return std::unexpected(terminal.fail(Exit::failed, "there is no dead letter '" + flags.id + "'",
                                       "`switchroom dead-letters list` shows those that Kafka has."));
}

Exit show(const Terminal& terminal, const Flags& flags) {
  const auto letter = find(terminal, flags);
  if (!letter) return letter.error();
  if (flags.json) {
    terminal.out << json::serialize(*letter) << '\n';
    return Exit::done;
  }
  const json::object data = data_of(*letter);
  terminal.out << "Dead letter " << flags.id << " of " << text_of(*letter, "time") << ", channel "
               << text_of(data, "channel") << "\n  reason   " << quoted(text_of(data, "reason")) << "\n  request  "
               << text_of(data, "request") << '\n';
  return Exit::done;
}

std::expected<connectors::Recorded, Exit> request_of(const Terminal& terminal, const json::object& letter) {
  auto recorded = connectors::parse_recorded(R"({"request":)" + text_of(data_of(letter), "request") + "}");
  if (recorded) return *std::move(recorded);
  return std::unexpected(terminal.fail(Exit::failed, "the dead letter holds no whole request",
                                       "One longer than 64 KiB is cut; the provider has to send it again."));
}

/// What today's connector makes of the letter, with the channel of the document.
Exit try_out(const Terminal& terminal, const Flags& flags, const json::object& letter, connectors::Recorded recorded) {
  if (flags.workspace_file.empty())
    return terminal.fail(Exit::wrong_usage, "--dry-run needs the workspace document",
                         "Name it with --workspace-file: it tells the channel's kind and settings.");
  const auto text = read_file(flags.workspace_file, terminal.in);
  if (!text) return terminal.fail(Exit::failed, text.error());
  const auto settings = load_settings(terminal, flags.config);
  if (!settings) return Exit::invalid;
  const std::string channel = text_of(data_of(letter), "channel");
  for (const connectors::Connector* connector : connectors::all_connectors()) {
    auto known = find_channel(*text, {connector->kind, channel}, settings->secrets.directory);
    if (!known) continue;
    recorded.credentials = std::move(known->credentials);
    const auto headers = connectors::headers_of(recorded.request);
    const auto delivery = connector->decode(connectors::view_of(recorded.request, headers), recorded.credentials);
    const bool good = delivery && delivery->undecodable.empty();
    terminal.out << (good ? "understood: " + std::to_string(delivery->messages.size()) + " messages\n"
                          : "not understood: " +
                                describe(delivery ? delivery->undecodable.front().error : delivery.error()) + "\n");
    return good ? Exit::done : Exit::invalid;
  }
  return terminal.fail(Exit::failed, "the document has no channel '" + channel + "'");
}

Exit replay(const Terminal& terminal, const Flags& flags) {
  const auto letter = find(terminal, flags);
  if (!letter) return letter.error();
  auto recorded = request_of(terminal, *letter);
  if (!recorded) return recorded.error();
  if (flags.dry_run) return try_out(terminal, flags, *letter, *std::move(recorded));
  const Remote remote{terminal, flags.remote};
  const auto answer = remote.send(recorded->request);
  if (!answer) return Exit::not_reached;
  if (answer->status >= 300) return remote.refused(*answer);
  terminal.out << answer->status << '\n';
  terminal.err << "the request was taken again; what it holds and was stored before changes nothing\n";
  return Exit::done;
}

CLI::App* add(CLI::App& parent, Session& session, const std::shared_ptr<Flags>& flags, const char* name,
              const char* words, Exit (*run)(const Terminal&, const Flags&)) {
  CLI::App* command = parent.add_subcommand(name, words);
  command->add_option("--config", flags->config, "The server's settings, which tell where Kafka is");
  command->callback(
      [&session, flags, run] { session.run = [&session, flags, run] { return run(session.terminal, *flags); }; });
  return command;
}

}  // namespace

void add_dead_letters(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("dead-letters", "Look at what could not be understood, and try it again");
  command->require_subcommand(1);
  add_examples(*command, "switchroom dead-letters list", "switchroom dead-letters list --json");
  CLI::App* all = add(*command, session, flags, "list", "All that Kafka has, oldest first", list);
  all->add_flag("--json", flags->json, "The events themselves, one a line");
  add_examples(*all, "switchroom dead-letters list", "switchroom dead-letters list --json");
  CLI::App* one = add(*command, session, flags, "show", "One, with its request", show);
  one->add_option("ID", flags->id, "The event's id, as `list` shows it")->required();
  one->add_flag("--json", flags->json, "The event itself");
  add_examples(*one, "switchroom dead-letters show 0.0123456789abcdef.7.0",
               "switchroom dead-letters show 0.0123456789abcdef.7.0 --json");
  CLI::App* again = add(*command, session, flags, "replay", "Post the request to the server again", replay);
  again->add_option("ID", flags->id, "The event's id, as `list` shows it")->required();
  again->add_flag("--dry-run", flags->dry_run, "Only say what today's connector makes of it; changes nothing");
  again->add_option("--workspace-file", flags->workspace_file, "The workspace document; needed for --dry-run");
  add_remote_flags(*again, flags->remote);
  add_examples(
      *again,
      "switchroom dead-letters replay 0.0123456789abcdef.7.0 --dry-run --workspace-file config/samples/workspace.yaml",
      "switchroom dead-letters replay 0.0123456789abcdef.7.0");
}

}  // namespace switchroom::cli
