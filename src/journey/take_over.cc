#include "journey/take_over.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "customer/absorb.h"
#include "journey/arm.h"
#include "journey/migrate.h"
#include "journey/react.h"
#include "journey/run_end.h"

namespace usher::journey {
namespace {

using customer::Record;
using customer::Run;

// What chance gave the visitor is not what it would give the customer.
void KeepArmsOfVisitor(const AbsorbInput& input, const std::vector<std::uint64_t>& taken_over,
                       Work& work) {
  const auto visitor = base::CustomerId::Anonymous(input.visitor);
  for (Run& run : work.record().runs) {
    if (std::find(taken_over.begin(), taken_over.end(), run.id) == taken_over.end()) continue;
    const Definition* definition = work.catalog().FindVersion(run.journey, run.version);
    if (definition != nullptr) KeepArms(*definition, visitor, &run);
  }
}

// Gives the ids of the visitor's runs that are the customer's now. Counts those that he had no room
// or no use for.
std::vector<std::uint64_t> SortOut(const Record& left, Work& work) {
  const std::vector<Run>& runs = work.record().runs;
  std::vector<std::uint64_t> taken_over;
  for (const Run& run : left.runs) {
    const bool taken =
        std::any_of(runs.begin(), runs.end(), [&](const Run& own) { return own.id == run.id; });
    if (taken) {
      taken_over.push_back(run.id);
    } else {
      CountGone(run, "merged", work);
    }
  }
  return taken_over;
}

}  // namespace

void TakeOver(const AbsorbInput& input, Work& work) {
  if (!customer::Absorb(input.visitor, *input.record, work.limits(), &work.record())) return;
  customer::Decision decision;
  decision.kind = customer::DecisionKind::kMerged;
  decision.detail = input.visitor;
  work.Note(std::move(decision));
  work.ProfileChanged();
  if (!work.record().inbox.empty()) work.InboxChanged();
  const std::vector<std::uint64_t> taken_over = SortOut(*input.record, work);
  KeepArmsOfVisitor(input, taken_over, work);
  MigrateRuns(work);
  auto& events = work.record().merge_events;
  for (customer::MergeEvent& event : events) ReactToKept(&event, taken_over, work);
  if (!customer::AwaitsVisitors(work.record())) events.clear();
}

}  // namespace usher::journey
