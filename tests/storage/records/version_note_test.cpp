#include "storage/records/version_note.hpp"

#include <gtest/gtest.h>

namespace switchroom::storage {
namespace {

const VersionNote note{instant_of_ms(1'700'000'000'000), "ann", Role::supervisor, "summer hours"};

TEST(VersionNote, ComesBackAsItWas) {
  const VersionNote back = decode_note(encode(note)).value();
  EXPECT_EQ(back.at, note.at);
  EXPECT_EQ(back.actor, "ann");
  EXPECT_EQ(back.role, Role::supervisor);
  EXPECT_EQ(back.note, "summer hours");
}

TEST(VersionNote, ReadsTheBytesThatStandInRecords) {
  EXPECT_EQ(encode(VersionNote{instant_of_ms(5), "ann", Role::supervisor, "n"}), std::string("\x01\x05\x03"
                                                                                             "ann\x01\x01n",
                                                                                             9));
}

TEST(DraftRecord, ComesBackAsItWas) {
  const DraftRecord back = decode_draft(encode(DraftRecord{note, 7, "workspace: demo\n"})).value();
  EXPECT_EQ(back.by.actor, "ann");
  EXPECT_EQ(back.follows, 7u);
  EXPECT_EQ(back.document, "workspace: demo\n");
}

TEST(VersionNote, IsRefusedWhenAnyOfItIsMissingOrTooMuch) {
  const std::string bytes = encode(note), draft = encode(DraftRecord{note, 7, "x"});
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_note(bytes.substr(0, size))) << size;
  for (std::size_t size = 0; size < draft.size(); ++size) EXPECT_FALSE(decode_draft(draft.substr(0, size))) << size;
  EXPECT_FALSE(decode_note(bytes + "x"));
  EXPECT_FALSE(decode_draft(draft + "x"));
  EXPECT_FALSE(decode_note("\x09" + bytes.substr(1)));
}

}  // namespace
}  // namespace switchroom::storage
