// The stories beside the journeys of journeys/ on a real gateway, through its public API. What
// usherctl journey test says of them on the code of a backtest has to be true there as well.

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "backtest/case_check.h"
#include "backtest/case_file.h"
#include "backtest/case_run.h"
#include "backtest/case_script.h"
#include "journey/send_id.h"
#include "tests/journeys/stage.h"

namespace usher::journeys {
namespace {

using backtest::CaseFile;
using backtest::CaseRun;
using backtest::Script;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

// Every story file; a fault of the search is a path that cannot be read.
std::vector<std::string> Files() {
  const auto files = backtest::FindCaseFiles("journeys");
  return files.ok() ? *files : std::vector<std::string>{std::string(files.status().message())};
}

// "cart_abandonment" for journeys/cart-abandonment.test.yaml.
std::string NameOf(const ::testing::TestParamInfo<std::string>& info) {
  const std::string name = std::filesystem::path(info.param).stem().stem().string();
  return absl::StrReplaceAll(name, {{"-", "_"}, {".", "_"}});
}

// Why a gateway cannot be made to play the case; "" if it can.
std::string Unplayable(const v1::TestCase& test) {
  for (const v1::TestAttempt& attempt : test.attempts()) {
    if (attempt.end() == v1::ATTEMPT_END_UNSPECIFIED || attempt.end() == v1::ATTEMPT_END_SENT) {
      continue;
    }
    return "no call makes an attempt to send fail";
  }
  return "";
}

// All that a provider is told of a message, but for its order.
std::string TextOf(const journey::Message& message) {
  const std::map<std::string, std::string> content(message.content.begin(), message.content.end());
  return absl::StrCat(absl::FormatTime(absl::RFC3339_full, message.at, absl::UTCTimeZone()), " ",
                      journey::SendIdText(message.send_id), " ", message.customer.key(), " ",
                      customer::ChannelName(message.channel), " ", message.address, " ",
                      message.category, " ", message.journey, "/", message.step, "/", message.key,
                      " ", absl::StrJoin(content, "; ", absl::PairFormatter(": ")));
}

std::vector<std::string> TextsOf(const std::vector<journey::Message>& messages) {
  std::vector<std::string> texts;
  for (const journey::Message& message : messages) texts.push_back(TextOf(message));
  return texts;
}

// A case, how it ends in a backtest, and how it is to be played.
struct Act {
  int index = 0;
  CaseRun backtest;
  Script script;
};

class StoriesTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto file = backtest::ReadCaseFile(GetParam());
    ASSERT_TRUE(file.ok()) << file.status();
    file_ = *std::move(file);
  }

  // The case with `suffix` behind the names of its people.
  Act ActOf(int index, const std::string& suffix) const {
    auto run = backtest::RunCase(file_, index, suffix);
    EXPECT_TRUE(run.ok()) << run.status();
    if (!run.ok()) return {index, {}, {}};
    auto script = backtest::ReadScript(file_, index, run->customer, suffix);
    EXPECT_TRUE(script.ok()) << script.status();
    return {index, *std::move(run), *std::move(script)};
  }

  std::vector<std::string> Differences(int index, const CaseRun& run) const {
    auto differences = backtest::CheckCase(file_, index, run);
    EXPECT_TRUE(differences.ok()) << differences.status();
    return differences.ok() ? *std::move(differences) : std::vector<std::string>{};
  }

  void Play(std::vector<Act> acts) const {
    std::vector<Script> scripts;
    for (const Act& act : acts) scripts.push_back(act.script);
    const std::vector<Played> played = Stage(file_, std::move(scripts)).Play();
    for (std::size_t i = 0; i < acts.size(); ++i) {
      const v1::TestCase& test = file_.test.cases(acts[i].index);
      SCOPED_TRACE(absl::StrCat(GetParam(), ": ", test.name()));
      EXPECT_FALSE(played[i].truncated) << "has more decisions than a gateway keeps";
      EXPECT_THAT(Differences(acts[i].index, played[i].run), IsEmpty());
      EXPECT_THAT(TextsOf(played[i].run.messages),
                  UnorderedElementsAreArray(TextsOf(acts[i].backtest.messages)));
    }
  }

  CaseFile file_;
};

TEST_P(StoriesTest, EndOnAGatewayAsTheyAreTold) {
  std::vector<Act> together;
  for (int i = 0; i < file_.test.cases_size(); ++i) {
    const std::string why = Unplayable(file_.test.cases(i));
    if (!why.empty()) {
      std::printf("skipped: %s: %s: %s\n", GetParam().c_str(), file_.test.cases(i).name().c_str(),
                  why.c_str());
      continue;
    }
    Act renamed = ActOf(i, absl::StrCat(".", i + 1));
    if (HasFailure()) return;
    if (Differences(i, renamed.backtest).empty()) {
      together.push_back(std::move(renamed));
    } else {
      // It is about the name of its customer, so it has a gateway to itself.
      Play({ActOf(i, "")});
    }
  }
  if (!together.empty()) Play(std::move(together));
}

INSTANTIATE_TEST_SUITE_P(Journeys, StoriesTest, ::testing::ValuesIn(Files()), NameOf);

}  // namespace
}  // namespace usher::journeys
