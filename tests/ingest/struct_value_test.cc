#include "ingest/struct_value.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace usher::ingest {
namespace {

google::protobuf::Struct Struct(const std::string& json) {
  google::protobuf::Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &parsed).ok()) << json;
  return parsed;
}

std::string Read(const std::string& json) {
  const auto value = FromStruct(Struct(json), {});
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? base::ToJson(*value) : "";
}

TEST(FromStructTest, MembersAreInTheOrderOfTheirNamesAtEveryDepth) {
  EXPECT_EQ(Read(R"({"b": {"z": 1, "y": [{"q": 1, "p": 2}]}, "a": true})"),
            R"({"a":true,"b":{"y":[{"p":2,"q":1}],"z":1}})");
}

TEST(FromStructTest, WholeNumbersThatDoublesHoldExactlyAreIntegers) {
  const auto value = *FromStruct(
      Struct(R"({"a": 9007199254740991, "b": 9007199254740992, "c": 1.5, "d": -3})"), {});
  EXPECT_NE(value.Find("a")->as_int(), nullptr);
  EXPECT_NE(value.Find("b")->as_double(), nullptr);
  EXPECT_NE(value.Find("c")->as_double(), nullptr);
  EXPECT_EQ(*value.Find("d")->as_int(), -3);
}

TEST(FromStructTest, RefusesWhatIsTooDeepOrTooLarge) {
  const auto nested = [](int depth) {
    std::string json = "1";
    for (int i = 0; i < depth; ++i) json = absl::StrCat("{\"a\":", json, "}");
    return json;
  };
  const base::JsonLimits limits{.bytes_max = 100, .depth_max = 4};
  EXPECT_TRUE(FromStruct(Struct(nested(4)), limits).ok());
  const auto deep = FromStruct(Struct(nested(5)), limits);
  EXPECT_EQ(deep.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(deep.status().message()), testing::HasSubstr("4 levels"));
  const auto large = FromStruct(Struct("{\"a\":\"" + std::string(100, 'x') + "\"}"), limits);
  EXPECT_THAT(std::string(large.status().message()), testing::HasSubstr("100 bytes"));
}

TEST(ToStructTest, IsTheWayBack) {
  const std::string json = R"({"a":[1,2.5,null,true,"x"],"b":{"c":{}}})";
  EXPECT_EQ(base::ToJson(*FromStruct(ToStruct(*base::ParseJson(json)), {})), json);
  EXPECT_EQ(ToStruct(base::Value("no map")).fields_size(), 0);
}

}  // namespace
}  // namespace usher::ingest
