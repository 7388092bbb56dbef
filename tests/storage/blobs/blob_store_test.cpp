#include "storage/blobs/blob_store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace switchroom::storage {
namespace {

namespace fs = std::filesystem;

const std::string hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

class Blobs : public testing::Test {
 protected:
  Blobs() {
    std::string name = (fs::temp_directory_path() / "switchroom-blobs-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Blobs() override { fs::remove_all(folder_); }

  std::size_t file_count() const {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder_}) count += entry.is_regular_file() ? 1U : 0U;
    return count;
  }

  fs::path folder_;
};

TEST_F(Blobs, what_is_put_is_got_under_its_digest) {
  const BlobStore store{folder_};
  EXPECT_EQ(store.put("hello").value(), hello);
  EXPECT_EQ(store.get(hello).value(), "hello");
  EXPECT_EQ(BlobStore{folder_}.get(hello).value(), "hello") << "another process sees it";
  EXPECT_TRUE(fs::exists(folder_ / "2c" / "f2" / hello));
}

TEST_F(Blobs, the_same_bytes_are_kept_once_and_no_part_is_left) {
  const BlobStore store{folder_};
  EXPECT_EQ(store.put("hello").value(), store.put("hello").value());
  ASSERT_TRUE(store.put(""));
  EXPECT_EQ(file_count(), 2U);
}

TEST_F(Blobs, a_kept_file_is_executable_for_nobody) {
  ASSERT_TRUE(BlobStore{folder_}.put("hello"));
  struct ::stat known{};
  ASSERT_EQ(::stat((folder_ / path_of_blob(hello)).c_str(), &known), 0);
  EXPECT_EQ(known.st_mode & 0777U, 0600U);
}

TEST_F(Blobs, what_is_no_digest_is_not_found) {
  const BlobStore store{folder_};
  for (const std::string& name : {std::string{"../../etc/passwd"}, std::string(64, 'A'), std::string(63, 'a'), hello})
    EXPECT_EQ(store.get(name).error().fault, Fault::not_found) << name;
}

TEST_F(Blobs, changed_bytes_are_not_given_out_and_a_cut_file_is_written_again) {
  const BlobStore store{folder_};
  ASSERT_TRUE(store.put("hello"));
  std::ofstream{folder_ / path_of_blob(hello)} << "hellx";
  EXPECT_EQ(store.get(hello).error().fault, Fault::storage_unavailable);
  std::ofstream{folder_ / path_of_blob(hello)} << "he";
  ASSERT_TRUE(store.put("hello"));
  EXPECT_EQ(store.get(hello).value(), "hello");
}

TEST_F(Blobs, a_folder_that_is_gone_is_an_error_and_not_a_crash) {
  const BlobStore store{folder_ / "blobs"};
  fs::remove_all(folder_ / "blobs");
  std::ofstream{folder_ / "blobs"} << "a file where the folder was";
  EXPECT_EQ(store.put("hello").error().fault, Fault::storage_unavailable);
  EXPECT_EQ(store.get(hello).error().fault, Fault::storage_unavailable);
}

TEST_F(Blobs, too_many_bytes_are_refused) {
  const BlobStore store{folder_, {.bytes_max = 4, .keeps_programs = false}};
  EXPECT_EQ(store.put("hello").error().fault, Fault::payload_too_large);
  EXPECT_EQ(file_count(), 0U);
}

TEST(BlobLimits, programs_are_refused_by_type_and_by_any_ending_of_their_name) {
  const auto fault = [](std::string_view type, std::string_view name, const BlobLimits& limits = {}) {
    const Result<void> allowed = check_blob(1, type, name, limits);
    return allowed ? Fault::internal : allowed.error().fault;
  };
  EXPECT_EQ(fault("application/pdf", "bill.pdf"), Fault::internal);
  EXPECT_EQ(fault("", ""), Fault::internal);
  EXPECT_EQ(fault("Application/X-MSDownload; name=a", "bill.pdf"), Fault::forbidden);
  EXPECT_EQ(fault("application/pdf", "bill.pdf.EXE"), Fault::forbidden);
  EXPECT_EQ(fault("application/pdf", "bill.exe.pdf"), Fault::forbidden);
  EXPECT_EQ(fault("application/pdf", "bill.exe "), Fault::forbidden);
  EXPECT_EQ(fault("application/pdf", "exe"), Fault::internal);
  EXPECT_EQ(fault("", "a.exe", {.bytes_max = 10, .keeps_programs = true}), Fault::internal);
}

}  // namespace
}  // namespace switchroom::storage
