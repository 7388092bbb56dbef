#pragma once
// What a change of a WhatsApp webhook tells: messages, receipts, echoes, and who wrote them. Sources: "messages webhook
// reference" with its pages Status, Edit, Revoke, System and smb_message_echoes, WhatsApp Business Platform. Pure.

#include "connectors/batch.hpp"
#include "connectors/connector.hpp"

namespace switchroom::connectors {

/// Takes an element of `changes[]` into `batch`; nothing of account news. Items for another number than the setting
/// `phone_number_id` are undecodable.
void read_whatsapp_change(const JsonReader& change, const Credentials& credentials, Batch& batch);

}  // namespace switchroom::connectors
