// switchroom send KIND: writes as a customer would, through the provider's webhook, signed as the provider signs.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <chrono>
#include <map>
#include <memory>
#include <ostream>
#include <random>

#include "connectors/recorded_request.hpp"
#include "gateway/cli/channel_kind.hpp"
#include "gateway/cli/channel_secrets.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/settings.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string kind;
  std::string channel;
  std::string workspace = "demo";
  std::string from;
  std::string text = "Hello";
  std::string name = "A customer";
  std::string id;
  std::string config;
  std::string workspace_file;
  std::vector<std::string> secret_files;
  RemoteFlags remote;
  std::string broken;
  std::int64_t late_s = 0;
  bool twice = false;
  bool print = false;
};

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string random_digits() {
  std::random_device random;
  std::uniform_int_distribution<std::uint64_t> digits{100'000'000'000, 999'999'999'999};
  return std::to_string(digits(random));
}

/// The workspace document: the file that was named, or the one in force if there is a token. Empty text: neither.
std::expected<std::string, Exit> document_for(const Terminal& terminal, const Remote& remote, const Flags& flags) {
  if (!flags.workspace_file.empty()) {
    auto text = read_file(flags.workspace_file, terminal.in);
    if (!text) return std::unexpected(terminal.fail(Exit::failed, text.error()));
    return std::move(*text);
  }
  if (flags.print || !remote.has_token()) return std::string{};
  auto answer = remote.get("/v1/configuration");
  if (!answer) return std::unexpected(Exit::not_reached);
  if (answer->status != 200) return std::unexpected(remote.refused(*answer));
  return std::move(answer->body);
}

std::expected<KnownChannel, Exit> channel_of(const Terminal& terminal, const Remote& remote, const Flags& flags) {
  KnownChannel channel{flags.workspace, flags.channel.empty() ? flags.kind : flags.channel, {}};
  const auto document = document_for(terminal, remote, flags);
  if (!document) return std::unexpected(document.error());
  if (document->empty()) return channel;
  const auto settings = load_settings(terminal, flags.config);
  if (!settings) return std::unexpected(Exit::invalid);
  auto found = find_channel(*document, {flags.kind, flags.channel}, settings->secrets.directory);
  if (!found) return std::unexpected(terminal.fail(Exit::failed, found.error()));
  return std::move(*found);
}

Exit missing_secrets(const Terminal& terminal, std::string_view setting) {
  return terminal.fail(Exit::not_allowed,
                       "the channel's setting '" + std::string{setting} + "' is not known, so nothing can be signed",
                       "Give a token (SWITCHROOM_TOKEN_FILE) to read the channel from the server, or --workspace-file, "
                       "or --secret-file.");
}

connectors::Draft draft_of(const Flags& flags, const KnownChannel& channel, const connectors::Sample& sample) {
  const std::string from{flags.from.empty() ? sample.from : flags.from};
  return {flags.id.empty() ? random_digits() : flags.id,   from, flags.name, flags.text, now_ms() - flags.late_s * 1000,
          "/hooks/" + channel.workspace + "/" + channel.id};
}

boost::json::object secrets_of(const connectors::Credentials& credentials) {
  boost::json::object secrets;
  for (const auto& setting : credentials.settings) secrets[setting.name] = boost::json::value_from(setting.values);
  return secrets;
}

/// The form that `switchroom inspect` reads.
void print(const Terminal& terminal, const connectors::OwnedRequest& owned,
           const connectors::Credentials& credentials) {
  std::vector<connectors::Header> headers;
  for (const auto& field : owned.headers) headers.push_back({field.name, field.value});
  const connectors::Request request{owned.method, owned.path, owned.query, headers, owned.body, 0};
  const boost::json::object line{
      {"secrets", secrets_of(credentials)},
      {"now", now_ms() / 1000},
      {"request", boost::json::parse(connectors::record(request, connectors::SecretHeaders::shown))}};
  terminal.out << boost::json::serialize(line) << '\n';
}

bool carries_a_signature(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.contains("signature") || name.contains("token") || name.contains("authorization") ||
         name.contains("hmac");
}

/// The last letter or digit of `text` becomes another one.
void change(std::string& text) {
  const auto last = std::find_if(text.rbegin(), text.rend(), [](unsigned char c) { return std::isalnum(c) != 0; });
  if (last != text.rend()) *last = *last == 'a' ? 'b' : 'a';
}

/// What a forger or a bad line would make of the request.
void break_request(std::string_view what, connectors::OwnedRequest& request) {
  if (what == "body") return change(request.body);
  bool in_headers = false;
  for (auto& header : request.headers)
    if (carries_a_signature(header.name)) change(header.value), in_headers = true;
  if (in_headers) return;
  if (!request.query.empty()) return change(request.query);
  change(request.body);  // the signature is a field of the form
}

/// Where mail goes by the server's settings.
std::expected<outbound::Server, Exit> mail_server_of(const Terminal& terminal, const Flags& flags) {
  const auto settings = load_settings(terminal, flags.config);
  if (!settings) return std::unexpected(Exit::invalid);
  const auto& mail = settings->mail;
  const bool lmtp = !mail.lmtp.listen.empty();
  if (lmtp || !mail.smtp.listen.empty())
    return outbound::Server{.url = lmtp ? "lmtp://" + mail.lmtp.listen : "smtp://" + mail.smtp.listen};
  return std::unexpected(terminal.fail(Exit::failed, "the settings name no place where mail is listened for",
                                       "Set mail.lmtp.listen or mail.smtp.listen, and name the file by --config."));
}

/// By LMTP or SMTP instead of HTTP.
Exit post_mail(const Terminal& terminal, const Flags& flags, const connectors::Draft& draft,
               const connectors::OwnedRequest& request) {
  const auto server = mail_server_of(terminal, flags);
  if (!server) return server.error();
  const auto answer = outbound::send(*server, request);
  if (!answer)
    return terminal.fail(Exit::not_reached, server->url + ": " + answer.error().words,
                         "Does the server run, and with these settings?");
  if (answer->status != 250)
    return terminal.fail(Exit::failed, std::to_string(answer->status) + " " + answer->body,
                         "docs/channels/mail.md explains the codes.");
  terminal.out << answer->status << ' ' << answer->body << '\n';
  terminal.err << "message " << draft.id << " of " << draft.from << " is stored\n";
  terminal.next_step("switchroom status --customer " + flags.kind + ":" + draft.from);
  return Exit::done;
}

Exit post(const Terminal& terminal, const Remote& remote, const Flags& flags, const connectors::Draft& draft,
          const connectors::OwnedRequest& request) {
  if (request.method == "LMTP") return post_mail(terminal, flags, draft, request);
  const auto answer = remote.send(request);
  if (!answer) return Exit::not_reached;
  if (answer->status >= 300) return remote.refused(*answer);
  terminal.out << answer->status << (answer->body.empty() ? "" : " " + answer->body) << '\n';
  terminal.err << "message " << draft.id << " of " << draft.from << " is stored\n";
  terminal.next_step("switchroom status --customer " + flags.kind + ":" + draft.from);
  return Exit::done;
}

Exit send_message(const Terminal& terminal, const Flags& flags) {
  const connectors::Connector* connector = channel_kind(terminal, flags.kind);
  if (connector == nullptr) return Exit::wrong_usage;
  const Remote remote{terminal, flags.remote};
  auto channel = channel_of(terminal, remote, flags);
  if (!channel) return channel.error();
  if (const auto read = read_secret_files(flags.secret_files, channel->credentials); !read)
    return terminal.fail(Exit::failed, read.error());
  if (flags.print) connectors::make_up_settings(*connector, channel->credentials);
  for (const connectors::SettingRule& rule : connector->settings)
    if (rule.required && channel->credentials.value(rule.name).empty()) return missing_secrets(terminal, rule.name);
  const connectors::Draft draft = draft_of(flags, *channel, connector->sample);
  connectors::OwnedRequest request = connector->compose(draft, channel->credentials);
  if (!flags.broken.empty()) break_request(flags.broken, request);
  if (flags.twice && !flags.print)
    if (const Exit first = post(terminal, remote, flags, draft, request); first != Exit::done) return first;
  if (!flags.print) return post(terminal, remote, flags, draft, request);
  print(terminal, request, channel->credentials);
  return Exit::done;
}

void add_message_flags(CLI::App& command, Flags& flags) {
  command.add_option("KIND", flags.kind, "The channel kind: " + known_channel_kinds())->required();
  command.add_option("--text", flags.text, "What the customer writes");
  command.add_option("--from", flags.from, "The customer's address, such as +4915112345678");
  command.add_option("--name", flags.name, "The customer's name");
  command
      .add_option("--break", flags.broken, "Change a character of the `signature` or the `body`: it must be refused")
      ->check(CLI::IsMember({"signature", "body"}));
  command.add_flag("--twice", flags.twice,
                   "Send it twice, as a provider that missed the answer: the second changes nothing");
  command.add_option("--late", flags.late_s, "Write and sign it so long ago, such as 30s or 10m")
      ->transform(CLI::AsNumberWithUnit(std::map<std::string, std::int64_t>{{"s", 1}, {"m", 60}, {"h", 3600}}));
  command.add_option("--id", flags.id, "The provider's id of the message; drawn at random by default");
}

void add_channel_flags(CLI::App& command, Flags& flags) {
  command.add_option("--channel", flags.channel, "The channel's id; the first of its kind by default");
  command.add_option("--workspace", flags.workspace, "The workspace, if no document tells it");
  command.add_option("--workspace-file", flags.workspace_file,
                     "Take the channel from this document instead of the one in force");
  command
      .add_option("--secret-file", flags.secret_files,
                  "NAME=FILE: a setting of the channel from a file; may be repeated")
      ->allow_extra_args(false);
  command.add_option("--config", flags.config, "The server's settings, which tell where secrets are");
  command.add_flag("--print", flags.print,
                   "Print the signed request for `switchroom inspect` instead of sending it, with made-up secrets "
                   "where none is given");
}

}  // namespace

void add_send(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("send", "Write a message as a customer would, signed as the provider signs");
  add_message_flags(*command, *flags);
  add_channel_flags(*command, *flags);
  add_remote_flags(*command, flags->remote);
  add_examples(*command, "switchroom send whatsapp --from +4915112345678 --text \"I want a refund\"",
               "switchroom send twilio --print");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return send_message(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
