// Stripe, a preset of `mapped`. Source: "Verify webhook signatures", "Event object", Stripe documentation; stripe 16.1
// (PyPI).
#include <array>

#include "connectors/connector.hpp"
#include "connectors/mapped_preset.hpp"

namespace switchroom::connectors {
namespace {

constexpr std::array settings{
    SettingRule{"secrets", true, true, "The endpoint's signing secret (whsec_…, used as it is)"},
    SettingRule{"tolerance_s", false, false, "How old a delivery may be; 300 by default"},
    SettingRule{"map", false, false, "What of a delivery is a message, if not the preset's (docs/channels/mapped.md)"},
};

constexpr std::string_view scheme =
    R"json({"algorithm":"hmac-sha256","signed":["timestamp",{"literal":"."},"body"],"signature":{"header":"Stripe-Signature","format":"pairs","key":"v1"},"timestamp":{"signature":"t","past":"300","future":"300"}})json";

// Disputes are messages of the customer whom they concern; all else is a notice. The event's id recognises a
// repetition.
constexpr std::string_view preset =
    R"json({"id":"/id","from":["/data/object/customer","/data/object/charge","/data/object/id"],"account":"/account",
      "text":["/data/object/description","/data/object/reason","/type"],"payload":"/type","ref":"/data/object/id",
      "time":{"value":"/created","unit":"s"},
      "kind":{"at":"/type","words":{"charge.dispute.created":"text"},"otherwise":"system"}})json";

constexpr MappedPreset descriptions{scheme, preset};
using Functions = PresetFunctions<descriptions>;

}  // namespace

extern const Connector stripe;
const Connector stripe{.kind = "stripe",
                       .name = "Stripe",
                       .methods = "POST",
                       .settings = settings,
                       .sample = {.from = "cus_NffrFeUfNV2Hib", .id = "evt_1NG8Du2eZvKYlo2CUI79vXWy"},
                       .handshake = Functions::handshake,
                       .verify = Functions::verify,
                       .decode = Functions::decode,
                       .acknowledge = Functions::acknowledge,
                       .compose = Functions::compose};

}  // namespace switchroom::connectors
