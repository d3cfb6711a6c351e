#include "journey/migrate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "journey/arm.h"
#include "journey/compile.h"
#include "journey/run_end.h"
#include "journey/sending.h"

namespace usher::journey {
namespace {

using customer::PendingSend;
using customer::Run;
using customer::RunPhase;

// Where the steps of one version are in another.
class StepMap {
 public:
  StepMap(const Definition& from, const Definition& to) : from_(from), to_(to) {}

  std::optional<StepIndex> Find(StepIndex step) const {
    if (step >= from_.steps.size()) return std::nullopt;
    for (StepIndex other = 0; other < to_.steps.size(); ++other) {
      if (to_.steps[other].id == from_.steps[step].id) return other;
    }
    return std::nullopt;
  }

  // Gives the `step` of each item its new place, and drops those that have none.
  template <class Item>
  void Move(std::vector<Item>* items) const {
    std::vector<Item> moved;
    for (Item& item : *items) {
      const auto step = Find(item.step);
      if (!step) continue;
      item.step = *step;
      moved.push_back(std::move(item));
    }
    *items = std::move(moved);
  }

 private:
  const Definition& from_;
  const Definition& to_;
};

bool HasMessageUnderWay(const Run& run, const customer::Record& record) {
  return std::any_of(record.sends.begin(), record.sends.end(), [&](const PendingSend& send) {
    return send.run_id == run.id && send.withdraws == 0 &&
           send.phase == customer::SendPhase::kGranted;
  });
}

// A wait goes on until it was to end; what it is for is asked anew then.
void KeepWaiting(const Definition& to, Run& run, Work& work) {
  const Wait* wait = std::get_if<Wait>(&to.steps[run.step].kind);
  if (wait == nullptr) return;
  const bool asks = wait->local.has_value() || wait->date.has_value();
  if (!asks) {
    run.wait_from = absl::UnixEpoch();
  } else if (run.wait_from == absl::UnixEpoch()) {
    run.wait_from = work.now();
  }
}

void MoveSends(const Run& run, const StepMap& steps, Work& work) {
  for (PendingSend& send : work.record().sends) {
    // Taking a message back needs no run, so it stays as it is.
    if (send.run_id != run.id || send.withdraws != 0) continue;
    const auto step = steps.Find(send.step);
    if (!step) continue;
    send.step = *step;
    send.version = run.version;
    send.candidate = 0;
    send.order.clear();
  }
}

void MoveRun(std::size_t index, const Definition& from, const Definition& to, Work& work) {
  Run& run = work.record().runs[index];
  const StepMap steps(from, to);
  const bool at_step = run.phase == RunPhase::kAtStep;
  const auto step = steps.Find(run.step);
  if (at_step && !step) {
    EndRun(index, from, absl::StrCat("step ", StepId(from, run.step), " removed"), /*watch=*/true,
           work);
    return;
  }
  KeepArms(from, work.customer(), &run);
  const bool same_kind =
      at_step && from.steps[run.step].kind.index() == to.steps[*step].kind.index();
  if (at_step && !same_kind) {
    LeaveStep(run, from, work);
    GiveUpSends(run.id, work);
    run.due = work.now();
  }
  if (at_step) CountRunning(from, -1, work);
  run.version = to.version;
  if (at_step) CountRunning(to, 1, work);
  run.step = at_step ? *step : static_cast<StepIndex>(to.steps.size());
  if (at_step && run.waiting) KeepWaiting(to, run, work);
  if (!at_step) {
    run.due = to.goal ? run.entered_at + to.goal->within : work.now();
  }
  steps.Move(&run.visits);
  steps.Move(&run.sent);
  steps.Move(&run.arms);
  MoveSends(run, steps, work);
  customer::Decision decision = work.About(customer::DecisionKind::kMigrated, run, to);
  decision.detail = VersionText(to.version);
  work.Note(std::move(decision));
}

}  // namespace

void MigrateRuns(Work& work) {
  if (!work.catalog().Migrates()) return;
  auto& runs = work.record().runs;
  for (std::size_t i = runs.size(); i-- > 0;) {
    const Definition* to = work.catalog().FindMigration(runs[i].journey, runs[i].version);
    const Definition* from = work.catalog().FindVersion(runs[i].journey, runs[i].version);
    if (to == nullptr || from == nullptr || HasMessageUnderWay(runs[i], work.record())) continue;
    MoveRun(i, *from, *to, work);
  }
}

}  // namespace usher::journey
