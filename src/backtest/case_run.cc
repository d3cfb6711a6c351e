#include "backtest/case_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "backtest/case_script.h"
#include "backtest/case_story.h"

namespace usher::backtest {
namespace {

// Of so many customers one takes even a rare arm.
constexpr int kCandidatesMax = 5000;
// If none of so many comes to the split, none will.
constexpr int kHopeless = 200;

// Whether the customer took the arms asked for; nothing if one of the splits was not come to.
std::optional<bool> TookArms(const v1::TestCase& test, const std::vector<TimelineEntry>& entries) {
  bool took = true;
  for (const auto& [step, arm] : test.arms()) {
    bool came = false;
    for (const TimelineEntry& entry : entries) {
      const bool is_it = entry.step == step || absl::StrCat(entry.journey, "/", entry.step) == step;
      if (entry.what != "split" || !is_it) continue;
      came = true;
      took = took && entry.why == absl::StrCat("arm ", arm);
    }
    if (!came) return std::nullopt;
  }
  return took;
}

}  // namespace

absl::StatusOr<CaseRun> RunCase(const CaseFile& file, int index, absl::string_view suffix) {
  const v1::TestCase& test = file.test.cases(index);
  const std::string path = absl::StrCat("cases[", index, "]");
  const std::string id = CustomerOf(file, index);
  bool came = false;
  for (int candidate = 0; candidate < kCandidatesMax && (came || candidate < kHopeless);
       ++candidate) {
    auto script = ReadScript(
        file, index,
        candidate == 0 ? absl::StrCat(id, suffix) : absl::StrCat(id, "-", candidate, suffix),
        suffix);
    if (!script.ok()) return script.status();
    Story story(file, index, *std::move(script));
    CaseRun run = story.Run();
    const std::optional<bool> took = TookArms(test, run.entries);
    came = came || took.has_value();
    if (!took.value_or(false)) continue;
    if (story.faults().empty()) return run;
    return absl::InvalidArgumentError(absl::StrJoin(story.faults(), "\n"));
  }
  return absl::InvalidArgumentError(
      FaultAt(file, path + ".arms",
              came ? "no customer takes these arms; is each the name of an arm of that split?"
                   : "nobody comes to a split of that name in this case"));
}

}  // namespace usher::backtest
