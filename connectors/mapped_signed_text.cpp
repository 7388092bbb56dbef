#include "connectors/mapped_signed_text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "connectors/base64.hpp"
#include "connectors/parameters.hpp"
#include "connectors/spare_text.hpp"
#include "connectors/text_encoding.hpp"

namespace switchroom::connectors {
namespace {

std::vector<Form::Field> fields_from(const SignedParameters& rule, const Result<Form>& query,
                                     const Result<Parameters>& form) {
  std::vector<Form::Field> fields;
  const auto add = [&](const std::vector<Form::Field>& more) {
    for (const Form::Field& field : more)
      if (std::ranges::find(rule.exclude, field.name) == rule.exclude.end()) fields.push_back(field);
  };
  if (rule.from != SignedParameters::From::query && form) add(form->fields());
  const bool query_too = rule.from == SignedParameters::From::query || rule.from == SignedParameters::From::all;
  if (query_too && query) add(query->fields());
  const auto pair_of = [](const Form::Field& field) { return std::pair{field.name, field.value}; };
  std::ranges::sort(fields, {}, pair_of);
  if (rule.distinct) {
    const auto rest = std::ranges::unique(fields, {}, pair_of);
    fields.erase(rest.begin(), rest.end());
  }
  return fields;
}

void append_value(const SignedParameters& rule, std::string_view value, std::string& out) {
  for (const char c : value) {
    const auto found = std::ranges::find(rule.replace, c, &std::pair<char, std::string>::first);
    if (found == rule.replace.end())
      out += c;
    else
      out += found->second;
  }
}

/// `&{name}={value}` filled in.
void append_pattern(const SignedParameters& rule, const Form::Field& field, std::string& out) {
  std::string name{field.name};
  std::string value;
  append_value(rule, field.value, value);
  if (rule.encoded) {
    append_form_text(field.name, name = {});
    std::string encoded;
    append_form_text(value, encoded);
    value = std::move(encoded);
  }
  for (std::string_view rest = rule.pattern; !rest.empty();) {
    if (rest.starts_with("{name}")) {
      out += name;
      rest.remove_prefix(6);
    } else if (rest.starts_with("{value}")) {
      out += value;
      rest.remove_prefix(7);
    } else {
      out += rest.front();
      rest.remove_prefix(1);
    }
  }
}

void append_parameters(const SignedParameters& rule, const Request& request, std::string& out) {
  const Result<Form> query = Form::read(request.query);
  Request body = request;  // the body's parameters also of a GET, which has none
  if (body.method == "GET") body.method = "POST";
  const bool as_it_is = rule.from == SignedParameters::From::request;
  const Result<Parameters> form = Parameters::read(as_it_is ? request : body);
  const std::vector<Form::Field> fields = fields_from(rule, query, form);
  for (const Form::Field& field : fields) {
    if (&field != &fields.front()) out += rule.join;
    append_pattern(rule, field, out);
  }
}

void append_url(const SignedSubject& subject, bool with_query, std::string& out) {
  out.append(subject.base).append(subject.request.path);
  if (with_query && !subject.request.query.empty()) out.append("?").append(subject.request.query);
}

void append_digest(const SignedPiece& piece, std::string_view body, std::string& out) {
  const std::string hex = digest(piece.hash, Encoding::hex, body);
  out += piece.raw ? bytes_of_hex(hex).value_or("") : hex;
}

void append_piece(const SignedPiece& piece, const SignedSubject& subject, std::string_view key, std::string& out) {
  using enum SignedPiece::Kind;
  const Request& request = subject.request;
  switch (piece.kind) {
    case literal:
      out += piece.text;
      break;
    case header:
      out += request.header(piece.text).value_or("");
      break;
    case parameter:
      out += value_at({SchemePlace::In::parameter, piece.text}, request, *SpareText{});
      break;
    case query_parameter:
      out += value_at({SchemePlace::In::query, piece.text}, request, *SpareText{});
      break;
    case body:
      out += request.body;
      break;
    case body_digest:
      append_digest(piece, request.body, out);
      break;
    case url:
      append_url(subject, true, out);
      break;
    case url_without_query:
      append_url(subject, false, out);
      break;
    case method:
      out += request.method;
      break;
    case path:
      out += request.path;
      break;
    case query:
      out += request.query;
      break;
    case timestamp:
      out += subject.timestamp;
      break;
    case secret:
      out += key;
      break;
    case parameters:
      append_parameters(piece.parameters.value_or(SignedParameters{}), request, out);
      break;
    case if_parameters:
      if (!request.query.empty()) out += piece.text;
      break;
  }
}

/// Whether a piece holds nothing that a customer wrote and nothing secret.
bool may_be_shown(SignedPiece::Kind kind) {
  using enum SignedPiece::Kind;
  return kind == literal || kind == method || kind == path || kind == timestamp || kind == header ||
         kind == url_without_query || kind == if_parameters || kind == body_digest;
}

}  // namespace

std::string_view value_at(const SchemePlace& place, const Request& request, std::string& room) {
  if (place.in == SchemePlace::In::header) return request.header(place.name).value_or("");
  if (place.in == SchemePlace::In::query) {
    const Result<Form> query = Form::read(request.query);
    return room = query ? query->value(place.name) : std::string_view{};
  }
  const Result<Parameters> parameters = Parameters::read(request);
  return room = parameters ? parameters->value(place.name) : std::string_view{};
}

void write_signed_text(const Scheme& scheme, const SignedSubject& subject, std::string_view key, std::string& text) {
  text.clear();
  if (scheme.sorted) {
    std::vector<std::string> pieces(scheme.pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) append_piece(scheme.pieces[i], subject, key, pieces[i]);
    std::ranges::sort(pieces);
    for (const std::string& piece : pieces) text += piece;
    return;
  }
  for (const SignedPiece& piece : scheme.pieces) append_piece(piece, subject, key, text);
}

std::string masked_signed_text(const Scheme& scheme, const SignedSubject& subject) {
  std::string text;
  for (const SignedPiece& piece : scheme.pieces) {
    std::string whole;
    append_piece(piece, subject, {}, whole);
    if (piece.kind == SignedPiece::Kind::secret)
      text += "<key>";
    else if (piece.kind == SignedPiece::Kind::url)
      append_url(subject, false, text),
          text += subject.request.query.empty() ? "" : "?" + masked_bytes(subject.request.query);
    else if (piece.raw || !may_be_shown(piece.kind))
      text += masked_bytes(whole);
    else
      text += whole.substr(0, 256);
  }
  return text;
}

}  // namespace switchroom::connectors
