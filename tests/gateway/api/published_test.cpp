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

TEST(Published, OtherPathsAreNotDocuments) {
  EXPECT_FALSE(published("/v1/openapi"));
  EXPECT_FALSE(published("/docs/errors/../../etc/passwd"));
  EXPECT_EQ(published("/docs/errors")->body, errors_document());
}

}  // namespace
}  // namespace switchroom::api
