#include "journey/react.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "journey/run_end.h"
#include "journey/run_key.h"
#include "journey/send_id.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::Run;
using customer::RunPhase;

bool ReachesGoal(const EventInput& event, const Run& run, const Definition& definition,
                 Work& work) {
  const auto& goal = definition.goal;
  return goal && goal->event == event.name && event.at < run.entered_at + goal->within &&
         HasKey(goal->key, run, event.properties.Get(), work) &&
         work.Holds(goal->when, run, definition, &event.properties.Get());
}

bool Exits(const EventInput& event, const Run& run, const Definition& definition, Work& work) {
  const auto& exit = definition.exit;
  return run.phase == RunPhase::kAtStep && exit &&
         std::find(exit->on.begin(), exit->on.end(), event.name) != exit->on.end() &&
         HasKey(exit->key, run, event.properties.Get(), work) &&
         work.Holds(exit->when, run, definition, &event.properties.Get());
}

// Whether the event is about the message that step `of` of the run sent last.
bool IsAbout(const EventInput& event, const Run& run, StepIndex of) {
  const base::Value* named = event.properties.Get().Find("send_id");
  const auto sent = std::find_if(run.sent.begin(), run.sent.end(),
                                 [&](const auto& message) { return message.step == of; });
  return named != nullptr && named->as_string() != nullptr && sent != run.sent.end() &&
         *named->as_string() == SendIdText(sent->send_id);
}

void EndWait(const EventInput& event, Run& run, const Definition& definition, Work& work) {
  if (run.phase != RunPhase::kAtStep || !run.waiting || run.step >= definition.steps.size()) return;
  const Wait* wait = std::get_if<Wait>(&definition.steps[run.step].kind);
  if (wait == nullptr) return;
  for (const Until& until : wait->until) {
    if (until.event != event.name) continue;
    if (until.of && !IsAbout(event, run, *until.of)) continue;
    if (!HasKey(until.key, run, event.properties.Get(), work)) continue;
    if (!work.Holds(until.when, run, definition, &event.properties.Get())) continue;
    Decision decision = work.About(DecisionKind::kWaitOver, run, definition);
    decision.detail = event.name;
    work.Note(std::move(decision));
    LeaveStep(run, definition, work);
    run.step = until.then;
    run.due = work.now();
    return;
  }
}

}  // namespace

void ReactToEvent(const EventInput& event, Work& work) {
  auto& runs = work.record().runs;
  for (std::size_t i = runs.size(); i-- > 0;) {
    const Definition* definition = work.catalog().FindVersion(runs[i].journey, runs[i].version);
    if (definition == nullptr || event.at < runs[i].entered_at) continue;
    if (ReachesGoal(event, runs[i], *definition, work)) {
      ReachGoal(i, *definition, event.properties.Get(), work);
    } else if (Exits(event, runs[i], *definition, work)) {
      EndRun(i, *definition, absl::StrCat("exit on ", event.name), /*watch=*/true, work);
    } else {
      EndWait(event, runs[i], *definition, work);
    }
  }
}

}  // namespace usher::journey
