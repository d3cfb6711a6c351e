// Journeys as documents, from which every gateway builds the same catalog.

#include "journey/catalog_documents.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "journey/compile.h"
#include "tests/support/journey_fixture.h"

namespace usher::journey {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string Yaml(absl::string_view event) {
  return absl::StrCat("journey: cart\nenter: { on: ", event, " }\nsteps: [ exit: {} ]\n");
}

struct Store {
  Documents documents;
  absl::Time now = support::At("2026-03-02 09:00:00");

  void Write(const DocumentChanges& changes) {
    for (const auto& [name, text] : changes) documents[name] = text.value();
  }
  absl::StatusOr<ApplyPlan> Plan(absl::string_view yaml, const std::string& name = "cart") {
    const v1::Journey journey = support::ParseJourney(yaml);
    return PlanApply(documents, name, VersionOf(journey), journey.SerializeAsString(), now);
  }
  journey::Change Apply(absl::string_view yaml, const std::string& name = "cart") {
    const auto plan = Plan(yaml, name);
    EXPECT_TRUE(plan.ok()) << plan.status();
    Write(plan->changes);
    return plan->change;
  }
  void Set(JourneyStatus status) {
    const auto changes = PlanStatus(documents, "cart", status);
    EXPECT_TRUE(changes.ok()) << changes.status();
    Write(*changes);
  }
  std::shared_ptr<const Catalog> Build(const Catalog& known = {}) {
    unreadable.clear();
    return BuildCatalog(documents, known, &unreadable);
  }
  std::vector<std::string> unreadable;
};

std::uint64_t Version(absl::string_view event) {
  return VersionOf(support::ParseJourney(Yaml(event)));
}

TEST(PlanApplyTest, CreatesThenChangesThenLeavesAlone) {
  Store store;
  EXPECT_EQ(store.Apply(Yaml("A")), Change::kCreated);
  EXPECT_EQ(store.Apply(Yaml("A")), Change::kUnchanged);
  EXPECT_TRUE(store.Plan(Yaml("A"))->changes.empty());
  store.now += absl::Hours(1);
  EXPECT_EQ(store.Apply(Yaml("B")), Change::kConfigured);
  const auto summary = Summarize(store.documents, "cart");
  EXPECT_THAT(summary->versions, ElementsAre(Version("A"), Version("B")));
  EXPECT_EQ(summary->applied_at, store.now);
}

TEST(PlanApplyTest, AnOldVersionTakesEntriesAgain) {
  Store store;
  store.Apply(Yaml("A"));
  store.Apply(Yaml("B"));
  EXPECT_EQ(store.Apply(Yaml("A")), Change::kConfigured);
  EXPECT_THAT(Summarize(store.documents, "cart")->versions,
              ElementsAre(Version("B"), Version("A")));
  EXPECT_EQ(store.Build()->Find("cart")->current->version, Version("A"));
}

TEST(PlanApplyTest, BringsBackWhatIsArchivedAndLeavesPausedWhatIsPaused) {
  Store store;
  store.Apply(Yaml("A"));
  store.Set(JourneyStatus::kPaused);
  store.Apply(Yaml("B"));
  EXPECT_EQ(Summarize(store.documents, "cart")->status, JourneyStatus::kPaused);
  store.Set(JourneyStatus::kArchived);
  EXPECT_EQ(store.Apply(Yaml("B")), Change::kConfigured);
  EXPECT_EQ(Summarize(store.documents, "cart")->status, JourneyStatus::kActive);
}

TEST(PlanApplyTest, RefusesTooManyVersions) {
  Store store;
  for (int i = 0; i < 100; ++i) store.Apply(Yaml(absl::StrCat("E", i)));
  const auto plan = store.Plan(Yaml("one more"));
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(store.Plan(Yaml("E5")).ok());
}

TEST(PlanStatusTest, NamesTheNearestJourneyWhenThereIsNone) {
  Store store;
  store.Apply(Yaml("A"));
  const auto missing = PlanStatus(store.documents, "carts", JourneyStatus::kPaused);
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("did you mean \"cart\"?"));
  EXPECT_EQ(Summarize(store.documents, "carts").status().code(), absl::StatusCode::kNotFound);
}

TEST(PlanStatusTest, PausesResumesAndArchivesForGood) {
  Store store;
  store.Apply(Yaml("A"));
  EXPECT_TRUE(PlanStatus(store.documents, "cart", JourneyStatus::kActive)->empty());
  store.Set(JourneyStatus::kPaused);
  EXPECT_EQ(store.Build()->Find("cart")->status, JourneyStatus::kPaused);
  EXPECT_TRUE(store.Build()->StartedBy("A").empty());
  store.Set(JourneyStatus::kActive);
  EXPECT_EQ(store.Build()->StartedBy("A").size(), 1u);
  store.Set(JourneyStatus::kArchived);
  EXPECT_EQ(PlanStatus(store.documents, "cart", JourneyStatus::kActive).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(BuildCatalogTest, KnowsEveryVersionAndKeepsWhatItCompiled) {
  Store store;
  store.Apply(Yaml("A"));
  const auto first = store.Build();
  store.Apply(Yaml("B"));
  const auto second = store.Build(*first);
  EXPECT_EQ(second->FindVersion("cart", Version("A")), first->FindVersion("cart", Version("A")));
  EXPECT_NE(second->FindVersion("cart", Version("B")), nullptr);
  EXPECT_TRUE(second->StartedBy("A").empty());
  EXPECT_EQ(second->StartedBy("B").size(), 1u);
  EXPECT_TRUE(second->Listens("A"));
  EXPECT_FALSE(second->Listens("C"));
  EXPECT_EQ(second->FindVersion("cart", 1), nullptr);
  EXPECT_TRUE(store.unreadable.empty());
}

TEST(BuildCatalogTest, NamesWhatItCannotUnderstandAndGoesOnWithoutIt) {
  Store store;
  store.Apply(Yaml("A"));
  store.Apply("journey: other\nenter: { on: A }\nsteps: [ exit: {} ]\n", "other");
  store.documents["journey/broken"] = "\xff";
  store.documents["version/cart/" + VersionText(Version("A"))] = "\xff";
  const auto catalog = store.Build();
  EXPECT_EQ(catalog->Find("cart"), nullptr);
  EXPECT_NE(catalog->Find("other"), nullptr);
  EXPECT_THAT(store.unreadable, ElementsAre("broken", "cart version " + VersionText(Version("A"))));
}

TEST(FindDefinitionTest, GivesTheBytesThatWereApplied) {
  Store store;
  store.Apply(Yaml("A"));
  const std::string* found = FindDefinition(store.documents, "cart", Version("A"));
  ASSERT_NE(found, nullptr);
  v1::Journey journey;
  ASSERT_TRUE(journey.ParseFromString(*found));
  EXPECT_EQ(journey.enter().on(0), "A");
  EXPECT_EQ(FindDefinition(store.documents, "cart", 1), nullptr);
  EXPECT_THAT(JourneyNames(store.documents), ElementsAre("cart"));
}

// Three versions, A, B and C; C takes entries.
Store ThreeVersions() {
  Store store;
  for (const char* event : {"A", "B", "C"}) store.Apply(Yaml(event));
  return store;
}

absl::Status Migrate(Store& store, absl::string_view from, absl::string_view to) {
  const auto changes = PlanMigration(store.documents, "cart", Version(from), Version(to));
  if (changes.ok()) store.Write(*changes);
  return changes.status();
}

TEST(PlanMigrationTest, EveryGatewayLearnsWhereRunsMove) {
  Store store = ThreeVersions();
  EXPECT_FALSE(store.Build()->Migrates());
  EXPECT_TRUE(Migrate(store, "A", "C").ok());
  const auto catalog = store.Build();
  EXPECT_TRUE(catalog->Migrates());
  EXPECT_EQ(catalog->FindMigration("cart", Version("A"))->version, Version("C"));
  EXPECT_EQ(catalog->FindMigration("cart", Version("B")), nullptr);
  EXPECT_EQ(catalog->FindMigration("other", Version("A")), nullptr);
  EXPECT_TRUE(PlanMigration(store.documents, "cart", Version("A"), Version("C"))->empty());
}

TEST(PlanMigrationTest, MovesFollowOneAnother) {
  Store store = ThreeVersions();
  EXPECT_TRUE(Migrate(store, "A", "B").ok());
  EXPECT_TRUE(Migrate(store, "B", "C").ok());
  EXPECT_EQ(store.Build()->FindMigration("cart", Version("A"))->version, Version("C"));
}

TEST(PlanMigrationTest, MovingBackReplacesTheMove) {
  Store store = ThreeVersions();
  EXPECT_TRUE(Migrate(store, "A", "B").ok());
  EXPECT_TRUE(Migrate(store, "B", "A").ok());
  EXPECT_EQ(store.Build()->FindMigration("cart", Version("B"))->version, Version("A"));
  EXPECT_EQ(store.Build()->FindMigration("cart", Version("A")), nullptr);
}

TEST(PlanMigrationTest, ApplyingAVersionAgainEndsTheMoveFromIt) {
  Store store = ThreeVersions();
  EXPECT_TRUE(Migrate(store, "A", "C").ok());
  store.Apply(Yaml("A"));
  EXPECT_EQ(store.Build()->FindMigration("cart", Version("A")), nullptr);
  EXPECT_TRUE(Migrate(store, "C", "A").ok());
}

TEST(PlanMigrationTest, WhatMakesNoSenseIsRefused) {
  Store store = ThreeVersions();
  const auto code = [&](absl::string_view from, absl::string_view to) {
    return PlanMigration(store.documents, "cart", Version(from), Version(to)).status().code();
  };
  EXPECT_EQ(code("A", "A"), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("A", "Z"), absl::StatusCode::kNotFound);
  EXPECT_EQ(code("Z", "A"), absl::StatusCode::kNotFound);
  EXPECT_EQ(code("C", "A"), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(PlanMigration(store.documents, "card", 1, 2).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_TRUE(Migrate(store, "B", "C").ok());
  EXPECT_EQ(code("A", "B"), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace usher::journey
