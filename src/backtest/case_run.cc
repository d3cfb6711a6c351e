#include "backtest/case_run.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"

#include "backtest/case_customer.h"
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
      if (entry.what != "split" || entry.step != step) continue;
      came = true;
      took = took && entry.why == absl::StrCat("arm ", arm);
    }
    if (!came) return std::nullopt;
  }
  return took;
}

}  // namespace

absl::StatusOr<CaseRun> RunCase(const CaseFile& file, int index) {
  const v1::TestCase& test = file.test.cases(index);
  const std::string path = absl::StrCat("cases[", index, "]");
  const v1::TestCustomer customer = Merge(file.test.customer(), test.customer());
  const std::string id = customer.id().empty() ? "customer" : customer.id();
  if (test.arms().empty()) return Story(file, index, customer, id).Run();
  bool came = false;
  for (int candidate = 0; candidate < kCandidatesMax && (came || candidate < kHopeless);
       ++candidate) {
    auto run =
        Story(file, index, customer, candidate == 0 ? id : absl::StrCat(id, "-", candidate)).Run();
    if (!run.ok()) return run.status();
    const std::optional<bool> took = TookArms(test, run->entries);
    if (took.value_or(false)) return run;
    came = came || took.has_value();
  }
  return absl::InvalidArgumentError(
      FaultAt(file, path + ".arms",
              came ? "no customer takes these arms; is each the name of an arm of that split?"
                   : "nobody comes to a split of that name in this case"));
}

}  // namespace usher::backtest
