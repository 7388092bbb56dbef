#include "gateway/mail/command.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/charset.hpp"

namespace switchroom::smtp {
namespace {

using mail::same_word;
using mail::trimmed;
using Text = std::string_view;

constexpr std::array<std::pair<Text, Verb>, 13> verbs{{{"HELO", Verb::helo},
                                                       {"EHLO", Verb::ehlo},
                                                       {"LHLO", Verb::lhlo},
                                                       {"MAIL", Verb::mail},
                                                       {"RCPT", Verb::rcpt},
                                                       {"DATA", Verb::data},
                                                       {"BDAT", Verb::bdat},
                                                       {"RSET", Verb::rset},
                                                       {"NOOP", Verb::noop},
                                                       {"QUIT", Verb::quit},
                                                       {"VRFY", Verb::vrfy},
                                                       {"HELP", Verb::help},
                                                       {"STARTTLS", Verb::starttls}}};
constexpr std::array<Text, 8> known{"EXPN", "TURN", "ETRN", "AUTH", "SEND", "SOML", "SAML", "BURL"};
constexpr std::array<Text, 8> http_verbs{"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "CONNECT", "PATCH"};

constexpr std::size_t address_bytes_max = 512;
constexpr std::size_t parameters_max = 16;

bool is_one_of(Text word, std::span<const Text> words) {
  return std::ranges::any_of(words, [word](Text one) { return same_word(one, word); });
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (mail::lower_case(c) >= 'a' && mail::lower_case(c) <= 'z');
}

/// What may stand in an address without quotes (RFC 5321 Atom; RFC 6531 adds UTF-8).
bool is_atom_byte(char c) {
  return is_letter_or_digit(c) || (c & 0x80) != 0 || Text{"!#$%&'*+-/=?^_`{|}~"}.contains(c);
}

bool is_dotted(Text text, bool (*fits)(char)) {
  if (text.empty() || text.starts_with('.') || text.ends_with('.') || text.contains("..")) return false;
  return std::ranges::all_of(text, [fits](char c) { return c == '.' || fits(c); });
}

bool is_domain_byte(char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || (c & 0x80) != 0; }

bool is_domain(Text text) {
  if (text.starts_with('[') && text.ends_with(']'))
    return std::ranges::all_of(text.substr(1, text.size() - 2),
                               [](char c) { return is_letter_or_digit(c) || c == '.' || c == ':'; });
  return is_dotted(text, is_domain_byte);
}

std::unexpected<Reply> wrong(std::string words) { return std::unexpected(Reply{501, "5.5.4", std::move(words)}); }

/// Where the path that begins at `<` ends: behind the first `>` outside of quotes.
std::size_t end_of_path(Text text) {
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (text[i] == '>' && !quoted)
      return i + 1;
  }
  return text.npos;
}

/// What `"ann\.lee"` quotes; empty if the text is no quoted string.
std::string unquoted(Text text) {
  std::string plain;
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return plain;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\';
    if (escaped && ++i == text.size()) return {};
    if ((!escaped && text[i] == '"') || static_cast<unsigned char>(text[i]) < 0x20) return {};
    plain += text[i];
  }
  return plain;
}

/// The local part without needless quotes; empty if it is none.
std::string local_part(Text text) {
  if (is_dotted(text, is_atom_byte)) return std::string{text};
  const std::string plain = unquoted(text);
  if (is_dotted(plain, is_atom_byte)) return plain;
  return plain.empty() ? std::string{} : std::string{text};
}

/// `@relay,@other:ann@example.org` → `ann@example.org`: source routes mean nothing any more (RFC 5321, 4.1.1.3).
Text without_route(Text address) {
  if (!address.starts_with('@')) return address;
  const std::size_t colon = address.find(':');
  return colon == address.npos ? address : address.substr(colon + 1);
}

std::expected<std::string, Reply> read_address(Text text) {
  text = without_route(text);
  if (text.size() > address_bytes_max) return wrong("that address is too long");
  if (!mail::is_utf8(text)) return wrong("that address is no UTF-8");
  if (text.empty() || same_word(text, "postmaster")) return std::string{text};
  const std::size_t at = text.rfind('@');
  if (at == text.npos) return wrong("an address needs a domain");
  std::string address = local_part(text.substr(0, at));
  const Text domain = text.substr(at + 1);
  if (address.empty() || !is_domain(domain)) return wrong("that is no address");
  return address.append("@").append(domain);
}

std::optional<Reply> read_parameters(Text rest, std::vector<Path::Parameter>& parameters) {
  for (rest = trimmed(rest); !rest.empty(); rest = trimmed(rest)) {
    const Text word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    const std::size_t equals = std::min(word.find('='), word.size());
    if (equals == 0 || parameters.size() == parameters_max) return wrong("those parameters can't be read").error();
    parameters.push_back({word.substr(0, equals), word.substr(std::min(equals + 1, word.size()))});
  }
  return std::nullopt;
}

}  // namespace

Command read_command(Text line) {
  const Text verb = line.substr(0, line.find_first_of(" \t"));
  const Text argument = trimmed(line.substr(verb.size()));
  for (const auto& [word, meaning] : verbs)
    if (same_word(word, verb)) return {meaning, argument};
  if (is_one_of(verb, known)) return {Verb::known, argument};
  return {is_one_of(verb, http_verbs) ? Verb::http : Verb::unknown, argument};
}

std::expected<Path, Reply> read_path(Text argument, Text word) {
  if (!mail::begins_with_word(argument, word)) return wrong("expected " + std::string{word} + "<address>");
  const Text rest = trimmed(argument.substr(word.size()));
  if (!rest.starts_with('<')) return wrong("an address stands in < and >");
  const std::size_t end = end_of_path(rest);
  if (end == rest.npos || (end < rest.size() && rest[end] != ' ')) return wrong("an address stands in < and >");
  Path path;
  std::expected<std::string, Reply> address = read_address(rest.substr(1, end - 2));
  if (!address) return std::unexpected(std::move(address.error()));
  path.address = *std::move(address);
  if (std::optional<Reply> refusal = read_parameters(rest.substr(end), path.parameters))
    return std::unexpected(*std::move(refusal));
  return path;
}

std::optional<std::uint64_t> read_number(Text text) {
  std::uint64_t number = 0;
  if (text.size() > 18) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Chunk> read_chunk(Text argument) {
  const Text size = argument.substr(0, argument.find(' '));
  const Text rest = trimmed(argument.substr(size.size()));
  const std::optional<std::uint64_t> octets = read_number(size);
  if (!octets || (!rest.empty() && !same_word(rest, "LAST"))) return std::nullopt;
  return Chunk{*octets, !rest.empty()};
}

bool is_beyond_ascii(Text text) {
  return std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; });
}

}  // namespace switchroom::smtp
