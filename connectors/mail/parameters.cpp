#include "connectors/mail/parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

#include "connectors/mail/ascii.hpp"
#include "connectors/mail/charset.hpp"
#include "connectors/mail/header_text.hpp"

namespace switchroom::mail {
namespace {

constexpr std::size_t pieces_max = 200;

/// One `name*2*=value` as written.
struct Piece {
  std::string name;
  int number = -1;       ///< -1: not continued
  bool encoded = false;  ///< by percent signs, and if it is the first, with a charset
  std::string value;
};

/// A quoted or a plain value off the front of `rest`, up to the next `;`.
std::string take_value(std::string_view& rest) {
  std::string value;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size() && (quoted || rest[i] != ';'); ++i) {
    if (rest[i] == '"')
      quoted = !quoted;
    else if (quoted && rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\'))
      value += rest[++i];
    else
      value += rest[i];
  }
  rest.remove_prefix(i);
  return std::string{trimmed(value)};
}

/// `filename*1*` → name, number and star.
Piece piece_of(std::string_view written) {
  Piece piece;
  written = trimmed(written);
  piece.encoded = written.ends_with('*');
  if (piece.encoded) written.remove_suffix(1);
  const std::size_t star = written.find('*');
  if (star != written.npos) {
    const std::string_view digits = written.substr(star + 1);
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), piece.number);
    if (code != std::errc{} || end != digits.data() + digits.size()) piece.number = -1;
  }
  piece.name = lower_case(written.substr(0, star));
  return piece;
}

std::vector<Piece> pieces_of(std::string_view rest) {
  std::vector<Piece> pieces;
  while (rest.starts_with(';') && pieces.size() < pieces_max) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find_first_of("=;"), rest.size());
    Piece piece = piece_of(rest.substr(0, end));
    rest.remove_prefix(end);
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    piece.value = take_value(rest);
    if (!piece.name.empty()) pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::string percent_decoded(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    bytes += low < 0 ? text[i] : static_cast<char>(high * 16 + low);
    if (low >= 0) i += 2;
  }
  return bytes;
}

/// All pieces of one starred name, in their order.
std::string joined(const std::vector<const Piece*>& pieces) {
  std::string charset;
  std::string bytes;
  for (const Piece* piece : pieces) {
    std::string_view value = piece->value;
    const std::size_t first = piece == pieces.front() && piece->encoded ? value.find('\'') : value.npos;
    const std::size_t second = first == value.npos ? first : value.find('\'', first + 1);
    if (second != value.npos) {
      charset = value.substr(0, first);
      value.remove_prefix(second + 1);
    }
    bytes += piece->encoded ? percent_decoded(value) : std::string{value};
  }
  return without_controls(utf8_of(bytes, charset));
}

/// The value of the name that `pieces[at]` has: starred pieces together, else the first plain one.
std::string value_of(const std::vector<Piece>& pieces, const std::string& name, std::string_view fallback) {
  std::vector<const Piece*> starred;
  const Piece* plain = nullptr;
  for (const Piece& piece : pieces) {
    if (piece.name != name) continue;
    if (piece.encoded || piece.number >= 0)
      starred.push_back(&piece);
    else if (!plain)
      plain = &piece;
  }
  if (starred.empty()) return header_text(plain->value, fallback);
  std::ranges::sort(starred, {}, [](const Piece* piece) { return std::pair{piece->number, piece}; });
  if (starred.front()->number < 0) starred.resize(1);  // `name*=` is whole
  return joined(starred);
}

}  // namespace

std::string_view Parametrised::parameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &Parameter::name);
  return found == parameters.end() ? std::string_view{} : std::string_view{found->value};
}

Parametrised read_parameters(std::string_view field, std::string_view fallback) {
  Parametrised read;
  const std::size_t end = std::min(field.find(';'), field.size());
  const std::string_view value = trimmed(field.substr(0, end));
  read.value = lower_case(value.substr(0, value.find_first_of(" \t(")));
  const std::vector<Piece> pieces = pieces_of(field.substr(end));
  for (const Piece& piece : pieces)
    if (std::ranges::find(read.parameters, piece.name, &Parametrised::Parameter::name) == read.parameters.end())
      read.parameters.push_back({piece.name, value_of(pieces, piece.name, fallback)});
  return read;
}

Parametrised read_content_type(std::string_view field, std::string_view fallback) {
  Parametrised type = read_parameters(field, fallback);
  const std::size_t slash = type.value.find('/');
  const bool sound = slash != type.value.npos && slash > 0 && slash + 1 < type.value.size() &&
                     type.value.find('/', slash + 1) == type.value.npos &&
                     std::ranges::all_of(type.value, [](char c) { return c > ' ' && c < 127 && c != '"' && c != '<'; });
  if (!sound) type.value = "text/plain";
  return type;
}

namespace {

std::string_view ending_of(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> endings{
      {{"text/plain", ".txt"},
       {"text/html", ".html"},
       {"text/calendar", ".ics"},
       {"image/jpeg", ".jpg"},
       {"image/png", ".png"},
       {"image/gif", ".gif"},
       {"application/pdf", ".pdf"},
       {"application/zip", ".zip"},
       {"message/rfc822", ".eml"},
       {"application/pgp-signature", ".asc"},
       {"application/pkcs7-mime", ".p7m"},
       {"application/pkcs7-signature", ".p7s"}}};
  for (const auto& [known, ending] : endings)
    if (known == type) return ending;
  return ".bin";
}

/// U+200E, U+200F, U+202A–E, U+2066–9: they turn `gpj.exe` around.
bool changes_direction(std::string_view character) {
  if (character.size() < 3 || character[0] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(character[1]);
  const auto third = static_cast<unsigned char>(character[2]);
  return (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) ||
         (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

}  // namespace

std::string safe_file_name(std::string_view name, std::string_view type) {
  constexpr std::size_t bytes_max = 200;
  std::string clean;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (changes_direction(name.substr(i, 3)))
      i += 2;
    else if (static_cast<unsigned char>(name[i]) >= 0x20 && name[i] != 0x7F)
      clean += name[i];
  }
  const std::size_t slash = clean.find_last_of("/\\:");
  if (slash != clean.npos) clean.erase(0, slash + 1);
  clean = trimmed(clean);
  while (clean.ends_with('.') || clean.ends_with(' ')) clean.pop_back();
  if (clean.size() > bytes_max) {  // the ending tells the type: cut before it, and not inside a character
    const std::size_t dot = clean.rfind('.');
    const std::string ending = dot != clean.npos && clean.size() - dot <= 16 ? clean.substr(dot) : "";
    std::size_t end = bytes_max - ending.size();
    while (end > 0 && (static_cast<unsigned char>(clean[end]) & 0xC0) == 0x80) --end;
    clean = clean.substr(0, end) + ending;
  }
  const bool dots_only = clean.find_first_not_of('.') == clean.npos;
  return dots_only ? "attachment" + std::string{ending_of(type)} : clean;
}

}  // namespace switchroom::mail
