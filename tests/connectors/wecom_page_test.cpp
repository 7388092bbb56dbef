#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/inbound_message_json.hpp"
#include "connectors/registry.hpp"

namespace switchroom::connectors {
namespace {

Result<Page> page_of(std::string_view body) { return find_connector("wecom")->read_page(body, {}); }

/// A page with one entry of that content.
InboundMessage only(std::string_view content) {
  const Result<Page> page = page_of(R"({"errcode":0,"msg_list":[)" + std::string{content} + "]}");
  return page && page->delivery.messages.size() == 1 ? page->delivery.messages[0] : InboundMessage{};
}

std::string from_customer(std::string_view rest) {
  return R"({"msgid":"m1","open_kfid":"wk1","external_userid":"wm1","send_time":1615478585,"origin":3,)" +
         std::string{rest} + '}';
}

TEST(WecomPage, a_text_of_a_customer) {
  const InboundMessage message = only(from_customer(R"("msgtype":"text","text":{"content":"你好"})"));
  EXPECT_EQ(message.provider_id, "m1");
  EXPECT_EQ(message.kind, MessageKind::text);
  EXPECT_EQ(message.from, "wm1");
  EXPECT_EQ(message.account, "wk1");
  EXPECT_EQ(message.conversation, "wk1:wm1");
  EXPECT_EQ(message.at_ms, 1'615'478'585'000);
  EXPECT_EQ(message.text, "你好");
}

TEST(WecomPage, a_choice_from_a_menu_is_a_button) {
  const InboundMessage message = only(from_customer(R"("msgtype":"text","text":{"content":"满意","menu_id":"101"})"));
  EXPECT_EQ(message.kind, MessageKind::button);
  EXPECT_EQ(message.payload, "101");
}

TEST(WecomPage, files_are_known_by_their_media_id) {
  for (const auto& [type, kind] : {std::pair{"image", MessageKind::image},
                                   {"voice", MessageKind::audio},
                                   {"video", MessageKind::video},
                                   {"file", MessageKind::file}}) {
    const std::string word{type};
    const InboundMessage message =
        only(from_customer(R"("msgtype":")" + word + R"(",")" + word + R"(":{"media_id":"x"})"));
    EXPECT_EQ(message.kind, kind) << word;
    ASSERT_EQ(message.media.size(), 1U) << word;
    EXPECT_EQ(message.media[0].id, "x");
  }
}

TEST(WecomPage, places_links_cards_and_what_is_unknown) {
  EXPECT_EQ(only(from_customer(R"("msgtype":"location","location":{"latitude":23.1,"longitude":113.3,"name":"广州"})"))
                .location.latitude,
            23.1);
  EXPECT_EQ(only(from_customer(R"("msgtype":"link","link":{"title":"t","url":"https://a.example"})")).kind,
            MessageKind::share);
  EXPECT_EQ(only(from_customer(R"("msgtype":"business_card","business_card":{"userid":"zs"})")).kind,
            MessageKind::contact);
  EXPECT_EQ(only(from_customer(R"("msgtype":"merged_msg","merged_msg":{})")).kind, MessageKind::unsupported);
}

TEST(WecomPage, an_agent_in_wecom_is_an_echo_and_the_system_a_notice) {
  const InboundMessage echo = only(
      R"({"msgid":"m2","open_kfid":"wk1","external_userid":"wm1","servicer_userid":"zs","send_time":1,"origin":5,"msgtype":"text","text":{"content":"ok"}})");
  EXPECT_EQ(echo.kind, MessageKind::echo);
  EXPECT_EQ(echo.from, "zs");
  EXPECT_EQ(echo.to, "wm1");
  EXPECT_EQ(echo.conversation, "wk1:wm1");
}

std::string event(std::string_view rest) {
  return R"({"msgid":"m3","send_time":1,"origin":4,"msgtype":"event","event":{"open_kfid":"wk1","external_userid":"wm1",)" +
         std::string{rest} + "}}";
}

TEST(WecomPage, ids_of_events_are_inside_them) {
  const InboundMessage enters = only(event(R"("event_type":"enter_session","welcome_code":"c")"));
  EXPECT_EQ(enters.kind, MessageKind::system);
  EXPECT_EQ(enters.from, "wm1");
  const InboundMessage failed = only(event(R"("event_type":"msg_send_fail","fail_msgid":"ours","fail_type":4)"));
  EXPECT_EQ(failed.status, DeliveryStatus::failed);
  EXPECT_EQ(failed.ref + failed.error, "ours4");
  const InboundMessage recalled = only(event(R"("event_type":"user_recall_msg","recall_msgid":"m1")"));
  EXPECT_EQ(recalled.kind, MessageKind::deletion);
  EXPECT_EQ(recalled.ref, "m1");
  const InboundMessage ours =
      only(event(R"("event_type":"servicer_recall_msg","recall_msgid":"m2","servicer_userid":"zs")"));
  EXPECT_EQ(ours.kind, MessageKind::echo);
  EXPECT_EQ(ours.payload, "delete");
}

TEST(WecomPage, tells_where_it_goes_on_though_it_holds_few) {
  const Result<Page> page =
      page_of(R"({"errcode":0,"errmsg":"ok","next_cursor":"4gw7MepFLfgF2VC5npN","has_more":1,"msg_list":[]})");
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->more);
  EXPECT_EQ(page->next_cursor, "4gw7MepFLfgF2VC5npN");
  EXPECT_FALSE(page_of(R"({"errcode":0,"has_more":0})")->more);
}

TEST(WecomPage, a_refusal_tells_its_code) {
  const Result<Page> page = page_of(R"({"errcode":40014,"errmsg":"invalid access_token"})");
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().where, "errcode");
  EXPECT_EQ(page.error().found, "40014");
  EXPECT_FALSE(page_of("<html>"));
}

TEST(WecomPage, loses_only_its_bad_message) {
  const Result<Page> page =
      page_of(R"({"errcode":0,"msg_list":[)" + from_customer(R"("msgtype":"text","text":{"content":1})") + ',' +
              from_customer(R"("msgtype":"text","text":{"content":"two"})") + "]}");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->delivery.messages.size(), 1U);
  ASSERT_EQ(page->delivery.undecodable.size(), 1U);
  EXPECT_EQ(page->delivery.undecodable[0].error.where, "msg_list[0].text.content");
}

}  // namespace
}  // namespace switchroom::connectors
