#include "load/verify.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "load/lookup_check.h"
#include "load/message_checks.h"
#include "load/proto_duration.h"
#include "load/setup.h"
#include "load/timers_check.h"

namespace usher::load {
namespace {

constexpr absl::Duration kGlance = absl::Milliseconds(100);

Check Unchecked(std::string id, std::string why) {
  return {.id = std::move(id), .detail = std::move(why)};
}

}  // namespace

Verifier::Verifier(const Options& options, const Traffic* traffic, const Names* names,
                   const Channels* channels, const std::atomic<bool>* stop)
    : options_(options),
      scenario_(options.scenario.scenario),
      traffic_(*traffic),
      names_(*names),
      channels_(*channels),
      stop_(*stop) {
  if (options_.message_log.empty()) return;
  log_ = std::make_unique<MessageLog>(options_.message_log);
  if (scenario_.has_timers()) log_->Watch();
}

void Verifier::Check(const Ledger& ledger, absl::Time first_due, Report* report) {
  // Whoever interrupted the run waits for its figures, not for the checks.
  if (!options_.verify || stop_.load()) return;
  CheckMessages(first_due, report);
  CheckDuplicates(ledger, report);
  report->verification.insert(
      report->verification.begin(),
      CheckEventsPresent(ledger, traffic_, names_, scenario_.verify().customers_max(), channels_,
                         stop_));
}

void Verifier::CheckDuplicates(const Ledger& ledger, Report* report) const {
  const Ledger::Duplicates& answers = ledger.duplicates();
  load::Check repeats{.id = "repeats_are_duplicates", .detail = {}};
  repeats.ok = answers.repeats_taken_as_new == 0;
  repeats.checked = answers.repeats_acknowledged - answers.repeats_beyond_horizon;
  repeats.detail =
      answers.repeats_acknowledged == 0
          ? "no event was repeated"
          : absl::StrCat(answers.repeats_taken_as_new, " taken as new, ",
                         answers.repeats_beyond_horizon, " beyond the ids the gateway remembers");
  load::Check fresh{.id = "new_events_are_new", .detail = {}};
  fresh.ok = answers.new_taken_as_duplicate == 0;
  fresh.checked = answers.new_acknowledged;
  if (!fresh.ok) {
    fresh.detail = absl::StrCat(answers.new_taken_as_duplicate, " answered as duplicates");
  }
  report->verification.push_back(std::move(repeats));
  report->verification.push_back(std::move(fresh));
}

absl::Status Verifier::AwaitMessages(absl::Time first_due) {
  absl::Time until = absl::Now() + ToDuration(scenario_.verify().settle());
  const loadtest::v1::Timers& timers = scenario_.timers();
  if (scenario_.has_timers()) {
    until = std::max(
        until, DueTime(timers, first_due, timers.count() - 1) + ToDuration(timers.patience()));
  }
  for (;;) {
    if (absl::Status status = log_->Read(); !status.ok()) return status;
    const bool all_timers = scenario_.has_timers() &&
                            MeasureTimers(timers, names_, first_due, log_->messages()).missing == 0;
    if (all_timers || absl::Now() >= until || stop_.load()) return absl::OkStatus();
    absl::SleepFor(kGlance);
  }
}

void Verifier::CheckMessages(absl::Time first_due, Report* report) {
  std::vector<load::Check>& checks = report->verification;
  if (log_ == nullptr) {
    const std::string why = "no --message-log was given";
    std::vector<std::string> ids = {"sent_once", "caps_kept"};
    if (scenario_.has_timers()) ids.insert(ids.end(), {"timers_sent", "timers_not_early"});
    for (const std::string& id : ids) checks.push_back(Unchecked(id, why));
    return;
  }
  if (const absl::Status status = AwaitMessages(first_due); !status.ok()) {
    checks.push_back({.id = "message_log", .ok = false, .detail = std::string(status.message())});
    return;
  }
  checks.push_back(CheckSentOnce(log_->messages()));
  checks.push_back(CheckCaps(log_->messages(), scenario_.verify()));
  if (!scenario_.has_timers()) return;
  report->timers = MeasureTimers(scenario_.timers(), names_, first_due, log_->messages());
  for (load::Check& check : CheckTimers(scenario_.timers(), *report->timers)) {
    checks.push_back(std::move(check));
  }
}

}  // namespace usher::load
