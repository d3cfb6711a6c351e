#include "journey/event_properties.h"

#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::journey {
namespace {

TEST(EventPropertiesTest, AreAnEmptyMapUnlessGiven) {
  EXPECT_EQ(EventProperties().Get(), base::Value(base::Value::Map()));
}

TEST(EventPropertiesTest, AreTheMapThatWasGiven) {
  const base::Value map(base::Value::Map{{"n", base::Value(std::int64_t{3})}});
  EXPECT_EQ(EventProperties(map).Get(), map);
}

TEST(EventPropertiesTest, AreWhatTheJsonSays) {
  const auto properties = EventProperties::FromJson(R"({"b": [1, "x"], "a": null})");
  EXPECT_EQ(base::ToJson(properties.Get()), R"({"b":[1,"x"],"a":null})");
  EXPECT_EQ(&properties.Get(), &properties.Get());
}

TEST(EventPropertiesTest, ACopyMadeBeforeParsingSaysTheSame) {
  const auto properties = EventProperties::FromJson(R"({"a": 1})");
  const EventProperties copy = properties;
  EXPECT_EQ(copy.Get(), properties.Get());
}

}  // namespace
}  // namespace usher::journey
