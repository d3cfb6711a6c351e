#include "ingest/inbox_hub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::ingest {
namespace {

// As many as one call of the store takes.
constexpr std::size_t kTagsAtOnce = 500;

}  // namespace

InboxHub::InboxHub(std::shared_ptr<messages::StorePort> store, InboxHubConfig config)
    : store_(std::move(store)), config_(config) {}

absl::Status InboxHub::Add(const base::CustomerId& customer,
                           std::shared_ptr<InboxWatcher> watcher) {
  const std::string& key = customer.key();
  bool load = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (places_.size() >= config_.watches_max) {
      return absl::ResourceExhaustedError(absl::StrCat("this gateway has ", config_.watches_max,
                                                       " watches of inboxes; try another"));
    }
    const auto [place, is_new] = watched_.try_emplace(key);
    Watched& watched = place->second;
    if (is_new) watched.customer = customer;
    if (watched.watchers.size() >= config_.watches_of_one_max) {
      return absl::ResourceExhaustedError(
          absl::StrCat("\"", customer.name(), "\" is watched ", config_.watches_of_one_max,
                       " times at this gateway; end watches that nobody reads any more"));
    }
    places_.emplace(watcher.get(), key);
    watched.watchers.push_back(std::move(watcher));
    load = WantLoad(&watched);
    if (alarm_ == nullptr) PlanLook();
  }
  if (load) Load(customer);
  return absl::OkStatus();
}

void InboxHub::Remove(const InboxWatcher* watcher) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto place = places_.find(watcher);
  if (place == places_.end()) return;
  const auto watched = watched_.find(place->second);
  std::erase_if(watched->second.watchers,
                [watcher](const auto& candidate) { return candidate.get() == watcher; });
  if (watched->second.watchers.empty()) watched_.erase(watched);
  places_.erase(place);
}

void InboxHub::OnInboxChanged(const base::CustomerId& customer) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto watched = watched_.find(std::string(customer.key()));
    if (watched == watched_.end() || !WantLoad(&watched->second)) return;
  }
  Load(customer);
}

bool InboxHub::WantLoad(Watched* watched) {
  // What is being read may be older than the change.
  if (std::exchange(watched->loading, true)) {
    watched->load_again = true;
    return false;
  }
  return true;
}

void InboxHub::Load(const base::CustomerId& customer) {
  store_->Load(customer,
               [hub = weak_from_this(), customer](absl::StatusOr<messages::StoredRecord> stored) {
                 if (const auto alive = hub.lock()) alive->OnLoaded(customer, std::move(stored));
               });
}

void InboxHub::OnLoaded(const base::CustomerId& customer,
                        absl::StatusOr<messages::StoredRecord> stored) {
  std::vector<std::shared_ptr<InboxWatcher>> watchers;
  std::vector<base::CustomerId> next;
  const bool moved = stored.ok() && stored->record && !stored->record->merged_into.empty();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto place = watched_.find(std::string(customer.key()));
    if (place == watched_.end()) return;
    Watched& watched = place->second;
    watched.loading = false;
    const bool again = std::exchange(watched.load_again, false);
    // A tag that no record has: the next look reads it again.
    if (stored.ok()) watched.tag = stored->tag;
    if (moved) {
      // The visitor turned out to be a customer, whose inbox those who watch see from now on.
      const auto known = base::CustomerId::Known(stored->record->merged_into);
      std::vector<std::shared_ptr<InboxWatcher>> moving = std::move(watched.watchers);
      watched_.erase(place);
      Watched& target = watched_[std::string(known.key())];
      target.customer = known;
      for (auto& watcher : moving) {
        places_[watcher.get()] = std::string(known.key());
        target.watchers.push_back(std::move(watcher));
      }
      if (WantLoad(&target)) next.push_back(known);
    } else {
      watchers = watched.watchers;
      if (again && WantLoad(&watched)) next.push_back(customer);
    }
  }
  if (!stored.ok()) {
    for (const auto& watcher : watchers) watcher->OnUnreadable(stored.status());
  } else if (!watchers.empty()) {
    auto inbox = std::make_shared<Inbox>();
    if (stored->record) *inbox = std::move(stored->record->inbox);
    for (const auto& watcher : watchers) watcher->OnInbox(inbox);
  }
  for (const base::CustomerId& wanted : next) Load(wanted);
}

void InboxHub::PlanLook() {
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(config_.look_every),
              [hub = weak_from_this()](bool due) {
                const auto alive = hub.lock();
                if (due && alive) alive->Look();
              });
}

void InboxHub::Look() {
  std::vector<std::vector<base::CustomerId>> batches;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (watched_.empty()) {
      alarm_.reset();
      return;
    }
    for (const auto& [key, watched] : watched_) {
      if (batches.empty() || batches.back().size() >= kTagsAtOnce) batches.emplace_back();
      batches.back().push_back(watched.customer);
    }
    PlanLook();
  }
  for (std::vector<base::CustomerId>& batch : batches) {
    store_->ReadTags(batch, [hub = weak_from_this(),
                             batch](const absl::StatusOr<std::vector<messages::ChainTag>>& tags) {
      const auto alive = hub.lock();
      if (tags.ok() && alive) alive->OnTags(batch, *tags);
    });
  }
}

void InboxHub::OnTags(const std::vector<base::CustomerId>& customers,
                      const std::vector<messages::ChainTag>& tags) {
  std::vector<base::CustomerId> changed;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (std::size_t i = 0; i < customers.size(); ++i) {
      const auto watched = watched_.find(std::string(customers[i].key()));
      if (watched == watched_.end() || watched->second.loading) continue;
      if (watched->second.tag != tags[i] && WantLoad(&watched->second)) {
        changed.push_back(customers[i]);
      }
    }
  }
  for (const base::CustomerId& customer : changed) Load(customer);
}

}  // namespace usher::ingest
