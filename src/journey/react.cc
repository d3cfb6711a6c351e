#include "journey/react.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "customer/absorb.h"
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

// Lets the run at `index` react. `goals` are those that count the event already.
void React(std::size_t index, const EventInput& event, std::vector<std::uint64_t>* goals,
           Work& work) {
  Run& run = work.record().runs[index];
  const Definition* definition = work.catalog().FindVersion(run.journey, run.version);
  if (definition == nullptr || event.at < run.entered_at) return;
  if (ReachesGoal(event, run, *definition, work)) {
    const std::uint64_t goal = base::HashFields({run.journey, run.key});
    if (std::find(goals->begin(), goals->end(), goal) != goals->end()) {
      EndRun(index, *definition, "merged", /*watch=*/false, work);
      return;
    }
    goals->push_back(goal);
    ReachGoal(index, *definition, event.properties.Get(), work);
  } else if (Exits(event, run, *definition, work)) {
    EndRun(index, *definition, absl::StrCat("exit on ", event.name), /*watch=*/true, work);
  } else {
    EndWait(event, run, *definition, work);
  }
}

}  // namespace

void ReactToEvent(const EventInput& event, Work& work) {
  std::vector<std::uint64_t> goals;
  for (std::size_t i = work.record().runs.size(); i-- > 0;) React(i, event, &goals, work);
  if (!customer::AwaitsVisitors(work.record()) || !work.catalog().Listens(event.name)) return;
  customer::KeepForVisitors({event.name, event.at, event.properties.Get(), std::move(goals)},
                            work.limits(), &work.record());
}

void ReactToKept(customer::MergeEvent* event, const std::vector<std::uint64_t>& run_ids,
                 Work& work) {
  EventInput input;
  input.name = event->name;
  input.at = event->at;
  input.properties = event->properties;
  auto& runs = work.record().runs;
  for (std::size_t i = runs.size(); i-- > 0;) {
    if (std::find(run_ids.begin(), run_ids.end(), runs[i].id) == run_ids.end()) continue;
    React(i, input, &event->goals, work);
  }
}

}  // namespace usher::journey
