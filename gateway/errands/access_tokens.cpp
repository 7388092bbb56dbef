#include "gateway/errands/access_tokens.hpp"

#include <fmt/format.h>

#include "gateway/outbound/http_client.hpp"

namespace switchroom::errands {

namespace asio = boost::asio;

asio::awaitable<Result<std::string>> body_from(replies::Posting posting, std::chrono::milliseconds patience) {
  constexpr std::size_t bytes_max = 16UL << 20;
  outbound::Server server{
      .url = std::move(posting.server), .timeout = patience, .answer_bytes_max = bytes_max, .ca_file = {}};
  const std::string where = server.url;
  auto answer = co_await outbound::exchange(std::move(server), std::move(posting.request));
  if (answer && answer->status == 200) co_return std::move(answer->body);
  const std::string found = answer ? fmt::format("HTTP {}", answer->status) : answer.error().words;
  co_return std::unexpected(Error{Fault::internal, where, found, "an answer with status 200"});
}

asio::awaitable<Result<replies::AccessToken>> AccessTokens::of(WorkspaceId workspace, ChannelId channel,
                                                               const replies::TokenWay& way,
                                                               const connectors::Credentials& credentials) {
  constexpr std::chrono::seconds margin{60};
  const auto now = std::chrono::steady_clock::now();
  const std::pair whose{workspace, channel};
  if (const auto known = known_.find(whose); known != known_.end() && now < known->second.until)
    co_return known->second.token;
  Result<replies::Posting> posting = way.ask(credentials);
  if (!posting) co_return std::unexpected(posting.error());
  const Result<std::string> body = co_await body_from(std::move(*posting), patience_);
  if (!body) co_return std::unexpected(body.error());
  Result<replies::AccessToken> token = way.read(*body);
  if (token) known_[whose] = {*token, now + token->valid - margin};
  co_return token;
}

}  // namespace switchroom::errands
