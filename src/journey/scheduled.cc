#include "journey/scheduled.h"

#include <algorithm>
#include <optional>

#include "channel/reachability.h"
#include "journey/send_outcome.h"

namespace usher::journey {
namespace {

using channel::Scheduled;
using customer::PendingSend;
using customer::Run;

// Many waits end otherwise than by time: what is further away keeps no room free.
constexpr absl::Duration kAhead = absl::Hours(24);

class Schedule {
 public:
  explicit Schedule(Work& work) : work_(work) {}

  void Add(const PendingSend& send) {
    if (send.phase != customer::SendPhase::kWanted || send.withdraws != 0) return;
    const Definition* definition = Active(send.journey, send.version);
    const Run* run = FindRun(send.run_id, work_);
    if (definition == nullptr || run == nullptr) return;
    const Send& step = std::get<Send>(definition->steps[send.step].kind);
    if (send.retry_at >= send.expire_at) return;
    Add(step, ChannelsOf(send, step), send.candidate, send.retry_at, *run, *definition);
  }

  void Add(const Run& run) {
    if (run.phase != customer::RunPhase::kAtStep || !run.waiting || run.held_out) return;
    const Definition* definition = Active(run.journey, run.version);
    if (definition == nullptr || run.step >= definition->steps.size()) return;
    const Wait* wait = std::get_if<Wait>(&definition->steps[run.step].kind);
    if (wait == nullptr || wait->timed_out >= definition->steps.size()) return;
    const Send* next = std::get_if<Send>(&definition->steps[wait->timed_out].kind);
    if (next != nullptr) Add(*next, next->channels, 0, run.due, run, *definition);
  }

  std::vector<Scheduled> Take() {
    std::stable_sort(messages_.begin(), messages_.end(),
                     [](const Scheduled& a, const Scheduled& b) { return a.at < b.at; });
    return std::move(messages_);
  }

 private:
  const Definition* Active(const std::string& journey, std::uint64_t version) const {
    const CatalogEntry* entry = work_.catalog().Find(journey);
    if (entry == nullptr || entry->status != JourneyStatus::kActive) return nullptr;
    return work_.catalog().FindVersion(journey, version);
  }

  void Add(const Send& step, const std::vector<customer::Channel>& channels, std::size_t candidate,
           absl::Time at, const Run& run, const Definition& definition) {
    if (at <= work_.now() || at > work_.now() + kAhead) return;
    if (step.when && !step.when->Test(work_.ScopeOf(&run, nullptr, &definition)).value) return;
    for (; candidate < channels.size(); ++candidate) {
      const customer::Channel channel = channels[candidate];
      if (channel::Reach(work_.policy(), work_.record(), work_.now(), channel, step.category) !=
          channel::Reachability::kReachable) {
        continue;
      }
      messages_.push_back({at, channel, step.category, run.journey});
      return;
    }
  }

  Work& work_;
  std::vector<Scheduled> messages_;
};

}  // namespace

std::vector<Scheduled> ScheduledMessages(std::uint64_t send_id, Work& work) {
  Schedule schedule(work);
  for (const PendingSend& send : work.record().sends) {
    if (send.id != send_id) schedule.Add(send);
  }
  for (const Run& run : work.record().runs) schedule.Add(run);
  return schedule.Take();
}

}  // namespace usher::journey
