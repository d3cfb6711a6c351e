#include "load/observe.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include <unistd.h>

namespace usher::load {
namespace {

constexpr std::int64_t kSecondNs = 1'000'000'000;
// How long until a run that ends early, or late, is noticed.
constexpr std::int64_t kGlanceNs = 50'000'000;

class Observer {
 public:
  Observer(std::vector<WatchedProcess> processes, Run* run)
      : processes_(std::move(processes)), run_(run) {
    processes_.push_back({"usher-load", getpid()});
  }

  std::map<std::string, ProcessUse> Use() const {
    std::map<std::string, ProcessUse> uses;
    for (const WatchedProcess& process : processes_) {
      // One that ended meanwhile keeps what it had used.
      if (const auto use = ReadUse(process.pid); use.ok()) uses[process.name] = *use;
    }
    return uses;
  }

  TimelineRow Look(std::int64_t start_ns, std::int64_t now_ns) {
    std::map<std::string, ProcessUse> use = Use();
    TimelineRow row{.t_s = static_cast<double>(now_ns - start_ns) * 1e-9,
                    .length_s = static_cast<double>(now_ns - last_ns_) * 1e-9,
                    .interval = run_->recorder().TakeInterval(),
                    .cpu_cores = {}};
    for (const auto& [name, now] : use) {
      const auto before = last_use_.find(name);
      if (before == last_use_.end() || row.length_s <= 0) continue;
      row.cpu_cores[name] = (now.cpu_s - before->second.cpu_s) / row.length_s;
    }
    Remember(now_ns, std::move(use));
    return row;
  }

  void Remember(std::int64_t now_ns, std::map<std::string, ProcessUse> use) {
    last_ns_ = now_ns;
    last_use_ = std::move(use);
  }
  const std::map<std::string, ProcessUse>& last_use() const { return last_use_; }

 private:
  std::vector<WatchedProcess> processes_;
  Run* const run_;
  std::int64_t last_ns_ = 0;
  std::map<std::string, ProcessUse> last_use_;
};

// Every second, the end of the warm-up and the end, in order.
std::vector<std::int64_t> Looks(std::int64_t warmup_ns, std::int64_t end_ns) {
  std::vector<std::int64_t> looks;
  for (std::int64_t at = kSecondNs; at < end_ns; at += kSecondNs) looks.push_back(at);
  if (warmup_ns > 0) looks.push_back(warmup_ns);
  looks.push_back(end_ns);
  std::sort(looks.begin(), looks.end());
  looks.erase(std::unique(looks.begin(), looks.end()), looks.end());
  return looks;
}

void SleepUntil(std::int64_t at_ns) {
  const timespec until = {.tv_sec = at_ns / kSecondNs, .tv_nsec = at_ns % kSecondNs};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

}  // namespace

Observation Observe(const std::vector<Segment>& segments, std::int64_t start_ns,
                    std::vector<WatchedProcess> processes, Run* run,
                    const std::function<void(const TimelineRow&)>& on_row) {
  Observation observation;
  Observer observer(std::move(processes), run);
  const std::int64_t warmup_ns = segments.front().warmup ? segments.front().duration_ns : 0;
  SleepUntil(start_ns);
  std::map<std::string, ProcessUse> before = observer.Use();
  observer.Remember(start_ns, before);
  for (const std::int64_t look : Looks(warmup_ns, StartOf(segments, segments.size()))) {
    const std::int64_t at_ns = start_ns + look;
    while (NowNs() < at_ns && !(run->sending_is_over() && run->stopped())) {
      SleepUntil(std::min(at_ns, NowNs() + kGlanceNs));
    }
    observation.timeline.push_back(observer.Look(start_ns, NowNs()));
    on_row(observation.timeline.back());
    if (look == warmup_ns) before = observer.last_use();
    if (run->stopped()) break;
  }
  for (const auto& [name, use] : observer.last_use()) {
    observation.costs[name] = {.cpu_s = use.cpu_s - before[name].cpu_s,
                               .resident_bytes = use.resident_bytes};
  }
  return observation;
}

}  // namespace usher::load
