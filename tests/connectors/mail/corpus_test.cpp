// Every corpus/<case>.eml is a test: what is read of it must be <case>.json, byte for byte; an error is its text.
// write_corpus.py writes the mails; SWITCHROOM_UPDATE_GOLDEN=1 (`./test --update-golden`) writes the outcomes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "connectors/mail/mail_message.hpp"
#include "mail_json.hpp"

namespace switchroom::mail {
namespace {

namespace fs = std::filesystem;

const fs::path folder = "tests/connectors/mail/corpus";  // tests run in the source folder

std::string contents(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

Result<MailMessage> read(const std::string& bytes) {
  return read_mail(bytes, {.envelope_from = "envelope@example.org", .loop_mark = "ours"});
}

std::string outcome_of(const std::string& bytes) {
  const Result<MailMessage> message = read(bytes);
  return message ? json_of(*message) : "\"" + describe(message.error()) + "\"\n";
}

std::string with_lf_only(const std::string& bytes) {
  std::string lf;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    if (bytes.compare(i, 2, "\r\n") != 0) lf += bytes[i];
  return lf;
}

/// What an agent sees must not depend on how lines end; a file's bytes and an id made of the bytes do.
void expect_same_with_lf(const std::string& bytes) {
  const Result<MailMessage> with_crlf = read(bytes);
  const Result<MailMessage> with_lf = read(with_lf_only(bytes));
  ASSERT_EQ(with_crlf.has_value(), with_lf.has_value());
  if (!with_crlf) return;
  EXPECT_EQ(with_crlf->text, with_lf->text);
  EXPECT_EQ(with_crlf->reply, with_lf->reply);
  EXPECT_EQ(with_crlf->subject, with_lf->subject);
  EXPECT_EQ(with_crlf->references, with_lf->references);
  EXPECT_EQ(with_crlf->files.size(), with_lf->files.size());
}

class Mail : public testing::Test {
 public:
  explicit Mail(fs::path mail) : mail_(std::move(mail)) {}

  void TestBody() override {
    const std::string bytes = contents(mail_);
    const std::string outcome = outcome_of(bytes);
    fs::path golden = mail_;
    golden.replace_extension(".json");
    if (std::getenv("SWITCHROOM_UPDATE_GOLDEN")) std::ofstream{golden, std::ios::binary} << outcome;
    EXPECT_EQ(outcome, contents(golden));
    expect_same_with_lf(bytes);
  }

 private:
  fs::path mail_;
};

bool register_mails() {
  for (const fs::directory_entry& file : fs::directory_iterator{folder})
    if (file.path().extension() == ".eml")
      testing::RegisterTest("mails", file.path().stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [path = file.path()]() -> testing::Test* { return new Mail{path}; });
  return true;
}

[[maybe_unused]] const bool registered = register_mails();

}  // namespace
}  // namespace switchroom::mail
