#include "config/documents/secret.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace switchroom::documents {
namespace {

class Secret : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text, mode_t mode = 0600) {
    std::ofstream{folder_ + '/' + name} << text;
    ASSERT_EQ(::chmod((folder_ + '/' + name).c_str(), mode), 0);
  }

  std::string error_of(const std::string& reference) const {
    const auto secret = resolve_secret(reference, folder_);
    return secret ? "none" : describe(secret.error());
  }

  const std::string folder_ = testing::TempDir() + "secrets" + std::to_string(::getpid());
};

TEST_F(Secret, is_read_from_a_file_below_the_folder_or_by_its_whole_path) {
  write("token", "s3cret\n");
  EXPECT_EQ(resolve_secret("file:token", folder_), "s3cret");
  EXPECT_EQ(resolve_secret("file:" + folder_ + "/token", ""), "s3cret");
}

TEST_F(Secret, loses_one_line_end_and_nothing_else) {
  write("windows", " a b \r\n");
  write("two", "a\n\n");
  EXPECT_EQ(resolve_secret("file:windows", folder_), " a b ");
  EXPECT_EQ(resolve_secret("file:two", folder_), "a\n");
}

TEST_F(Secret, is_read_from_the_environment) {
  ASSERT_EQ(::setenv("SECRET_OF_TEST", "s3cret", 1), 0);
  EXPECT_EQ(resolve_secret("env:SECRET_OF_TEST", ""), "s3cret");
  ASSERT_EQ(::unsetenv("SECRET_OF_TEST"), 0);
  EXPECT_EQ(error_of("env:SECRET_OF_TEST"),
            "env:SECRET_OF_TEST: found no such variable; expected the variable SECRET_OF_TEST in the environment");
}

TEST_F(Secret, that_others_may_read_is_refused_with_the_way_to_mend_it) {
  write("open", "s3cret", 0640);
  EXPECT_EQ(error_of("file:open"), "file:open: found " + folder_ +
                                       "/open with mode 0640, open to others; expected mode 0600: chmod 600 " +
                                       folder_ + "/open");
  write("world", "s3cret", 0604);
  EXPECT_NE(error_of("file:world"), "none");
}

TEST_F(Secret, that_is_missing_empty_huge_or_no_file_is_refused) {
  EXPECT_EQ(error_of("file:gone"), "file:gone: found " + folder_ +
                                       "/gone (No such file or directory); expected a file that Switchroom may read");
  write("empty", "\n");
  EXPECT_EQ(error_of("file:empty"),
            "file:empty: found nothing in " + folder_ + "/empty; expected a file that holds the secret");
  write("huge", std::string(64 * 1024 + 1, 'a'));
  EXPECT_EQ(error_of("file:huge"),
            "file:huge: found more than 64 KiB in " + folder_ + "/huge; expected a file with nothing but the secret");
  ASSERT_EQ(::mkfifo((folder_ + "/pipe").c_str(), 0600), 0);
  EXPECT_EQ(error_of("file:pipe"), "file:pipe: found " + folder_ + "/pipe, which is no plain file; expected a file");
}

TEST_F(Secret, does_not_lie_outside_the_folder) {
  EXPECT_EQ(error_of("file:../passwd"),
            "file:../passwd: found a path with ..; expected a file in the folder of secrets");
  EXPECT_EQ(error_of("file:a/../../b"),
            "file:a/../../b: found a path with ..; expected a file in the folder of secrets");
  EXPECT_EQ(describe(resolve_secret("file:token", "").error()),
            "file:token: found a relative path, and no folder of secrets; expected secrets.directory in the settings "
            "of the process, or "
            "an absolute path");
}

TEST_F(Secret, in_plain_text_is_refused_without_repeating_it) {
  EXPECT_EQ(error_of("hunter2"),
            "A setting of the process is not valid: found a secret in plain text; expected env:NAME or file:PATH");
}

TEST_F(Secret, other_values_stand_for_themselves) {
  write("token", "s3cret");
  EXPECT_EQ(resolve_value("http://x", folder_), "http://x");
  EXPECT_EQ(resolve_value("file:token", folder_), "s3cret");
}

}  // namespace
}  // namespace switchroom::documents
