#include "cli/event_lines.h"

#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::cli {
namespace {

using ::testing::HasSubstr;

std::string ErrorOf(const std::string& line) {
  return std::string(ParseEventLine(line).status().message());
}

TEST(EventLinesTest, ReadsEveryMember) {
  const auto event =
      ParseEventLine(R"({"id":"e1","customer_id":"c1","anonymous_id":"v1","name":"Product Added",)"
                     R"("time":"2024-05-01T12:00:00+02:00","properties":{"price":9.50}})");
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->id, "e1");
  EXPECT_EQ(event->customer_id, "c1");
  EXPECT_EQ(event->anonymous_id, "v1");
  EXPECT_EQ(event->name, "Product Added");
  EXPECT_EQ(event->time, absl::FromUnixSeconds(1714557600));
}

TEST(EventLinesTest, KeepsPropertiesByteForByte) {
  const std::string properties =
      R"({ "price": 9.50, "big": 12345678901234567890, "a":{"b":"\u00e9}"} })";
  const auto event = ParseEventLine(R"({"properties":)" + properties +
                                    R"( ,"id":"e1","customer_id":"c1","name":"x"})");
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->properties_json, properties);
  EXPECT_EQ(event->name, "x");
}

TEST(EventLinesTest, TakesNullAsAbsent) {
  const auto event = ParseEventLine(
      R"({"id":"e1","customer_id":null,"anonymous_id":"v","name":"x","time":null,"properties":null})");
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->customer_id, "");
  EXPECT_FALSE(event->time.has_value());
  EXPECT_EQ(event->properties_json, "");
}

TEST(EventLinesTest, NamesTheMemberAtFault) {
  EXPECT_THAT(ErrorOf(R"({"customer_id":"c","name":"x"})"), HasSubstr("id: missing"));
  EXPECT_THAT(ErrorOf(R"({"id":"e","name":"x"})"), HasSubstr("customer_id: missing"));
  EXPECT_THAT(ErrorOf(R"({"id":"e","customer_id":"c"})"), HasSubstr("name: missing"));
  EXPECT_THAT(ErrorOf(R"({"id":7,"customer_id":"c","name":"x"})"), HasSubstr("id: must be"));
  EXPECT_THAT(ErrorOf(R"({"id":"e","customer_id":"c","name":"x","time":"yesterday"})"),
              HasSubstr("time: \"yesterday\""));
  EXPECT_THAT(ErrorOf(R"({"id":"e","customer_id":"c","name":"x","properties":[1]})"),
              HasSubstr("properties: must be"));
  EXPECT_THAT(ErrorOf(R"({"id":"e","customer_id":"c","name":"x","propertys":{}})"),
              HasSubstr("propertys: not a member of an event; did you mean properties"));
}

TEST(EventLinesTest, RefusesWhatIsNotOneJsonObject) {
  for (const char* line :
       {"", "[]", "7", "{", R"({"id":"e","customer_id":"c","name":"x")",
        R"({"id":"e","customer_id":"c","name":"x"} {})",
        R"({"id":"e","customer_id":"c","name":"x","properties":{"a":}})",
        R"({"id":"e","customer_id":"c","name":"x","properties":{"a":tru}})", "{\"id\":\"\xff\"}"}) {
    EXPECT_FALSE(ParseEventLine(line).ok()) << line;
  }
}

TEST(EventLinesTest, CountsLinesAndGoesOnAfterABadOne) {
  std::istringstream in(
      "{\"id\":\"e1\",\"customer_id\":\"c\",\"name\":\"x\"}\n\n"
      "nonsense\r\n"
      "{\"id\":\"e2\",\"customer_id\":\"c\",\"name\":\"x\"}\r\n");
  EventLines lines(&in, 0);
  EXPECT_EQ((*lines.Next())->line, 1u);
  EXPECT_THAT(std::string(lines.Next().status().message()), HasSubstr("line 3: "));
  EXPECT_EQ((*lines.Next())->line, 4u);
  const auto end = lines.Next();
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->has_value());
}

}  // namespace
}  // namespace usher::cli
