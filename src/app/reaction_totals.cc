#include "app/reaction_totals.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "customer/channel.h"

namespace usher::app {
namespace {

constexpr auto kEvery = std::chrono::minutes(1);

bool ChoosesChannel(const journey::CatalogEntry& entry) {
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

  // `channels`: whether the journey chooses them; only those that learn by the hour count hours.
  void Add(const absl::StatusOr<std::map<std::string, std::int64_t>>& counters, bool channels) {
    const std::lock_guard lock(mutex_);
    complete_ = complete_ && counters.ok();
    if (counters.ok()) {
      for (const auto& [name, value] : *counters) {
        AddHour(name, value);
        if (channels) AddChannel(name, value);
      }
    }
    if (--left_ == 0 && complete_) {
      view_->Set(std::make_shared<const channel::KnownReactions>(sums_));
    }
  }

 private:
  void AddHour(absl::string_view name, std::int64_t value) {
    const bool sent = absl::ConsumePrefix(&name, "hour_sent:");
    if (!sent && !absl::ConsumePrefix(&name, "hour_reacted:")) return;
    std::size_t hour = 0;
    if (!absl::SimpleAtoi(name, &hour) || hour >= sums_.by_hour.size()) return;
    channel::Reactions& sum = sums_.by_hour[hour];
    (sent ? sum.sent : sum.reacted) += static_cast<double>(value);
  }

  void AddChannel(absl::string_view name, std::int64_t value) {
    const bool sent = absl::StartsWith(name, "sent:");
    if (!sent && !absl::StartsWith(name, "reacted:")) return;
    const auto channel = customer::ChannelFromName(name.substr(name.rfind(':') + 1));
    if (!channel) return;
    channel::Reactions& sum = sums_.by_channel[static_cast<std::size_t>(*channel)];
    (sent ? sum.sent : sum.reacted) += static_cast<double>(value);
  }

  std::mutex mutex_;
  std::size_t left_;
  bool complete_ = true;
  channel::KnownReactions sums_;
  const std::shared_ptr<messages::ReactionsView> view_;
};

}  // namespace

void ReactionTotals::Tick() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kEvery;
  std::vector<std::pair<std::string, bool>> journeys;  // and whether they choose channels
  const auto catalog = catalog_->Get();
  for (const auto& [name, entry] : catalog->journeys()) {
    const bool channels = ChoosesChannel(entry);
    if (channels || catalog->LearnsHours(name)) journeys.emplace_back(name, channels);
  }
  const auto sums = std::make_shared<Sums>(journeys.size(), view_);
  for (const auto& [journey, channels] : journeys) {
    store_->ReadStats(journey,
                      [sums, channels = channels](
                          const absl::StatusOr<std::map<std::string, std::int64_t>>& counters) {
                        sums->Add(counters, channels);
                      });
  }
}

}  // namespace usher::app
