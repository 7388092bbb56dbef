#pragma once
// Documents that somebody wants to put in force, as the API gets them: checked, compared, and with a reason. The
// serving thread; what takes long runs apart.

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api/exchange.hpp"
#include "router/shard/action.hpp"

namespace switchroom::api {

/// Everything that is wrong with a document for this workspace; empty: nothing.
boost::asio::awaitable<std::vector<Error>> check_apart(std::string document, std::string workspace);

/// 422 with all of them in `errors`.
server::Reply refuse_document(const Exchange& exchange, const std::vector<Error>& errors);

/// What the second document changes, in words. A first one that can't be read any more counts as empty. Error
/// `invalid_document`: the second one.
boost::asio::awaitable<Result<boost::json::array>> differences_apart(std::string before, std::string after);

/// A document as it was applied; its version is the entity tag.
server::Reply document_reply(std::string document, std::uint64_t version);

/// The query's `note`: what for. Error `malformed_request`: longer than 500 bytes, or not percent-encoded.
Result<std::string> note_of(const Exchange& exchange);

/// What becomes of a document.
struct Submission {
  shard::ActionKind kind = shard::ActionKind::apply_configuration;  ///< or save_draft
  std::string document{};                                           ///< YAML
  std::string note{};                                               ///< if the request brings none
  bool ends_draft = false;
};

/// Checks the document, then has it put in force or kept as the draft.
boost::asio::awaitable<server::Reply> submit(const Exchange& exchange, Submission submission);

}  // namespace switchroom::api
