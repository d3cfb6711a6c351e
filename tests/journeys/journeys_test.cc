// The files of journeys/, which shops are to apply unchanged.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "channel/policy_loader.h"
#include "journey/compile.h"
#include "journey/inspect.h"
#include "usher/v1/journey.pb.h"
#include "usher/v1/policy.pb.h"
#include "yaml/load.h"

namespace usher {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

constexpr char kFolder[] = "journeys";
constexpr char kPolicy[] = "policy.yaml";

std::string ReadFile(const std::string& name) {
  std::ifstream file(absl::StrCat(kFolder, "/", name), std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

// Journeys and the policy, without the tests and sample events beside them.
std::vector<std::string> FileNames() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string name = entry.path().filename().string();
    if (absl::EndsWith(name, ".yaml") && !absl::EndsWith(name, ".test.yaml")) {
      names.push_back(name);
    }
  }
  return names;
}

TEST(JourneysTest, EveryJourneyHasTestsAndSampleEventsBesideIt) {
  for (const std::string& name : FileNames()) {
    if (name == kPolicy) continue;
    const auto journey = std::filesystem::path(kFolder) / name;
    for (const char* beside : {".test.yaml", ".events.jsonl"}) {
      EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(journey).replace_extension(beside)))
          << name << ": " << beside;
    }
  }
}

// What the reader of YAML says against a file.
template <class Message>
std::vector<std::string> LoadFile(const std::string& name, Message* out) {
  std::vector<std::string> problems;
  for (const yaml::Problem& problem : yaml::Load(ReadFile(name), out, nullptr)) {
    problems.push_back(yaml::FormatProblem(name, problem));
  }
  return problems;
}

std::vector<std::string> CompileFile(const std::string& name, v1::Journey* out) {
  std::vector<std::string> problems = LoadFile(name, out);
  for (const journey::Problem& problem : journey::Compile(*out).problems) {
    problems.push_back(absl::StrCat(name, ": ", problem.path, ": ", problem.message));
  }
  return problems;
}

TEST(JourneysTest, HasTheJourneysShopsAskForMost) {
  EXPECT_THAT(FileNames(), IsSupersetOf({"back-in-stock.yaml",
                                         "browse-abandonment.yaml",
                                         "cart-abandonment.yaml",
                                         "chat-reply.yaml",
                                         "checkout-leave.yaml",
                                         "cross-sell.yaml",
                                         "discount-on-wishlist.yaml",
                                         "double-opt-in.yaml",
                                         "exit-intent-popup.yaml",
                                         "first-order.yaml",
                                         "free-shipping-gap.yaml",
                                         "low-stock.yaml",
                                         "loyalty.yaml",
                                         "near-buyer.yaml",
                                         "post-purchase.yaml",
                                         "post-purchase-wishlist.yaml",
                                         "price-drop.yaml",
                                         "reactivation.yaml",
                                         "repeat-customer.yaml",
                                         "replenishment.yaml",
                                         "special-occasion.yaml",
                                         "welcome-popup.yaml",
                                         "welcome-series.yaml",
                                         "wishlist-reminder.yaml"}));
}

TEST(JourneysTest, CompilesEveryJourneyWithoutAWarning) {
  for (const std::string& name : FileNames()) {
    if (name == kPolicy) continue;
    v1::Journey journey;
    EXPECT_THAT(CompileFile(name, &journey), IsEmpty());
    EXPECT_EQ(absl::StrCat(journey.journey(), ".yaml"), name) << "is named after its journey";
    EXPECT_NE(journey.description(), "") << name;
    EXPECT_TRUE(journey.has_goal()) << name << ": what is it for?";
  }
}

TEST(JourneysTest, CompilesTheVariantsOfJourneys) {
  int variants = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(absl::StrCat(kFolder, "/variants"))) {
    v1::Journey journey;
    EXPECT_THAT(CompileFile(absl::StrCat("variants/", entry.path().filename().string()), &journey),
                IsEmpty());
    EXPECT_THAT(FileNames(), Contains(absl::StrCat(journey.journey(), ".yaml")));
    ++variants;
  }
  EXPECT_GE(variants, 2);
}

TEST(JourneysTest, LoadsThePolicy) {
  v1::Policy proto;
  EXPECT_THAT(LoadFile(kPolicy, &proto), IsEmpty());
  std::vector<channel::PolicyProblem> problems;
  const auto policy = channel::LoadPolicy(proto, problems);
  for (const channel::PolicyProblem& problem : problems) {
    ADD_FAILURE() << problem.field << ": " << problem.message;
  }
  ASSERT_TRUE(policy.has_value());
  EXPECT_TRUE(policy->default_zone.has_value());
  EXPECT_THAT(policy->caps, Not(IsEmpty()));
  EXPECT_THAT(policy->quiet_hours, Not(IsEmpty()));
}

TEST(JourneysTest, EveryJourneyGoesWithThePolicy) {
  v1::Policy proto;
  LoadFile(kPolicy, &proto);
  std::vector<channel::PolicyProblem> problems;
  const auto policy = channel::LoadPolicy(proto, problems);
  ASSERT_TRUE(policy.has_value());
  for (const std::string& name : FileNames()) {
    if (name == kPolicy) continue;
    v1::Journey journey;
    LoadFile(name, &journey);
    const journey::Compiled compiled = journey::Compile(journey);
    ASSERT_NE(compiled.definition, nullptr) << name;
    for (const journey::Problem& problem :
         journey::Inspect(journey, *compiled.definition, {&*policy, nullptr})) {
      ADD_FAILURE() << name << ": " << problem.path << ": " << problem.message;
    }
  }
}

TEST(JourneysTest, CategoriesThatAreNotMarketingAreKnownToThePolicy) {
  v1::Policy policy;
  LoadFile(kPolicy, &policy);
  std::vector<std::string> classes = {"", "marketing"};
  for (const auto& [name, unused] : policy.classes()) classes.push_back(name);
  for (const std::string& name : FileNames()) {
    if (name == kPolicy) continue;
    v1::Journey journey;
    LoadFile(name, &journey);
    for (const v1::Step& step : journey.steps()) {
      EXPECT_THAT(classes, Contains(step.send().category())) << name << ": " << step.id();
    }
  }
}

}  // namespace
}  // namespace usher
