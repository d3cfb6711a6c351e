#include "load/session.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "load/connections.h"
#include "load/observe.h"
#include "load/proto_duration.h"
#include "load/run.h"
#include "load/scenario_config.h"
#include "load/segments.h"
#include "load/setup.h"
#include "load/verify.h"
#include "usher/v1/channel.pb.h"

namespace usher::load {
namespace {

constexpr absl::Duration kConnectPatience = absl::Seconds(30);
// So many calls saturate a gateway without queueing for long in it.
constexpr std::uint32_t kCapacityConcurrency = 256;
constexpr std::int64_t kCapacityNs = 4'000'000'000;
constexpr std::int64_t kCapacityWarmupNs = 1'000'000'000;
// Until the pacer of a run that is about to start is ready.
constexpr std::int64_t kLeadNs = 20'000'000;

// Until so many timers are set and have been woken once, after the second that their wait lasts at
// least.
absl::Duration SettingTime(const loadtest::v1::Timers& timers) {
  return absl::Seconds(3) + absl::Microseconds(100) * static_cast<double>(timers.count());
}

class Session {
 public:
  Session(const Options& options, const std::atomic<bool>& stop, ProgressLine* progress)
      : options_(options),
        scenario_(options.scenario.scenario),
        stop_(stop),
        progress_(*progress),
        traffic_(scenario_),
        names_(scenario_, options.run.empty() ? NewRunName() : options.run),
        writer_(scenario_, &traffic_, &names_) {}

  absl::StatusOr<Report> Conduct();

 private:
  absl::Status Prepare();
  absl::StatusOr<double> MeasureCapacity();
  Run::Parts Parts(std::vector<Segment> segments) const;

  const Options& options_;
  const loadtest::v1::Scenario& scenario_;
  const std::atomic<bool>& stop_;
  ProgressLine& progress_;
  const Traffic traffic_;
  const Names names_;
  const EventWriter writer_;
  Channels channels_;
  Channels idle_;
  std::uint64_t next_number_ = 0;
};

absl::Status Session::Prepare() {
  AllowManyFiles();
  auto channels = Connect(options_.server, scenario_.connections(), kConnectPatience);
  if (!channels.ok()) return channels.status();
  channels_ = *std::move(channels);
  auto idle = Connect(options_.server, scenario_.idle_connections(), kConnectPatience * 4);
  if (!idle.ok()) return idle.status();
  idle_ = *std::move(idle);
  if (!idle_.empty()) progress_.Say(absl::StrCat(idle_.size(), " idle connections are open"));
  return absl::OkStatus();
}

Run::Parts Session::Parts(std::vector<Segment> segments) const {
  return {.scenario = &scenario_,
          .segments = std::move(segments),
          .channels = channels_,
          .traffic = &traffic_,
          .writer = &writer_,
          .first_number = next_number_,
          .concurrency = scenario_.concurrency(),
          .start_ns = NowNs() + kLeadNs,
          .stop = &stop_};
}

absl::StatusOr<double> Session::MeasureCapacity() {
  if (scenario_.has_capacity() || !NeedsCapacity(scenario_)) return scenario_.capacity();
  progress_.Say("measuring the capacity in a closed loop");
  Run::Parts parts = Parts({{.name = "warm-up", .duration_ns = kCapacityWarmupNs, .warmup = true},
                            {.name = "capacity", .duration_ns = kCapacityNs}});
  const std::uint32_t calls = scenario_.form() == loadtest::v1::FORM_BATCH
                                  ? kCapacityConcurrency / 16
                                  : kCapacityConcurrency;
  parts.concurrency = calls;
  parts.start_ns = NowNs();
  Run run(parts);
  run.Start();
  Observe(parts.segments, parts.start_ns, {}, &run, [](const TimelineRow&) {});
  run.Finish();
  next_number_ = run.next_number();
  const double capacity = static_cast<double>(run.recorder().Tallies()[1].ok_meanwhile) * 1e9 /
                          static_cast<double>(kCapacityNs);
  if (capacity < 1) return absl::UnavailableError("the gateway took no event within 5 s");
  progress_.Say(absl::StrCat("capacity: ", std::lround(capacity), " events a second"));
  return capacity;
}

std::string DurabilityText(int durability) {
  const std::string name = v1::Durability_Name(static_cast<v1::Durability>(durability));
  constexpr std::size_t kPrefix = sizeof("DURABILITY_") - 1;
  return durability == 0 || name.size() <= kPrefix ? "UNKNOWN" : name.substr(kPrefix);
}

absl::StatusOr<Report> Session::Conduct() {
  if (absl::Status prepared = Prepare(); !prepared.ok()) return prepared;
  Setup setup(&scenario_, &names_, &channels_, &stop_,
              [this](const std::string& text) { progress_.Say(text); });
  Verifier verifier(options_, &traffic_, &names_, &channels_, &stop_);
  if (absl::Status applied = setup.ApplyJourneys(); !applied.ok()) return applied;
  if (absl::Status seeded = setup.SeedProfiles(); !seeded.ok()) return seeded;
  if (absl::Status seeded = setup.SeedEvents(); !seeded.ok()) return seeded;
  const absl::StatusOr<double> capacity = MeasureCapacity();
  if (!capacity.ok()) return capacity.status();

  const std::vector<Segment> segments = SegmentsOf(scenario_, *capacity);
  absl::Time start = absl::Now();
  absl::Time first_due;
  if (scenario_.has_timers()) {
    start = absl::Now() + SettingTime(scenario_.timers());
    first_due = start + ToDuration(scenario_.warmup()) + ToDuration(scenario_.timers().due_after());
    absl::Status set = setup.SetTimers(first_due);
    if (!set.ok()) return set;
  }
  Run::Parts parts = Parts(segments);
  parts.start_ns += std::max<std::int64_t>(0, absl::ToInt64Nanoseconds(start - absl::Now()));
  Run run(parts);
  run.Start();
  Observation observation = Observe(segments, parts.start_ns, options_.processes, &run,
                                    [this](const TimelineRow& row) { progress_.Row(row); });
  run.Finish();
  progress_.End();

  Report report;
  report.scenario = scenario_.scenario();
  report.form =
      absl::AsciiStrToLower(loadtest::v1::Form_Name(scenario_.form()).substr(sizeof("FORM_") - 1));
  report.open_loop = scenario_.concurrency() == 0;
  report.interrupted = stop_.load();
  report.config = ConfigValue(scenario_, options_, *capacity, writer_.event_bytes_mean());
  report.costs = std::move(observation.costs);
  report.timeline = std::move(observation.timeline);
  report.error_texts = run.recorder().error_texts();
  report.held_back = run.held_back();
  report.durability = DurabilityText(run.durability());
  AddPhases(segments, run.recorder().Tallies(), &report);
  verifier.Check(run.ledger(), first_due, &report);
  return report;
}

}  // namespace

absl::StatusOr<Report> Conduct(const Options& options, const std::atomic<bool>& stop,
                               ProgressLine* progress) {
  return Session(options, stop, progress).Conduct();
}

}  // namespace usher::load
