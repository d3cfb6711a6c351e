#include "base/form_text.h"

#include "gtest/gtest.h"

namespace usher::base {
namespace {

TEST(FormTextTest, EncodesAllButLettersDigitsAndFourSigns) {
  EXPECT_EQ(FormText({}), "");
  EXPECT_EQ(FormText({{"a b", "1&2=3"}, {"c", "ü*-._~+%"}}), "a+b=1%262%3D3&c=%C3%BC*-._%7E%2B%25");
}

TEST(FormTextTest, ReadsWhatItWrites) {
  const FormFields fields = ParseForm(FormText({{"a b", "1&2=3"}, {"c", "ü*-._~+%"}}));
  EXPECT_EQ(fields, (FormFields{{"a b", "1&2=3"}, {"c", "ü*-._~+%"}}));
}

TEST(FormTextTest, TakesWhateverComes) {
  EXPECT_EQ(ParseForm(""), FormFields());
  EXPECT_EQ(ParseForm("&&a&=b&c=d=e&%4"),
            (FormFields{{"a", ""}, {"", "b"}, {"c", "d=e"}, {"%4", ""}}));
  EXPECT_EQ(ParseForm("a=%zz%4G%&b=%00"), (FormFields{{"a", "%zz%4G%"}, {"b", std::string(1, 0)}}));
  EXPECT_EQ(ParseForm("a=1&b=2&c=3", 2).size(), 2U);
  EXPECT_EQ(FormField(ParseForm("a=1&a=2&b=3"), "a"), "1");
  EXPECT_EQ(FormField(ParseForm("a=1"), "b"), "");
}

}  // namespace
}  // namespace usher::base
