#include "agenda/walk_mark.h"

#include "gtest/gtest.h"

#include "tests/support/journey_fixture.h"

namespace usher::agenda {
namespace {

using Kind = WalkPlan::Kind;

constexpr std::uint64_t kSelf = 7;
constexpr std::uint64_t kOther = 8;
const Versions kBirthday = {{"birthday", 1}};
const Versions kTwo = {{"birthday", 1}, {"renewal", 2}};

WalkMark Walking(std::uint64_t gateway, const Versions& under_way) {
  WalkMark mark;
  mark.gateway = gateway;
  mark.step = 5;
  mark.under_way = under_way;
  mark.position = "there";
  mark.customers = 100;
  mark.woken = 10;
  return mark;
}

TEST(WalkMarkTest, IsReadAsItWasWritten) {
  WalkMark mark = Walking(kSelf, kTwo);
  mark.done = kBirthday;
  EXPECT_EQ(ReadWalkMark(WriteWalkMark(mark)), mark);
  EXPECT_EQ(ReadWalkMark(""), WalkMark());
  EXPECT_EQ(ReadWalkMark("\xff\xff nonsense"), WalkMark());
}

TEST(WalkMarkTest, NamesTheJourneysThatDatesStart) {
  std::map<std::string, journey::CatalogEntry> entries;
  for (const char* yaml :
       {"journey: dated\nenter: { date: { attribute: born } }\nsteps: [ exit: {} ]\n",
        "journey: paused\nenter: { date: { attribute: born } }\nsteps: [ exit: {} ]\n",
        "journey: heard\nenter: { on: Go }\nsteps: [ exit: {} ]\n"}) {
    const auto definition = support::CompileJourney(yaml);
    entries[definition->name].current = definition;
  }
  entries["paused"].status = journey::JourneyStatus::kPaused;
  const std::uint64_t version = entries["dated"].current->version;
  EXPECT_EQ(DatedVersions(journey::Catalog(entries)), (Versions{{"dated", version}}));
}

TEST(PlanWalkTest, RestsWhenAllWasWalkedFor) {
  EXPECT_EQ(PlanWalk(WalkMark(), {}, kSelf, false).kind, Kind::kRest);
  WalkMark mark;
  mark.done = kBirthday;
  EXPECT_EQ(PlanWalk(mark, kBirthday, kSelf, true).kind, Kind::kRest);
}

TEST(PlanWalkTest, WalksForWhatIsMissing) {
  WalkMark mark;
  mark.done = kBirthday;
  const WalkPlan plan = PlanWalk(mark, kTwo, kSelf, false);
  EXPECT_EQ(plan.kind, Kind::kWrite);
  EXPECT_EQ(plan.next.under_way, (Versions{{"renewal", 2}}));
  EXPECT_EQ(plan.next.gateway, kSelf);
  EXPECT_EQ(plan.next.position, "");
  EXPECT_GT(plan.next.step, mark.step);
}

TEST(PlanWalkTest, AJourneyThatWasPausedIsWalkedForAgain) {
  WalkMark mark;
  mark.done = kTwo;
  const WalkPlan paused = PlanWalk(mark, kBirthday, kSelf, false);
  EXPECT_EQ(paused.kind, Kind::kWrite);
  EXPECT_EQ(paused.next.done, kBirthday);
  EXPECT_TRUE(paused.next.under_way.empty());
  EXPECT_EQ(PlanWalk(paused.next, kTwo, kSelf, false).next.under_way, (Versions{{"renewal", 2}}));
}

TEST(PlanWalkTest, AwaitsAnotherGatewayUntilItStandsStill) {
  const WalkMark mark = Walking(kOther, kBirthday);
  EXPECT_EQ(PlanWalk(mark, kBirthday, kSelf, false).kind, Kind::kAwait);
  const WalkPlan over = PlanWalk(mark, kBirthday, kSelf, true);
  EXPECT_EQ(over.kind, Kind::kWrite);
  EXPECT_EQ(over.next.gateway, kSelf);
  EXPECT_EQ(over.next.position, "there") << "it goes on where the other one was";
  EXPECT_EQ(over.next.customers, 100u);
}

TEST(PlanWalkTest, GoesOnWithItsOwnWalk) {
  EXPECT_EQ(PlanWalk(Walking(kSelf, kTwo), kTwo, kSelf, false).kind, Kind::kWalk);
}

TEST(PlanWalkTest, BeginsAnewWhenMoreIsWanted) {
  const WalkPlan plan = PlanWalk(Walking(kSelf, kBirthday), kTwo, kSelf, false);
  EXPECT_EQ(plan.kind, Kind::kWrite);
  EXPECT_EQ(plan.next.under_way, kTwo);
  EXPECT_EQ(plan.next.position, "");
  EXPECT_EQ(plan.next.customers, 0u);
}

TEST(PlanWalkTest, EndsAWalkThatNobodyWantsAnyMore) {
  const WalkPlan plan = PlanWalk(Walking(kSelf, kBirthday), {}, kSelf, false);
  EXPECT_EQ(plan.kind, Kind::kWrite);
  EXPECT_TRUE(plan.next.under_way.empty());
}

TEST(AfterPageTest, GoesOnAndEnds) {
  const WalkMark next = AfterPage(Walking(kSelf, kTwo), kTwo, "further", 20, 3);
  EXPECT_EQ(next.position, "further");
  EXPECT_EQ(next.customers, 120u);
  EXPECT_EQ(next.woken, 13u);
  EXPECT_TRUE(next.done.empty());
  const WalkMark end = AfterPage(next, kTwo, "", 1, 0);
  EXPECT_EQ(end.done, kTwo);
  EXPECT_TRUE(end.under_way.empty());
  EXPECT_EQ(end.customers, 121u);
  EXPECT_EQ(AfterPage(next, kBirthday, "", 1, 0).done, kBirthday)
      << "what is not wanted any more has to be walked for when it comes back";
}

}  // namespace
}  // namespace usher::agenda
