#include "gateway/mail/address_book.hpp"

#include <gtest/gtest.h>

#include <string>

namespace switchroom::smtp {
namespace {

workspace::Channel channel(std::string id, std::vector<std::string> addresses, std::string kind = "mail") {
  workspace::Channel made;
  made.id = std::move(id);
  made.kind = std::move(kind);
  made.settings.push_back({.name = "addresses", .values = std::move(addresses), .place = {}});
  return made;
}

class AddressBookTest : public testing::Test {
 public:
  void configure(std::uint32_t number, std::string name, std::vector<workspace::Channel> channels) {
    workspace::Workspace made;
    made.id = std::move(name);
    workspace::Numbering numbering;
    for (const auto& one : channels) numbering.channels.number_of(one.id);
    made.channels = std::move(channels);
    table.configure(WorkspaceId{number}, made, numbering);
  }

  std::string find(std::string_view address) {
    const AddressBook::Found found = AddressBook{table}.find(address);
    if (found.channel) return found.channel->name;
    return found.owner == Owner::unknown ? "unknown" : "foreign";
  }

  operate::Metrics metrics{"0"};
  webhooks::ChannelTable table{metrics, {}};
};

TEST_F(AddressBookTest, finds_an_address_exactly_before_its_domain) {
  configure(1, "demo",
            {channel("all", {"@shop.example"}), channel("mail", {"Support@shop.example", "sales@shop.example"})});
  EXPECT_EQ(find("support@SHOP.example"), "demo/mail");
  EXPECT_EQ(find("sales+t.4f2@shop.example"), "demo/mail");
  EXPECT_EQ(find("anybody@shop.example"), "demo/all");
  EXPECT_EQ(find("support@sub.shop.example"), "foreign");
}

TEST_F(AddressBookTest, tells_an_address_that_nobody_has_from_a_foreign_one) {
  configure(1, "demo", {channel("mail", {"support@shop.example"}), channel("wa", {"x@other.example"}, "whatsapp")});
  EXPECT_EQ(find("sales@shop.example"), "unknown");
  EXPECT_EQ(find("x@other.example"), "foreign");
  EXPECT_EQ(find("support"), "foreign");
}

TEST_F(AddressBookTest, gives_the_postmasters_mail_to_somebody) {
  EXPECT_EQ(find("postmaster"), "unknown");
  configure(1, "demo", {channel("mail", {"support@shop.example"})});
  configure(2, "other", {channel("mail", {"x@other.example"})});
  EXPECT_EQ(find("Postmaster"), "demo/mail");
  EXPECT_EQ(find("postmaster@other.example"), "other/mail");
  EXPECT_EQ(find("postmaster@example.org"), "foreign");
}

TEST_F(AddressBookTest, lets_nobody_take_the_address_of_an_older_workspace) {
  configure(2, "thief", {channel("mail", {"support@shop.example"})});
  configure(1, "shop", {channel("mail", {"support@shop.example"})});
  EXPECT_EQ(find("support@shop.example"), "shop/mail");
}

TEST_F(AddressBookTest, changes_with_the_configuration) {
  configure(1, "demo", {channel("mail", {"support@shop.example"})});
  const std::uint64_t before = table.version();
  configure(1, "demo", {channel("mail", {"help@shop.example"})});
  EXPECT_NE(table.version(), before);
  EXPECT_EQ(find("support@shop.example"), "unknown");
  EXPECT_EQ(find("help@shop.example"), "demo/mail");
}

}  // namespace
}  // namespace switchroom::smtp
