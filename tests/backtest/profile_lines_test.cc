#include "backtest/profile_lines.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::backtest {
namespace {

using ::testing::HasSubstr;

std::string FaultOf(const std::string& json) {
  const auto line = ReadProfileLine(json);
  return line.ok() ? "" : std::string(line.status().message());
}

TEST(ProfileLinesTest, TakesEverythingImportTakes) {
  const auto line = ReadProfileLine(
      R"({"customer_id":"c1","attributes":{"tier":"gold"},"locale":"de-AT",)"
      R"("time_zone":"Europe/Vienna","country":"AT","addresses":{"push":"TOKEN"},"consents":)"
      R"([{"channel":"push","category":"marketing","granted":true,"source":"popup"}]})");
  ASSERT_TRUE(line.ok()) << line.status();
  EXPECT_EQ(line->customer, base::CustomerId::Known("c1"));
  EXPECT_EQ(line->change.time_zone, "Europe/Vienna");
  ASSERT_EQ(line->change.addresses.size(), 1u);
  EXPECT_EQ(line->change.addresses[0].channel, customer::Channel::kPush);
  ASSERT_EQ(line->change.consents.size(), 1u);
  EXPECT_EQ(line->change.consents[0].category, "marketing");
  EXPECT_TRUE(line->change.consents[0].granted);
  ASSERT_EQ(line->change.attributes.size(), 1u);
}

TEST(ProfileLinesTest, SaysWhatAGatewayWouldRefuse) {
  EXPECT_THAT(FaultOf(R"({"locale":"de"})"), HasSubstr("customer_id: missing"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","time_zone":"Europe/Wien"})"),
              HasSubstr("time_zone: \"Europe/Wien\" is no time zone"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","country":"Austria"})"),
              HasSubstr("country: must be two capital letters"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","addresses":{"puhs":"x"}})"),
              HasSubstr("addresses.puhs: \"puhs\" is no channel; did you mean push"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","consents":[{"channel":"push"}]})"),
              HasSubstr("consents[0].granted: missing"));
  EXPECT_THAT(FaultOf(R"({"customer_id":"c","atributes":{}})"),
              HasSubstr("atributes: not a member of a profile; did you mean attributes"));
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
