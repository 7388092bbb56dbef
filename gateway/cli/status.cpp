// switchroom status: the server's health, or a ticket and why it went where it went.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "gateway/api/percent.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/ticket_words.hpp"

namespace switchroom::cli {
namespace {

struct Flags {
  std::string ticket;
  std::string customer;
  RemoteFlags remote;
  bool ready = false;
  bool json = false;
};

std::string newest_ticket_of(const boost::json::object& customer) {
  if (const auto* open = customer.if_contains("open_ticket"); open != nullptr && open->is_string())
    return std::string{open->get_string()};
  const auto* tickets = customer.if_contains("tickets");
  if (tickets == nullptr || !tickets->is_array() || tickets->get_array().empty()) return {};
  const boost::json::value& last = tickets->get_array().back();
  return last.is_string() ? std::string{last.get_string()} : std::string{};
}

Exit show_health(const Terminal& terminal, const Remote& remote, const Flags& flags) {
  const auto ready = remote.get("/readyz", "verbose");
  if (!ready) return Exit::not_reached;
  const Exit exit = ready->status == 200 ? Exit::done : Exit::failed;
  if (flags.json) {
    const boost::json::object document{{"ready", ready->status == 200}, {"checks", ready->body}};
    terminal.out << boost::json::serialize(document) << '\n';
    return exit;
  }
  if (flags.ready) return terminal.out << ready->body, exit;
  const auto page = remote.get("/status");
  if (!page) return Exit::not_reached;
  terminal.out << page->body;
  terminal.next_step("switchroom status --customer KIND:ADDRESS");
  return exit;
}

Exit show_ticket(const Terminal& terminal, const Remote& remote, const std::string& id, bool json) {
  const auto answer = remote.get("/v1/tickets/" + api::percent_encoded(id));
  if (!answer) return Exit::not_reached;
  if (answer->status != 200) return remote.refused(*answer);
  if (json)
    terminal.out << answer->body << '\n';
  else
    terminal.out << ticket_in_words(object_in(*answer));
  return Exit::done;
}

Exit show_customer(const Terminal& terminal, const Remote& remote, const Flags& flags) {
  const auto answer = remote.get("/v1/customers", "identity=" + api::percent_encoded(flags.customer));
  if (!answer) return Exit::not_reached;
  if (answer->status != 200) return remote.refused(*answer);
  if (flags.json) return terminal.out << answer->body << '\n', Exit::done;
  const boost::json::object customer = object_in(*answer);
  terminal.out << customer_in_words(customer) << '\n';
  const std::string ticket = newest_ticket_of(customer);
  return ticket.empty() ? Exit::done : show_ticket(terminal, remote, ticket, false);
}

Exit status(const Terminal& terminal, const Flags& flags) {
  const Remote remote{terminal, flags.remote};
  if (!flags.customer.empty()) return show_customer(terminal, remote, flags);
  if (!flags.ticket.empty()) return show_ticket(terminal, remote, flags.ticket, flags.json);
  return show_health(terminal, remote, flags);
}

}  // namespace

void add_status(CLI::App& app, Session& session) {
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand("status", "Show how the server is, or a ticket and why it went where it went");
  auto* ticket = command->add_option("TICKET", flags->ticket, "A ticket's id, such as t0-1");
  auto* customer = command->add_option("--customer", flags->customer,
                                       "The newest ticket of a customer, such as whatsapp:+4915112345678");
  auto* ready = command->add_flag("--ready", flags->ready, "Only whether it is ready: exit code 0 or 1");
  command->add_flag("--json", flags->json, "One JSON object");
  ticket->excludes(customer)->excludes(ready);
  customer->excludes(ready);
  add_remote_flags(*command, flags->remote);
  add_examples(*command, "switchroom status --customer whatsapp:+4915112345678", "switchroom status --ready");
  command->callback(
      [&session, flags] { session.run = [&session, flags] { return status(session.terminal, *flags); }; });
}

}  // namespace switchroom::cli
