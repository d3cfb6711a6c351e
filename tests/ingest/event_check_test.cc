#include "ingest/event_check.h"

#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

#include "base/json.h"

namespace usher::ingest {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

v1::Event Event(const std::string& changes = "{}") {
  v1::Event event;
  event.set_id("e1");
  event.set_name("Added");
  event.set_customer_id("ada");
  v1::Event other;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(changes, &other).ok()) << changes;
  event.MergeFrom(other);
  return event;
}

std::optional<CheckedEvent> Check(const v1::Event& event) {
  std::vector<Violation> violations;
  auto checked = CheckEvent(event, "", kNow, &violations);
  EXPECT_EQ(checked.has_value(), violations.empty());
  return checked;
}

// The fields found wrong, such as "id time".
std::string Wrong(const v1::Event& event) {
  std::vector<Violation> violations;
  EXPECT_FALSE(CheckEvent(event, "", kNow, &violations).has_value());
  std::string fields;
  for (const Violation& violation : violations) {
    fields += (fields.empty() ? "" : " ") + violation.field;
    EXPECT_FALSE(violation.description.empty());
  }
  return fields;
}

TEST(EventCheckTest, TakesWhatIsRight) {
  const auto checked = Check(Event(R"({"properties": {"price": 3}})"));
  EXPECT_EQ(checked->customer, base::CustomerId::Known("ada"));
  EXPECT_EQ(checked->input.at, kNow);
  EXPECT_EQ(base::ToJson(checked->input.properties.Get()), R"({"price":3})");
  EXPECT_EQ(checked->input.merge_from, "");
}

TEST(EventCheckTest, AVisitorNamedBesideACustomerIsToBeMerged) {
  v1::Event event = Event(R"({"anonymousId": "v1"})");
  EXPECT_EQ(Check(event)->input.merge_from, "v1");
  event.clear_customer_id();
  EXPECT_EQ(Check(event)->customer, base::CustomerId::Anonymous("v1"));
  EXPECT_EQ(Check(event)->input.merge_from, "");
}

TEST(EventCheckTest, FindsEverythingThatIsWrong) {
  v1::Event event;
  EXPECT_EQ(Wrong(event), "id name customer_id");
  event = Event();
  event.set_id(std::string(129, 'x'));
  event.set_name("a\nb");
  event.set_anonymous_id(std::string(257, 'x'));
  event.mutable_time()->set_seconds(absl::ToUnixSeconds(kNow) + 601);
  event.set_properties_json("[1]");
  EXPECT_EQ(Wrong(event), "id name anonymous_id time properties_json");
}

TEST(EventCheckTest, PathsBeginWhereTheEventIs) {
  std::vector<Violation> violations;
  CheckEvent(v1::Event(), "events[3].", kNow, &violations);
  EXPECT_EQ(violations[0].field, "events[3].id");
}

TEST(EventCheckTest, TimesAreFromTheYear2000ToTenMinutesFromNow) {
  v1::Event event = Event();
  event.mutable_time()->set_seconds(absl::ToUnixSeconds(kNow) + 600);
  EXPECT_EQ(Check(event)->input.at, kNow + absl::Minutes(10));
  event.mutable_time()->set_seconds(946'684'800);
  EXPECT_TRUE(Check(event).has_value());
  event.mutable_time()->set_seconds(946'684'799);
  EXPECT_EQ(Wrong(event), "time");
  event.mutable_time()->set_seconds(1'000'000'000);
  event.mutable_time()->set_nanos(1'999'999);
  EXPECT_EQ(Check(event)->input.at, absl::FromUnixMillis(1'000'000'000'001));
  event.mutable_time()->set_nanos(-1);
  EXPECT_EQ(Wrong(event), "time");
}

TEST(EventCheckTest, ThePayloadHashTellsAllButTheIdApart) {
  const auto hash = [](const std::string& changes) {
    return Check(Event(changes))->input.payload_hash;
  };
  const std::uint32_t plain = hash(R"({"properties": {"a": 1}})");
  EXPECT_EQ(plain, hash(R"({"id": "e2", "properties": {"a": 1}})"));
  EXPECT_NE(plain, hash(R"({"name": "Seen", "properties": {"a": 1}})"));
  EXPECT_NE(plain, hash(R"({"properties": {"a": 2}})"));
  EXPECT_NE(plain, hash(R"({"properties": {"a": 1}, "time": "2020-01-01T00:00:00Z"})"));
}

// A struct has no order: what arrives is in whatever order its sender's tables have.
TEST(EventCheckTest, ThePayloadHashDoesNotDependOnTheOrderOfMembers) {
  v1::Event one = Event();
  v1::Event other = Event();
  for (int i = 0; i < 40; ++i) {
    for (auto [event, name] : {std::pair(&one, i), std::pair(&other, 39 - i)}) {
      auto& nested = (*event->mutable_properties()->mutable_fields())["nested"];
      auto& deeper = (*nested.mutable_struct_value()->mutable_fields())["deeper"];
      (*deeper.mutable_struct_value()->mutable_fields())[std::to_string(name)].set_number_value(
          name);
    }
  }
  EXPECT_EQ(Check(one)->input.payload_hash, Check(other)->input.payload_hash);
}

TEST(CheckCustomerTest, TakesOneOfTwoIdsTheCustomersFirst) {
  std::vector<Violation> violations;
  EXPECT_EQ(CheckCustomer("ada", "v1", &violations), base::CustomerId::Known("ada"));
  EXPECT_EQ(CheckCustomer("", "v1", &violations), base::CustomerId::Anonymous("v1"));
  EXPECT_TRUE(violations.empty());
  EXPECT_FALSE(CheckCustomer("", "", &violations).has_value());
  EXPECT_FALSE(CheckCustomer("\x7f", "", &violations).has_value());
  EXPECT_EQ(violations.size(), 2u);
}

}  // namespace
}  // namespace usher::ingest
