#pragma once
// A kind of channel: functions from bytes to values. Pure: no I/O, no clock, no state; any thread.
// A new channel is one source file, one line in registry.cpp and one folder of fixtures (docs/adding-a-channel.md).

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/vocabulary/error.hpp"
#include "config/vocabulary/instant.hpp"
#include "connectors/inbound_message.hpp"
#include "connectors/request.hpp"

namespace switchroom::connectors {

/// A setting that a connector understands.
struct SettingRule {
  std::string_view name;
  bool required = false;
  bool secret = false;       ///< must be given as `env:` or `file:` in a workspace document
  std::string_view meaning;  ///< one line for `--help` and the documentation
};

/// A channel's settings with their secrets resolved. Each has one value, or two while a secret is rotated.
struct Credentials {
  struct Setting {
    std::string name;
    std::vector<std::string> values;
  };
  std::vector<Setting> settings;

  /// The live values of a setting; empty if it is not set.
  std::span<const std::string> values(std::string_view name) const;
  /// The first live value; empty text if it is not set.
  std::string_view value(std::string_view name) const;
};

/// A part of an authentic delivery that could not be understood; the rest of the delivery counts.
struct Undecodable {
  Error error;       ///< with the path inside the body
  std::string part;  ///< the bytes of that part, at most 64 KiB
};

/// I/O that a delivery asks for. The gateway does it once the delivery is stored: bounded, retried, kept over a crash.
struct Errand {
  enum class Kind : std::uint8_t {
    confirm_subscription,  ///< GET `url`: the provider waits for that before it sends anything
    pull_messages,         ///< fetch the pages that the connector's `read_page` reads
  };
  Kind kind = Kind::pull_messages;
  std::string id;       ///< recognises a repeated errand
  std::string url;      ///< https; empty where the connector's kind implies it
  std::string token;    ///< what the provider wants to see again; empty: nothing
  std::string account;  ///< our end whose messages are pulled; empty: the channel has only one
  friend bool operator==(const Errand&, const Errand&) = default;
};
inline constexpr std::array<std::string_view, 2> errand_kind_names{"confirm_subscription", "pull_messages"};

/// Bytes that came inside a delivery. The gateway keeps them under their digest before it acknowledges; messages name
/// them by `Attachment::sha256`.
struct Blob {
  std::string sha256;  ///< of `bytes`, in lower-case hex
  std::string bytes;
};

/// What one delivery holds, in its order.
struct Delivery {
  std::vector<InboundMessage> messages;
  std::vector<Undecodable> undecodable;
  std::vector<Errand> errands;
  std::vector<Blob> blobs;
};

/// One page of what was pulled for an errand `pull_messages`.
struct Page {
  Delivery delivery;
  std::string next_cursor;  ///< where the next pull goes on; to be stored with the delivery
  bool more = false;        ///< the next page is there already
};

/// A customer's message as a tester describes it; `compose` makes of it what the provider would send.
struct Draft {
  std::string id;    ///< provider id; unique per message
  std::string from;  ///< sender's address in our words (E.164 with `+`, Telegram user id)
  std::string name;  ///< sender's display name
  std::string text;
  std::int64_t at_ms = 0;
  std::string path;  ///< `/hooks/<workspace>/<channel>`
};

/// What a kind's made-up messages look like: for `switchroom send`, tests and benchmarks.
struct Sample {
  struct Setting {
    std::string_view name;
    std::string_view value;
  };
  std::string_view from = "+4915112345678";                   ///< a customer's address
  std::string_view id = "wamid.HBgLMTYzMTU1NTEyMzQVAgASGBQ";  ///< a message's id; empty: the provider has none
  /// Settings that fit each other. Also what is no setting of a channel but lets `compose` sign, such as a private key
  /// of the provider's side. Required ones that are missing may be any text.
  std::span<const Setting> settings{};
};

/// The table of functions that is a channel kind. No pointer but `read_page` and `own_answer` is null. None throws on
/// any input.
struct Connector {
  std::string_view kind;     ///< `whatsapp`
  std::string_view name;     ///< `WhatsApp Cloud API`
  std::string_view methods;  ///< for the Allow header: `GET, POST`
  std::span<const SettingRule> settings;
  /// Host names from which the gateway may fetch for this channel; `*.` in front allows any one label. Empty: none.
  std::span<const std::string_view> hosts{};
  Sample sample{};

  /// The provider's check of our URL (usually GET). Empty: the request is a delivery, go on with `verify`.
  std::optional<Result<Answer>> (*handshake)(const Request& request, const Credentials& credentials);
  /// Whether the request is authentic: over raw bytes, constant time, any live secret. `now` bounds replays.
  /// Fault `certificate_needed`: the certificate at the URL in `where` is wanted as a value `<url>=<PEM>` of the
  /// setting `certificates`.
  Result<void> (*verify)(const Request& request, const Credentials& credentials, Instant now);
  /// The messages of an authentic request. An error: nothing in it could be understood.
  Result<Delivery> (*decode)(const Request& request, const Credentials& credentials);
  /// What the provider wants to hear once everything is stored (also for what was undecodable or repeated).
  Answer (*acknowledge)(const Request& request);
  /// What the provider would send for `draft`, signed with the first live secret.
  OwnedRequest (*compose)(const Draft& draft, const Credentials& credentials);
  /// Reads a page that was pulled. Null: nothing is pulled for this kind. An error: the provider refused, or the page
  /// could not be understood at all.
  Result<Page> (*read_page)(std::string_view body, const Credentials& credentials) = nullptr;
  /// What the channel's settings want a provider to hear instead of `acknowledge`'s answer or, unless the request was
  /// `authentic`, of a refusal. Empty: the usual answer. Null: no setting says such a thing.
  std::optional<Answer> (*own_answer)(const Request& request, const Credentials& credentials, bool authentic) = nullptr;
};

/// Gives each required setting that has no value one: the sample's, or made-up text; and adds what else the sample has.
void make_up_settings(const Connector& connector, Credentials& credentials);

}  // namespace switchroom::connectors
