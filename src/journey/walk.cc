#include "journey/walk.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"

#include "journey/arm.h"
#include "journey/date_watch.h"
#include "journey/effects.h"
#include "journey/entry.h"
#include "journey/intake.h"
#include "journey/react.h"
#include "journey/run_end.h"
#include "journey/send_outcome.h"
#include "journey/sending.h"
#include "journey/wait_end.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::Run;
using customer::RunPhase;

// A journey without waits could go round for ever; more steps than this at once end the run.
constexpr int kStepsAtOnceMax = 1000;

std::uint32_t Visit(Run& run) {
  for (auto& visits : run.visits) {
    if (visits.step == run.step) return ++visits.visits;
  }
  run.visits.push_back({run.step, 1});
  return 1;
}

// One run on its way. Each kind of step moves it on, or leaves it waiting.
class Walker {
 public:
  Walker(Run& run, const Definition& definition, Work& work)
      : run_(run), definition_(definition), work_(work) {}

  // Executes steps until one has to wait. Gives the reason when the run is over, or "".
  std::string Walk() {
    for (int executed = 0; executed < kStepsAtOnceMax; ++executed) {
      if (run_.step >= definition_.steps.size()) return "completed";
      const Step& step = definition_.steps[run_.step];
      if (const End* end = std::get_if<End>(&step.kind)) {
        Reach();
        return end->reason;
      }
      if (!std::visit([this](const auto& kind) { return Execute(kind); }, step.kind)) return "";
    }
    return "endless loop";
  }

 private:
  // Each returns false when the run has to stay at its step.

  bool Execute(const Wait& wait) { return run_.waiting ? Continue(wait) : Begin(wait); }

  // A wait that is over as it begins passes at once.
  bool Begin(const Wait& wait) {
    // A run that comes by again waits for the next such moment, not for the same once more.
    const bool again = Reach() > 1;
    const absl::Time from =
        again && IsForAMoment(wait) ? work_.now() + absl::Milliseconds(1) : work_.now();
    const WaitEnd end = EndOf(wait, from, run_, definition_, work_);
    if (end.no_date) return Leave("no date", wait.date->missing);
    if (end.past) return Leave("past", wait.date->past);
    const absl::Time held = HeldUntil(wait, definition_, work_);
    if (end.at <= work_.now() && held <= work_.now()) return Leave("at once", wait.timed_out);
    Stay(std::max(end.at, work_.now()));
    if (wait.local || wait.date) run_.wait_from = from;
    Decision decision = About(DecisionKind::kWaiting);
    decision.until = run_.due;
    work_.Note(std::move(decision));
    if (run_.due > work_.now()) return false;
    run_.due = held;
    return false;
  }

  // What a wait is for is asked when it ends, because it may have changed since it began.
  bool Continue(const Wait& wait) {
    if (run_.due > work_.now()) return false;
    if (wait.date) {
      const WaitEnd end = EndOf(wait, run_.wait_from, run_, definition_, work_);
      if (end.no_date) return Leave("no date", wait.date->missing);
      if (end.at > work_.now()) {
        run_.due = end.at;
        return false;
      }
    }
    const absl::Time held = HeldUntil(wait, definition_, work_);
    if (held > work_.now()) {
      run_.due = held;
      return false;
    }
    return Leave("time", wait.timed_out);
  }

  bool Leave(const char* why, StepIndex target) {
    Decision decision = About(DecisionKind::kWaitOver);
    decision.detail = why;
    work_.Note(std::move(decision));
    GoTo(target);
    return true;
  }

  bool Execute(const Branch& branch) {
    Reach();
    StepIndex target = branch.otherwise;
    for (const auto& [condition, then] : branch.cases) {
      if (work_.Holds(condition, run_, definition_)) {
        target = then;
        break;
      }
    }
    Decision decision = About(DecisionKind::kBranched);
    decision.detail = std::string(StepId(definition_, target));
    work_.Note(std::move(decision));
    GoTo(target);
    return true;
  }

  bool Execute(const Split& split) {
    const bool first = Reach() == 1;
    const Arm& arm = ArmOf(split, run_.step, run_, work_.customer());
    run_.held_out = run_.held_out || arm.holdout;
    if (first) work_.Count(run_.journey, absl::StrCat("arm:", Id(), ":", arm.name));
    Decision decision = About(DecisionKind::kSplit);
    decision.detail = arm.name;
    work_.Note(std::move(decision));
    GoTo(arm.then);
    return true;
  }

  bool Execute(const Send& send) {
    if (run_.waiting) return false;  // goes on with the message's outcome
    const std::uint32_t visit = Reach();
    if (!work_.Holds(send.when, run_, definition_)) {
      NoteUnsent(run_, definition_, DecisionKind::kSkipped, work_);
      GoTo(send.otherwise);
      return true;
    }
    if (run_.held_out) {
      NoteUnsent(run_, definition_, DecisionKind::kHeldOut, work_);
      // The way of those who were sent the message, so that both take as long and can be compared.
      GoTo(run_.step + 1);
      return true;
    }
    Stay(absl::InfiniteFuture());
    WantSend(run_, definition_, visit, work_);
    return false;
  }

  bool Execute(const Set& set) {
    Reach();
    if (!IsHeldOut()) SetAttributes(set, run_, definition_, work_);
    GoTo(run_.step + 1);
    return true;
  }

  bool Execute(const Emit& emit) {
    const std::uint32_t visit = Reach();
    if (!IsHeldOut()) EmitEvent(emit, visit, run_, definition_, work_);
    GoTo(run_.step + 1);
    return true;
  }

  bool Execute(const Audience& audience) {
    Reach();
    // What was joined before the split is left also in the hold-out.
    LeaveAudiences(audience, run_, definition_, work_);
    if (!audience.add.empty() && !IsHeldOut()) JoinAudiences(audience, run_, definition_, work_);
    GoTo(run_.step + 1);
    return true;
  }

  bool Execute(const RecordConsent& consent) {
    Reach();
    NoteConsent(consent, run_, definition_, work_);
    GoTo(run_.step + 1);
    return true;
  }

  bool Execute(const journey::GoTo& go_to) {
    const std::uint32_t visit = Reach();
    if (visit > go_to.at_most) {
      GoTo(run_.step + 1);
    } else {
      work_.Note(About(DecisionKind::kJumped));
      GoTo(go_to.step);
    }
    return true;
  }

  bool Execute(const End&) { return false; }  // handled by Walk()

  // Whether the step does nothing because nothing of the journey may reach the customer. Notes it.
  bool IsHeldOut() {
    if (run_.held_out) work_.Note(About(DecisionKind::kHeldOut));
    return run_.held_out;
  }

  std::uint32_t Reach() {
    work_.Count(run_.journey, absl::StrCat("reached:", Id()));
    return Visit(run_);
  }

  void Stay(absl::Time due) {
    run_.waiting = true;
    run_.due = due;
    work_.Count(run_.journey, absl::StrCat("waiting:", Id()));
  }

  void GoTo(StepIndex step) {
    LeaveStep(run_, definition_, work_);
    run_.step = step;
    run_.due = work_.now();
  }

  absl::string_view Id() const { return StepId(definition_, run_.step); }
  Decision About(DecisionKind kind) const { return work_.About(kind, run_, definition_); }

  Run& run_;
  const Definition& definition_;
  Work& work_;
};

// What becomes of a run that is due; false when it was removed.
void WalkRun(std::size_t index, Work& work) {
  Run& run = work.record().runs[index];
  const CatalogEntry* entry = work.catalog().Find(run.journey);
  const Definition* definition = work.catalog().FindVersion(run.journey, run.version);
  if (entry == nullptr || definition == nullptr) {
    run.due = work.now() + kPausedRecheck;
    return;
  }
  if (run.phase == RunPhase::kWatching) {
    EndRun(index, *definition, "completed", /*watch=*/false, work);
    return;
  }
  if (entry->status == JourneyStatus::kArchived) {
    EndRun(index, *definition, "archived", /*watch=*/false, work);
    return;
  }
  if (entry->status == JourneyStatus::kPaused) {
    run.due = work.now() + kPausedRecheck;
    return;
  }
  const std::string reason = Walker(run, *definition, work).Walk();
  if (!reason.empty()) EndRun(index, *definition, reason, /*watch=*/true, work);
}

// Whoever waits longest comes first, for there may be room for one message only. Runs that take
// over from a visitor's stand last in the record, but may have begun before others.
void WalkDue(Work& work) {
  struct Due {
    absl::Time since;
    absl::Time entered_at;
    std::uint64_t id;
  };
  auto& runs = work.record().runs;
  std::vector<Due> due;
  for (const Run& run : runs) {
    if (run.due <= work.now()) due.push_back({run.due, run.entered_at, run.id});
  }
  std::stable_sort(due.begin(), due.end(), [](const Due& a, const Due& b) {
    return a.since != b.since ? a.since < b.since : a.entered_at < b.entered_at;
  });
  for (const Due& next : due) {
    const auto run = std::find_if(runs.begin(), runs.end(),
                                  [&](const Run& candidate) { return candidate.id == next.id; });
    if (run != runs.end()) WalkRun(static_cast<std::size_t>(run - runs.begin()), work);
  }
}

// What was made to happen is no activity of the customer's, but counts for journeys.
void Apply(const Happening& happening, Work& work) {
  if (const auto* event = std::get_if<EventInput>(&happening)) {
    CountEvent(*event, work);
    ReactToEvent(*event, work);
    EnterJourneys(*event, work);
  } else {
    EnterByAttribute(std::get<AttributeChange>(happening), work);
  }
}

}  // namespace

void WalkRuns(Work& work) {
  while (true) {
    if (work.TakeProfileChanged()) {
      RescheduleWaits(work);
      ForgetDates(work);
    }
    WalkDue(work);
    if (!work.has_happenings() && !work.profile_changed()) return;
    for (const Happening& happening : work.TakeHappenings()) Apply(happening, work);
  }
}

void LeaveSendStep(Run& run, const Definition& definition, bool sent, Work& work) {
  const Send& send = std::get<Send>(definition.steps[run.step].kind);
  const StepIndex target = sent ? run.step + 1 : send.otherwise;
  LeaveStep(run, definition, work);
  run.step = target;
  run.due = work.now();
}

}  // namespace usher::journey
