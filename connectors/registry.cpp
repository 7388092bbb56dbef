#include "connectors/registry.hpp"

#include <array>

namespace switchroom::connectors {

extern const Connector aws_ses;
extern const Connector aws_sns_sms;
extern const Connector bird;
extern const Connector discord;
extern const Connector github;
extern const Connector instagram;
extern const Connector kakao;
extern const Connector line;
extern const Connector mail_server;
extern const Connector mailgun;
extern const Connector mapped;
extern const Connector messenger;
extern const Connector plivo;
extern const Connector postmark;
extern const Connector sendgrid;
extern const Connector sinch;
extern const Connector slack;
extern const Connector standard_webhooks;
extern const Connector stripe;
extern const Connector teams;
extern const Connector telegram;
extern const Connector twilio;
extern const Connector viber;
extern const Connector vonage_messages;
extern const Connector vonage_sms;
extern const Connector webchat;
extern const Connector wechat;
extern const Connector wecom;
extern const Connector whatsapp;
extern const Connector x;
extern const Connector zalo;

namespace {

constexpr std::array connectors{
    &aws_ses,     &aws_sns_sms,       &bird,   &discord,   &github,   &instagram, &kakao,    &line,
    &mail_server, &mailgun,           &mapped, &messenger, &plivo,    &postmark,  &sendgrid, &sinch,
    &slack,       &standard_webhooks, &stripe, &teams,     &telegram, &twilio,    &viber,    &vonage_messages,
    &vonage_sms,  &webchat,           &wechat, &wecom,     &whatsapp, &x,         &zalo};  // alphabetical

}  // namespace

std::span<const Connector* const> all_connectors() { return connectors; }

const Connector* find_connector(std::string_view kind) {
  for (const Connector* connector : connectors)
    if (connector->kind == kind) return connector;
  return nullptr;
}

}  // namespace switchroom::connectors
