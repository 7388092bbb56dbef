#include "storage/records/scripts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/records/commit.hpp"
#include "storage/records/keys.hpp"
#include "tests/storage/redis/redis_server.hpp"

// The scripts on a real Redis. A script that fails on a key of a wrong type must have written nothing: Redis keeps what
// was written before the error.

namespace switchroom::storage {
namespace {

using redis::Command;
using redis::Reply;

const std::string incarnation(32, 'a');

class ScriptsTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const redis::Script* script : scripts().all()) server_.ask(Command{"SCRIPT", "LOAD", script->source});
  }
  Reply append(std::string_view backlog = "100", std::string_view unpublished = "100") {
    const std::string_view names[] = {keys_.head, keys_.inbox, keys_.own};
    const std::string_view arguments[] = {"frame", backlog, unpublished};
    return server_.ask(Command::call(scripts().append, names, arguments));
  }
  Reply take(std::string_view idle = "") {
    const std::string_view names[] = {keys_.own, keys_.head, keys_.inbox, keys_.out};
    const std::string_view arguments[] = {incarnation, "test", idle};
    return server_.ask(Command::call(scripts().take, names, arguments));
  }
  Reply own_append(std::string_view who, std::string_view latest = "", std::string_view back = "") {
    const std::string_view names[] = {keys_.head, keys_.inbox, keys_.own};
    const std::string_view arguments[] = {"frame", who, latest, back};
    return server_.ask(Command::call(scripts().own_append, names, arguments));
  }
  Command full_commit() {
    Commit commit{keys_};
    commit.put_identity(WorkspaceId{1}, "whatsapp:+1", CustomerId{1});
    commit.put_customer(CustomerId{1}, {});
    commit.append_history(CustomerId{1}, "line");
    commit.put_open(TicketId{1}, {}, {});
    commit.put_closed(TicketId{2}, {}, {});
    commit.assign(WorkspaceId{1}, AgentId{1}, TicketId{1});
    commit.unassign(WorkspaceId{1}, AgentId{2}, TicketId{2});
    commit.put_agent(WorkspaceId{1}, AgentId{1}, {});
    commit.put_config(WorkspaceId{1}, {});
    commit.put_version(WorkspaceId{1}, 21, {});
    commit.put_outcome(Instant{}, WorkspaceId{1}, "key", "outcome");
    commit.put_errand({1, 0}, {});
    commit.drop_errand({1, 1});
    commit.put_cursor(WorkspaceId{1}, ChannelId{1}, "account", "cursor");
    commit.put_route(TicketId{1}, {"+1", "+1", "", ""});
    commit.put_own("tickets", 2);
    return commit.build({incarnation, 0, 1, 1}, "decisions");
  }
  std::string everything() {
    std::string all;
    Reply names = server_.ask(Command{"KEYS", "*"});
    std::ranges::sort(names.elements, {}, &Reply::text);
    for (const Reply& name : names.elements)
      all += name.text + "=" + server_.ask(Command{"DUMP", name.text}).text + "\n";
    return all;
  }

  redis::test::RedisServer server_;
  Keys keys_{7};
};

TEST_F(ScriptsTest, AnInputOfTheOwnersOwnEntersUnderItsIncarnationOnly) {
  take();
  EXPECT_EQ(own_append(incarnation).elements.at(0).integer, 1);
  const std::string before = everything();
  const Reply stale = own_append(std::string(32, 'b'));
  EXPECT_EQ(stale.elements.at(1).text, "STALE");
  EXPECT_EQ(everything(), before);
}

TEST_F(ScriptsTest, AnInputOfTheOwnersOwnWaitsForAServerWhoseClockRanAhead) {
  take();
  EXPECT_EQ(own_append(incarnation, "1000").elements.at(1).text, "AHEAD") << "it is not 1970";
  EXPECT_EQ(own_append(incarnation, "99999999999999").elements.at(0).integer, 1);
}

TEST_F(ScriptsTest, TimeIsSetBackOnlyToTheServersAndOnlyIfItLiesBefore) {
  take();
  append();
  const std::string before = everything();
  EXPECT_EQ(own_append(incarnation, "", "back").elements.at(1).text, "STEADY");
  EXPECT_EQ(everything(), before);
  server_.ask(Command{"HSET", keys_.head, "ms", "99999999999999"});
  const Reply back = own_append(incarnation, "", "back");
  EXPECT_EQ(back.elements.at(0).integer, 2);
  EXPECT_EQ(back.elements.at(1).integer, back.elements.at(2).integer);
  EXPECT_LT(append().elements.at(1).integer, 99'999'999'999'999);
}

TEST_F(ScriptsTest, AppendNumbersEntriesWithoutGapsAndItsTimeNeverGoesBack) {
  const Reply first = append();
  server_.ask(Command{"HSET", keys_.head, "ms", "99999999999999"});
  const Reply second = append();
  EXPECT_EQ(first.elements.at(0).integer, 1);
  EXPECT_EQ(second.elements.at(0).integer, 2);
  EXPECT_EQ(second.elements.at(1).integer, 99999999999999);
  EXPECT_EQ(server_.ask(Command{"XRANGE", keys_.inbox, "2-0", "2-0"}).elements.size(), 1u);
}

TEST_F(ScriptsTest, AppendWritesNothingBeyondABound) {
  append();
  append();
  const std::string before = everything();
  EXPECT_EQ(append("2").elements.at(1).text, "backlog");
  EXPECT_EQ(append("100", "2").elements.at(1).text, "unpublished");
  EXPECT_EQ(everything(), before);
}

TEST_F(ScriptsTest, AppendWritesNothingIfAKeyHasAWrongType) {
  for (const std::string& key : {keys_.head, keys_.inbox, keys_.own}) {
    server_.ask(Command{"FLUSHALL"});
    append();
    server_.ask(Command{"DEL", key});
    server_.ask(Command{"SET", key, "text"});
    const std::string before = everything();
    EXPECT_TRUE(append().is_error()) << key;
    EXPECT_EQ(everything(), before) << key;
  }
}

TEST_F(ScriptsTest, TakeWritesNothingIfAKeyHasAWrongType) {
  for (const std::string& key : {keys_.own, keys_.head, keys_.inbox, keys_.out}) {
    server_.ask(Command{"FLUSHALL"});
    server_.ask(Command{"SET", key, "text"});
    const std::string before = everything();
    EXPECT_TRUE(take().is_error()) << key;
    EXPECT_EQ(everything(), before) << key;
  }
}

TEST_F(ScriptsTest, CommitWritesNothingIfAnyOfItsKeysHasAWrongType) {
  const std::vector<std::string> all{keys_.own,
                                     keys_.head,
                                     keys_.inbox,
                                     keys_.out,
                                     keys_.versions(WorkspaceId{1}),
                                     keys_.identities,
                                     keys_.customers,
                                     keys_.open,
                                     keys_.agents,
                                     keys_.configs,
                                     keys_.history(CustomerId{1}),
                                     keys_.closed(TicketId{2}),
                                     keys_.open_of(WorkspaceId{1}, AgentId{1}),
                                     keys_.open_of(WorkspaceId{1}, AgentId{2}),
                                     keys_.outcomes(Instant{}),
                                     keys_.errands,
                                     keys_.claims,
                                     keys_.cursors,
                                     keys_.routes(TicketId{1})};
  for (const std::string& key : all) {
    server_.ask(Command{"FLUSHALL"});
    take();
    server_.ask(Command{"DEL", key});
    server_.ask(Command{"SET", key, "text"});
    const std::string before = everything();
    EXPECT_TRUE(server_.ask(full_commit()).is_error()) << key;
    EXPECT_EQ(everything(), before) << key;
  }
}

TEST_F(ScriptsTest, ClaimWritesNothingForAnotherOwnerOrAKeyOfAWrongType) {
  const std::string_view names[] = {keys_.own, keys_.claims};
  const auto claim = [&](std::string_view incarnation) {
    const std::string_view arguments[] = {incarnation, "1-0"};
    return server_.ask(Command::call(scripts().claim, names, arguments));
  };
  take();
  EXPECT_EQ(claim("somebody else").text, "STALE");
  EXPECT_EQ(claim(incarnation).text, "OK");
  EXPECT_EQ(claim(incarnation).text, "CLAIMED");
  server_.ask(Command{"DEL", keys_.claims});
  server_.ask(Command{"SET", keys_.claims, "text"});
  const std::string before = everything();
  EXPECT_TRUE(claim(incarnation).is_error());
  EXPECT_EQ(everything(), before);
}

TEST_F(ScriptsTest, CommitWritesEverythingOrNothing) {
  take();
  EXPECT_EQ(server_.ask(full_commit()).text, "OK");
  const std::string after = everything();
  EXPECT_EQ(server_.ask(full_commit()).elements.at(0).text, "GAP") << "the same bytes again, after a lost reply";
  EXPECT_EQ(everything(), after);
  EXPECT_EQ(server_.ask(Command{"HGET", keys_.own, "pos"}).text, "1");
}

TEST_F(ScriptsTest, CommitIsAllowedWhenMemoryIsFullAndAppendIsNot) {
  take();
  server_.ask(Command{"CONFIG", "SET", "maxmemory", "1"});
  EXPECT_TRUE(append().text.starts_with("OOM"));
  EXPECT_EQ(server_.ask(full_commit()).text, "OK");
}

TEST_F(ScriptsTest, TakeLeavesTheShardToAnOwnerThatWasHeardLately) {
  take();
  const std::string before = everything();
  EXPECT_EQ(take("10").elements.at(0).text, "HELD");
  EXPECT_EQ(everything(), before);
  server_.ask(Command{"HSET", keys_.own, "seen", "1"});
  EXPECT_EQ(take("10").elements.at(0).text, "TAKEN");
}

}  // namespace
}  // namespace switchroom::storage
