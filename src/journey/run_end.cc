#include "journey/run_end.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "journey/arm.h"
#include "journey/millionths.h"
#include "journey/sending.h"
#include "journey/withdrawal.h"

namespace usher::journey {

using customer::Decision;
using customer::DecisionKind;
using customer::Run;
using customer::RunPhase;

namespace {

void Remove(std::size_t index, Work& work) {
  auto& runs = work.record().runs;
  runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(index));
}

// The re-entry rule that counts is that of the version that takes entries.
void MarkEnd(const Run& run, Work& work) {
  const CatalogEntry* entry = work.catalog().Find(run.journey);
  if (entry == nullptr || entry->current->enter.reenter_after_exit == absl::ZeroDuration()) return;
  const std::uint64_t key_hash = base::Hash64(run.key);
  for (customer::EntryMark& mark : work.record().marks) {
    if (mark.journey == run.journey && mark.key_hash == key_hash) mark.last_ended_at = work.now();
  }
}

// The goal counts for every arm that the run took on its way.
void CountForArms(const Run& run, const Definition& definition, std::int64_t value, Work& work) {
  for (const customer::StepVisits& visited : run.visits) {
    if (visited.step >= definition.steps.size()) continue;
    const Step& step = definition.steps[visited.step];
    const Split* split = std::get_if<Split>(&step.kind);
    if (split == nullptr) continue;
    const std::string arm =
        absl::StrCat(step.id, ":", ArmOf(*split, visited.step, run, work.customer()).name);
    work.Count(run.journey, absl::StrCat("arm_goals:", arm));
    if (value != 0) work.Count(run.journey, absl::StrCat("arm_value:", arm), value);
  }
}

}  // namespace

void CountRunning(const Definition& definition, std::int64_t delta, Work& work) {
  work.Count(definition.name, definition.running_counter, delta);
}

void CountGone(const Run& run, absl::string_view why, Work& work) {
  if (run.phase != RunPhase::kAtStep) return;
  work.Count(run.journey, absl::StrCat("ended:", why));
  const Definition* definition = work.catalog().FindVersion(run.journey, run.version);
  if (definition == nullptr) return;
  CountRunning(*definition, -1, work);
  if (run.waiting) {
    work.Count(run.journey, absl::StrCat("waiting:", StepId(*definition, run.step)), -1);
  }
}

void LeaveStep(Run& run, const Definition& definition, Work& work) {
  if (!run.waiting) return;
  run.waiting = false;
  run.wait_from = absl::UnixEpoch();
  work.Count(run.journey, absl::StrCat("waiting:", StepId(definition, run.step)), -1);
}

bool EndRun(std::size_t index, const Definition& definition, const std::string& reason, bool watch,
            Work& work) {
  Run& run = work.record().runs[index];
  if (run.phase == RunPhase::kAtStep) {
    Decision decision = work.About(DecisionKind::kEnded, run, definition);
    decision.detail = reason;
    LeaveStep(run, definition, work);
    work.Count(run.journey, absl::StrCat("ended:", reason));
    CountRunning(definition, -1, work);
    work.Note(std::move(decision));
    GiveUpSends(run.id, work);
    WithdrawMessages(run, definition, work);
    MarkEnd(run, work);
    run.phase = RunPhase::kWatching;
    run.step = static_cast<StepIndex>(definition.steps.size());
  }
  if (watch && definition.goal && run.entered_at + definition.goal->within > work.now()) {
    run.due = run.entered_at + definition.goal->within;
    return false;
  }
  Remove(index, work);
  return true;
}

void ReachGoal(std::size_t index, const Definition& definition, const base::Value& event,
               Work& work) {
  Run& run = work.record().runs[index];
  std::int64_t value = 0;
  if (definition.goal->value) {
    const auto evaluated = definition.goal->value->Evaluate(work.ScopeOf(&run, &event));
    if (evaluated.ok()) value = ToMillionths(*evaluated);
  }
  work.Count(run.journey, "goals");
  if (run.held_out) work.Count(run.journey, "goals_held_out");
  if (value != 0) work.Count(run.journey, "value", value);
  CountForArms(run, definition, value, work);
  Decision decision = work.About(DecisionKind::kGoal, run, definition);
  decision.detail = definition.goal->event;
  work.Note(std::move(decision));
  EndRun(index, definition, "goal", /*watch=*/false, work);
}

}  // namespace usher::journey
