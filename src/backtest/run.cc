#include "backtest/run.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "backtest/backtest.h"
#include "backtest/journey_files.h"
#include "backtest/profile_lines.h"
#include "backtest/wording.h"
#include "channel/policy_file.h"
#include "channel/zone.h"
#include "importer/import.h"
#include "importer/mapped_csv.h"
#include "importer/online_retail.h"

namespace usher::backtest {
namespace {

// Waits go on after the last event, but not for ever.
constexpr absl::Duration kTail = absl::Hours(24 * 90);

constexpr absl::string_view kStandardInput = "-";

// A set of journeys ready to be replayed.
struct Side {
  JourneySet journeys;
  journey::Catalog asleep;
  std::shared_ptr<const channel::Policy> policy;
};

absl::StatusOr<Side> Prepare(const SideOptions& options) {
  Side side;
  auto journeys = ReadJourneys(options.journeys);
  if (!journeys.ok()) return journeys.status();
  side.journeys = *std::move(journeys);
  side.asleep = Paused(side.journeys.catalog);
  side.policy = std::make_shared<channel::Policy>();
  if (options.policy.empty()) return side;
  auto policy = channel::ReadPolicy(options.policy);
  if (!policy.ok()) return policy.status();
  side.policy = *std::move(policy);
  return side;
}

// Logs of other systems become lines of events first.
absl::StatusOr<PaddedText> ReadForeign(const RunOptions& options, const std::string& path) {
  if (path == kStandardInput) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": only JSON lines are read from standard input; name a file"));
  }
  const auto log = options.format == EventFormat::kCsv
                       ? importer::ImportMappedCsv(path, options.mapping)
                       : importer::ImportOnlineRetail(path);
  if (!log.ok()) return log.status();
  std::string lines;
  for (const shop::Event& event : log->events) shop::AppendJsonLine(event, &lines);
  return PaddedText::Copy(lines);
}

class Runner {
 public:
  Runner(const RunOptions& options, RunProgress* progress)
      : options_(options), progress_(progress) {}

  absl::StatusOr<RunResult> Run() {
    const auto begin = std::chrono::steady_clock::now();
    for (const auto step : {&Runner::PrepareSides, &Runner::ReadEvents, &Runner::ReadProfiles}) {
      if (auto status = (this->*step)(); !status.ok()) return status;
    }
    groups_ = std::make_unique<Groups>(log_, options_.threads, SharersOfAddresses());
    const auto read = std::chrono::steady_clock::now();
    DescribeInput();
    progress_->replayed.total = log_.count * (options_.second ? 2 : 1);
    ReplaySide(options_.first, first_, options_.second ? "A" : "");
    if (options_.second) ReplaySide(*options_.second, *second_, "B");
    result_.report.caveats = Caveats(result_.report);
    result_.times = {absl::FromChrono(read - begin),
                     absl::FromChrono(std::chrono::steady_clock::now() - read)};
    return std::move(result_);
  }

 private:
  absl::Status PrepareSides() {
    auto first = Prepare(options_.first);
    if (!first.ok()) return first.status();
    first_ = *std::move(first);
    result_.warnings = first_.journeys.warnings;
    if (!options_.second) return absl::OkStatus();
    auto second = Prepare(*options_.second);
    if (!second.ok()) return second.status();
    second_ = *std::move(second);
    for (const std::string& warning : second_->journeys.warnings) {
      const auto& known = result_.warnings;
      if (std::find(known.begin(), known.end(), warning) == known.end()) {
        result_.warnings.push_back(warning);
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<PaddedText> ReadLines(const std::string& path) {
    if (path != kStandardInput) return PaddedText::Open(path);
    if (std::exchange(input_read_, true) || options_.standard_input == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": standard input can be read once; name a file"));
    }
    auto text = PaddedText::Read(*options_.standard_input);
    if (text.ok()) return text;
    return absl::DataLossError(absl::StrCat(path, ": ", std::string(text.status().message())));
  }

  absl::Status ReadEvents() {
    std::vector<NamedText> files;
    for (const std::string& path : options_.events) {
      auto text = options_.format == EventFormat::kJsonLines ? ReadLines(path)
                                                             : ReadForeign(options_, path);
      if (!text.ok()) return text.status();
      files.push_back({path, *std::move(text)});
    }
    auto log =
        ReadEventLog(std::move(files), {options_.threads, options_.skip_faulty}, &progress_->read);
    if (!log.ok()) return log.status();
    log_ = *std::move(log);
    if (log_.count == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(absl::StrJoin(options_.events, ", "), ": there are no events"));
    }
    from_ = options_.from.value_or(absl::FromUnixMillis(log_.first_ms));
    to_ = options_.to.value_or(absl::FromUnixMillis(log_.last_ms) + kTail);
    if (from_ > to_) {
      return absl::InvalidArgumentError(
          absl::StrCat("from ", TimeText(from_), " to ", TimeText(to_), ": ends before it begins"));
    }
    return absl::OkStatus();
  }

  absl::Status ReadProfiles() {
    for (const std::string& path : options_.profiles) {
      auto text = ReadLines(path);
      if (!text.ok()) return text.status();
      auto status = book_.Read({path, *std::move(text)}, {options_.threads, options_.skip_faulty});
      if (!status.ok()) return status;
    }
    if (!options_.assume_reachable.empty()) book_.AssumeReachable(options_.assume_reachable);
    const bool timed = !first_.journeys.catalog.Dated().empty() ||
                       (second_ && !second_->journeys.catalog.Dated().empty());
    if (timed) book_.AddPeople(&log_);
    profiles_ = book_.For(log_);
    return absl::OkStatus();
  }

  // Those whom either side ties.
  std::vector<Tie> SharersOfAddresses() const {
    std::vector<Tie> ties = AddressTies(log_, profiles_, *first_.policy);
    if (second_) {
      for (const Tie& tie : AddressTies(log_, profiles_, *second_->policy)) ties.push_back(tie);
    }
    return ties;
  }

  World WorldOf(const Side& side) const {
    return {side.journeys.catalog, side.asleep, *side.policy, LimitsOfReplay(), from_, to_,
            options_.reactions,    {}};
  }

  void ReplaySide(const SideOptions& options, const Side& side, const std::string& label) {
    const World world = WorldOf(side);
    const Tally tally =
        RunBacktest(world, log_, *groups_, profiles_, options_.threads, &progress_->replayed);
    SideReport report = ReportOn(tally, side.journeys, options_.rates);
    report.label = label;
    report.policy = options.policy;
    Report& all = result_.report;
    all.events = tally.events;
    all.events_before = tally.events_before;
    all.events_after = static_cast<std::int64_t>(log_.count) - tally.events - tally.events_before;
    all.duplicates = tally.duplicates;
    all.refused = tally.refused;
    all.people = tally.people;
    all.sides.push_back(std::move(report));
    for (const std::string& customer : options_.customers) {
      all.timelines.push_back(TimelineOf(world, customer, label));
    }
  }

  Timeline TimelineOf(const World& world, const std::string& customer, const std::string& label) {
    Timeline timeline;
    timeline.customer = customer;
    timeline.side = label;
    const auto find = [&](const base::CustomerId& id) {
      return std::find(log_.people.begin(), log_.people.end(), id);
    };
    auto person = find(base::CustomerId::Known(customer));
    if (person == log_.people.end()) person = find(base::CustomerId::Anonymous(customer));
    if (person == log_.people.end()) return timeline;
    timeline.found = true;
    const auto index = static_cast<std::uint32_t>(person - log_.people.begin());
    const Group group = (*groups_)[groups_->Of(index)];
    std::vector<std::string> names;
    for (const std::uint32_t one : group.people) {
      names.emplace_back(log_.people[one].name());
    }
    TimelineObserver observer(std::move(names), ZoneOf(world, index));
    ReplayGroup(world, log_, group, profiles_, &observer);
    timeline.entries = observer.Take();
    return timeline;
  }

  absl::TimeZone ZoneOf(const World& world, std::uint32_t person) const {
    customer::Profile profile;
    if (profiles_[person] != nullptr) {
      profile.time_zone = profiles_[person]->time_zone.value_or("");
      profile.country = profiles_[person]->country.value_or("");
    }
    channel::ZoneCache zones;
    return channel::CustomerZone(world.policy, profile, zones).value_or(absl::UTCTimeZone());
  }

  void DescribeInput() {
    Report& report = result_.report;
    report.event_files = options_.events;
    report.first_event = absl::FromUnixMillis(log_.first_ms);
    report.last_event = absl::FromUnixMillis(log_.last_ms);
    report.from = from_;
    report.to = to_;
    report.skipped = static_cast<std::int64_t>(log_.skipped + book_.skipped());
    report.assumptions = Assumptions(options_, book_.size());
  }

  const RunOptions& options_;
  RunProgress* progress_;
  RunResult result_;
  Side first_;
  std::optional<Side> second_;
  bool input_read_ = false;  // standard input was
  EventLog log_;
  ProfileBook book_;
  Profiles profiles_;
  std::unique_ptr<Groups> groups_;
  absl::Time from_;
  absl::Time to_;
};

}  // namespace

absl::StatusOr<RunResult> Run(const RunOptions& options, RunProgress* progress) {
  return Runner(options, progress).Run();
}

}  // namespace usher::backtest
