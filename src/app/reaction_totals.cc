#include "app/reaction_totals.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "customer/channel.h"

namespace usher::app {
namespace {

constexpr auto kEvery = std::chrono::minutes(1);

bool ChoosesBest(const journey::CatalogEntry& entry) {
  return std::any_of(entry.versions.begin(), entry.versions.end(), [](const auto& version) {
    const auto& steps = version.second->steps;
    return std::any_of(steps.begin(), steps.end(), [](const journey::Step& step) {
      const auto* send = std::get_if<journey::Send>(&step.kind);
      return send != nullptr && send->best;
    });
  });
}

// Sums that are in the view once all journeys are read; whoever reads the last sets it.
class Sums {
 public:
  Sums(std::size_t journeys, std::shared_ptr<messages::ReactionsView> view)
      : left_(journeys), view_(std::move(view)) {}

  void Add(const absl::StatusOr<std::map<std::string, std::int64_t>>& counters) {
    const std::lock_guard lock(mutex_);
    complete_ = complete_ && counters.ok();
    if (counters.ok()) {
      for (const auto& [name, value] : *counters) AddCounter(name, value);
    }
    if (--left_ == 0 && complete_) {
      view_->Set(std::make_shared<const channel::ChannelReactions>(sums_));
    }
  }

 private:
  void AddCounter(absl::string_view name, std::int64_t value) {
    const bool sent = absl::StartsWith(name, "sent:");
    if (!sent && !absl::StartsWith(name, "reacted:")) return;
    const auto channel = customer::ChannelFromName(name.substr(name.rfind(':') + 1));
    if (!channel) return;
    channel::Reactions& sum = sums_[static_cast<std::size_t>(*channel)];
    (sent ? sum.sent : sum.reacted) += static_cast<double>(value);
  }

  std::mutex mutex_;
  std::size_t left_;
  bool complete_ = true;
  channel::ChannelReactions sums_;
  const std::shared_ptr<messages::ReactionsView> view_;
};

}  // namespace

void ReactionTotals::Tick() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kEvery;
  std::vector<std::string> journeys;
  const auto catalog = catalog_->Get();
  for (const auto& [name, entry] : catalog->journeys()) {
    if (ChoosesBest(entry)) journeys.push_back(name);
  }
  const auto sums = std::make_shared<Sums>(journeys.size(), view_);
  for (const std::string& journey : journeys) {
    store_->ReadStats(journey,
                      [sums](absl::StatusOr<std::map<std::string, std::int64_t>> counters) {
                        sums->Add(counters);
                      });
  }
}

}  // namespace usher::app
