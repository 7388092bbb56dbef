#include "config/workspace/template_text.hpp"

#include <gtest/gtest.h>

namespace switchroom::workspace {
namespace {

const Template late{.id = "order_late",
                    .texts = {{"", "Hello {{1}}, parcel {{2}} is late, {{1}}. {{x}}"},
                              {"de", "Hallo {{1}}, {{2}} kommt"},
                              {"telegram", "{{1}} {{2}} 🐌"}}};

std::string words(std::string_view kind, std::string_view language, std::vector<std::string> parameters) {
  const auto text = filled(late, kind, language, parameters);
  return text ? *text : describe(text.error());
}

TEST(TemplateText, putsParametersIntoTheGaps) {
  EXPECT_EQ(words("whatsapp", "", {"Ann", "42"}), "Hello Ann, parcel 42 is late, Ann. {{x}}");
  EXPECT_EQ(words("whatsapp", "", {"{{2}}", "42"}), "Hello {{2}}, parcel 42 is late, {{2}}. {{x}}");
}

TEST(TemplateText, prefersTheChannelKindThenTheLanguage) {
  EXPECT_EQ(words("telegram", "de", {"Ann", "42"}), "Ann 42 🐌");
  EXPECT_EQ(words("whatsapp", "de", {"Ann", "42"}), "Hallo Ann, 42 kommt");
  EXPECT_EQ(words("whatsapp", "de_AT", {"Ann", "42"}), "Hallo Ann, 42 kommt");
}

TEST(TemplateText, wantsAsManyParametersAsGaps) {
  EXPECT_EQ(words("whatsapp", "", {"Ann"}), "parameters: found 1; expected one for the gap 2");
  EXPECT_EQ(words("whatsapp", "", {"Ann", "42", "7"}),
            "parameters: found 3; expected as many as the template has gaps");
  const Template only{.id = "a", .texts = {{"line", "x"}}};
  EXPECT_EQ(filled(only, "sms", "", {}).error().where, "template");
}

}  // namespace
}  // namespace switchroom::workspace
