// Real connectors re-expressed in configuration: descriptions/<kind>.json gives the same verdicts and the same messages
// as the connector, on all fixtures of that kind.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "connectors/mapped_map.hpp"
#include "connectors/mapped_scheme.hpp"
#include "connectors/recorded_request.hpp"
#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// What one connector makes of a request, without the words in which it refuses.
struct Outcome {
  bool answered = false;
  bool accepted = false;
  std::vector<InboundMessage> messages;
  bool complete = true;  ///< nothing was undecodable
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome outcome_of(const Connector& connector, const Recorded& recorded) {
  const std::vector<Header> headers = headers_of(recorded.request);
  const Request request = view_of(recorded.request, headers);
  Outcome outcome;
  if (connector.handshake(request, recorded.credentials)) return outcome.answered = true, outcome;
  outcome.accepted = connector.verify(request, recorded.credentials, recorded.now).has_value();
  if (!outcome.accepted) return outcome;
  const Result<Delivery> delivery = connector.decode(request, recorded.credentials);
  outcome.complete = delivery && delivery->undecodable.empty();
  if (delivery) outcome.messages = delivery->messages;
  return outcome;
}

struct Reexpressed {
  std::string kind;
  std::string keys;  ///< the connector's setting that holds them
  /// Fixtures of what a description can't say: a second setting, mentions cut out, that a number is no text.
  std::vector<std::string> leaves_out;
};

/// Vonage's signature by the method of its account.
boost::json::value with_method(boost::json::value description, std::string_view method) {
  boost::json::object& scheme = description.at("scheme").as_object();
  const bool plain = method.empty() || method == "md5hash";
  scheme["algorithm"] = plain ? "md5" : "hmac-" + std::string{method};
  if (plain) scheme["signed"].as_array().emplace_back("secret");
  return description;
}

Credentials described(const Reexpressed& channel, const Credentials& credentials) {
  boost::json::value description =
      boost::json::parse(contents("tests/connectors/descriptions/" + channel.kind + ".json"));
  if (channel.kind == "vonage-sms") description = with_method(description, credentials.value("signature_method"));
  const std::span<const std::string> keys = credentials.values(channel.keys);
  Credentials made;
  made.settings = {{"scheme", {boost::json::serialize(description.at("scheme"))}},
                   {"map", {boost::json::serialize(description.at("map"))}},
                   {"keys", {keys.begin(), keys.end()}}};
  return made;
}

class Mapped : public testing::TestWithParam<Reexpressed> {};

TEST_P(Mapped, gives_the_messages_and_verdicts_of_the_connector_that_it_describes) {
  const Reexpressed& channel = GetParam();
  int compared = 0;
  for (const fs::directory_entry& file : fs::directory_iterator{"tests/connectors/fixtures/" + channel.kind}) {
    const std::string name = file.path().filename();
    if (!name.ends_with(".in.json")) continue;
    if (std::ranges::any_of(channel.leaves_out, [&](const std::string& left) { return name.starts_with(left); }))
      continue;
    Recorded recorded = parse_recorded(contents(file.path())).value();
    const std::string_view mode = recorded.credentials.value("mode");
    if (!mode.empty() && mode != "plain") continue;  // WeChat's encrypted modes are beyond a description
    Outcome expected = outcome_of(*find_connector(channel.kind), recorded);
    for (InboundMessage& message : expected.messages) message.part = {};  // a map tells it in the payload alone
    recorded.credentials = described(channel, recorded.credentials);
    const Outcome found = outcome_of(*find_connector("mapped"), recorded);
    EXPECT_TRUE(found == expected) << name << ": " << inspect(*find_connector("mapped"), recorded);
    ++compared;
  }
  EXPECT_GT(compared, 25);
}

INSTANTIATE_TEST_SUITE_P(
    Descriptions, Mapped,
    testing::Values(Reexpressed{"sinch", "webhook_secret", {}},
                    Reexpressed{"vonage-sms", "signature_secret", {"an_unknown_method", "another_account_is_told"}},
                    Reexpressed{"wechat", "token", {}},
                    Reexpressed{"line",
                                "channel_secret",
                                {"our_own_mention", "a_mention_beyond_the_end", "a_batch_loses_only_its_bad_event"}}),
    [](const auto& info) {
      std::string name = info.param.kind;
      std::ranges::replace(name, '-', '_');
      return name;
    });

std::string scheme_error(std::string_view json) {
  const auto scheme = scheme_of(json);
  return scheme ? "" : describe(scheme.error());
}

TEST(MappedScheme, tells_what_is_wrong_and_where) {
  EXPECT_EQ(scheme_error(R"({"algorithm":"token","signature":{"header":"X"}})"), "");
  EXPECT_EQ(scheme_error("{"),
            "scheme: body: found The JSON document has an improper structure: missing or superfluous "
            "commas, braces, missing keys, etc.; expected JSON");
  EXPECT_EQ(scheme_error(R"({"algorithm":"rot13","signed":["body"],"signature":{"header":"X"}})"),
            "scheme: algorithm: found another word; expected hmac-md5, hmac-sha1, hmac-sha256, hmac-sha384, "
            "hmac-sha512, md5, sha1, sha256, ed25519, ecdsa-p256-sha256, token or basic");
  EXPECT_EQ(scheme_error(R"({"algorithm":"hmac-sha256","signature":{"header":"X"}})"),
            "scheme: body: found nothing signed; expected pieces under the key signed");
  EXPECT_EQ(scheme_error(R"({"algorithm":"hmac-sha256","signed":["body",{"planet":"x"}],"signature":{"header":"X"}})"),
            "scheme: signed[1].planet: found an unknown key; expected a piece of what is signed");
  EXPECT_EQ(scheme_error(R"({"algorithm":"hmac-sha256","signed":["body"],"signature":{"header":"X","query":"y"}})"),
            "scheme: signature: found no place or several; expected one of header, parameter, query and signature");
}

std::string map_error(std::string_view json) {
  const auto map = map_of(json);
  return map ? "" : describe(map.error());
}

TEST(MappedMap, tells_what_is_wrong_and_where) {
  EXPECT_EQ(map_error(R"({"id":"/id","from":"/from","text":"/text"})"), "");
  EXPECT_EQ(map_error(R"({"from":"/from"})"), "map: id: found nothing; expected a value");
  EXPECT_EQ(map_error(R"({"cases":[{"id":"/id","when":[{"at":"/type"}]}]})"),
            "map: cases[0].when[0]: found no condition; expected is, not, prefix or present");
  EXPECT_EQ(
      map_error(R"({"id":{"at":"/a","root":"/b"}})"),
      "map: id: found no origin or several; expected one of at, root, up, header, query, literal, json, first, join");
  EXPECT_EQ(map_error(R"({"id":"/id","time":{"value":"/at","unit":"weeks"}})"),
            "map: time.unit: found another word; expected s, ms or iso");
}

}  // namespace
}  // namespace switchroom::connectors
