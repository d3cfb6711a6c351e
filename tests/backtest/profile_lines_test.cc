#include "backtest/profile_lines.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::backtest {
namespace {

using ::testing::HasSubstr;

// What is said about a profile, without its place.
std::string FaultOf(const std::string& json) {
  ProfileBook book;
  const auto status = book.Read({"people", PaddedText::Copy(json)}, {});
  return std::string(absl::StripPrefix(status.message(), "people:1: "));
}

TEST(ProfileBookTest, SaysWhatAGatewayWouldRefuse) {
  EXPECT_EQ(FaultOf(R"({"customer_id":"c","time_zone":"Europe/Vienna","country":"AT"})"), "");
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","time_zone":"Europe/Wien"})"),
              HasSubstr("time_zone: \"Europe/Wien\" is no time zone"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","country":"Austria"})"),
              HasSubstr("country: must be two capital letters"));
  EXPECT_EQ(FaultOf(absl::StrCat(R"({"customer_id":")", std::string(257, 'c'), R"("})")),
            "customer_id: has 257 bytes; at most 256");
}

TEST(ProfileBookTest, NamesFileAndLineOfFaults) {
  ProfileBook book;
  const auto status = book.Read(
      {"people.jsonl", PaddedText::Copy("{\"customer_id\":\"a\"}\n\n{\"customer_id\":7}\n")}, {});
  EXPECT_EQ(status.message(), "people.jsonl:3: customer_id: must be a JSON string");
}

TEST(ProfileBookTest, AssumesOnlyCustomersWithoutAProfileToBeReachable) {
  Progress progress;
  const auto log = ReadEventLog(
      {{"events",
        PaddedText::Copy(
            R"({"id":"1","customer_id":"a","name":"n","time":"2026-03-01T10:00:00Z"})"
            "\n"
            R"({"id":"2","customer_id":"b","name":"n","time":"2026-03-01T10:00:00Z"})"
            "\n"
            R"({"id":"3","anonymous_id":"v","name":"n","time":"2026-03-01T10:00:00Z"})")}},
      {}, &progress);
  ASSERT_TRUE(log.ok()) << log.status();
  ProfileBook book;
  ASSERT_TRUE(book.Read({"people", PaddedText::Copy(R"({"customer_id":"a"})")}, {}).ok());
  book.AssumeReachable(std::vector{customer::Channel::kSms});
  const Profiles profiles = book.For(*log);
  ASSERT_EQ(profiles.size(), 3u);
  EXPECT_TRUE(profiles[0]->addresses.empty());
  ASSERT_EQ(profiles[1]->addresses.size(), 1u);
  EXPECT_EQ(profiles[1]->addresses[0].channel, customer::Channel::kSms);
  EXPECT_TRUE(profiles[1]->consents[0].granted);
  EXPECT_EQ(profiles[2], nullptr);
}

TEST(ProfileBookTest, AddsCustomersOfWhomNoEventTellsInTheOrderOfTheFile) {
  ProfileBook book;
  std::string lines;
  for (const char* customer : {"zoe", "ada", "bob", "ada"}) {
    absl::StrAppend(&lines, R"({"customer_id": ")", customer, "\"}\n");
  }
  ASSERT_TRUE(book.Read({"profiles.jsonl", PaddedText::Copy(lines)}, {}).ok());
  EventLog log;
  log.people = {base::CustomerId::Anonymous("zoe"), base::CustomerId::Known("bob")};
  book.AddPeople(&log);
  EXPECT_THAT(log.people, testing::ElementsAre(
                              base::CustomerId::Anonymous("zoe"), base::CustomerId::Known("bob"),
                              base::CustomerId::Known("zoe"), base::CustomerId::Known("ada")));
  EXPECT_EQ(book.For(log).size(), 4u);
}

}  // namespace
}  // namespace usher::backtest
