#include "gateway/api/published.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "gateway/api/routes.hpp"

namespace switchroom::api {
namespace {

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = static_cast<char>(std::tolower(c));
  return result;
}

TEST(Published, DocsErrorsIsMadeFromTheTableOfFaults) {
  if (std::getenv("SWITCHROOM_UPDATE_GOLDEN") != nullptr) std::ofstream{"docs/errors.md"} << errors_document();
  std::ifstream file{"docs/errors.md"};
  const std::string written{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(written, errors_document()) << "./test --update-golden writes docs/errors.md anew";
}

TEST(Published, TheDescriptionOfTheApiAndTheTableOfRoutesNameTheSameRoutes) {
  const boost::json::value document = boost::json::parse(published("/v1/openapi.json")->body);
  std::set<std::string> described;
  for (const auto& path : document.at("paths").as_object())
    for (const auto& method : path.value().as_object())
      if (path.key().starts_with("/v1/")) described.insert(std::string{method.key()} + " " + std::string{path.key()});
  std::set<std::string> served;
  for (const Route& route : all_routes()) served.insert(lower(route.method) + " " + std::string{route.pattern});
  EXPECT_EQ(described, served);
}

/// Every `$ref` to a file, anywhere in a document.
void collect_files(const boost::json::value& value, std::set<std::string>& files) {
  if (value.is_array())
    for (const auto& element : value.get_array()) collect_files(element, files);
  if (!value.is_object()) return;
  for (const auto& member : value.get_object()) {
    if (member.key() == "$ref" && member.value().as_string().starts_with("./"))
      files.insert(std::string{member.value().as_string()}.substr(2));
    collect_files(member.value(), files);
  }
}

TEST(Published, TheDescriptionOfTheEventsRefersToSchemasThatAreThere) {
  std::set<std::string> files;
  collect_files(boost::json::parse(published("/v1/asyncapi.json")->body), files);
  EXPECT_GE(files.size(), 14U);
  for (const std::string& file : files) {
    ASSERT_TRUE(published("/v1/" + file)) << file;
    EXPECT_TRUE(boost::json::parse(published("/v1/" + file)->body).is_object()) << file;
  }
}

TEST(Published, OtherPathsAreNotDocuments) {
  EXPECT_FALSE(published("/v1/openapi"));
  EXPECT_FALSE(published("/docs/errors/../../etc/passwd"));
  EXPECT_EQ(published("/docs/errors")->body, errors_document());
}

}  // namespace
}  // namespace switchroom::api
