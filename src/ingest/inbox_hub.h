#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/alarm.h"

#include "base/ids.h"
#include "customer/record.h"
#include "messages/inbox_observer.h"
#include "messages/store_port.h"

namespace usher::ingest {

// What somebody is shown, as it was committed last.
using Inbox = std::vector<customer::InboxMessage>;

// One open watch. Called without a lock of the hub's; the calls of one watch come one at a time.
class InboxWatcher {
 public:
  virtual ~InboxWatcher() = default;
  virtual void OnInbox(std::shared_ptr<const Inbox> inbox) = 0;
  // The inbox cannot be read now. It is read again, so that whoever was told once may wait.
  virtual void OnUnreadable(const absl::Status& status) = 0;
};

struct InboxHubConfig {
  std::size_t watches_max = 10'000;
  std::size_t watches_of_one_max = 16;
  // How often it is looked whether another gateway changed a record that is watched.
  absl::Duration look_every = absl::Milliseconds(500);
};

// Keeps those who watch up to date. What this gateway commits it hears of at once; for commits of
// others it compares the tags of the records that are watched, and of no others. While nobody
// watches it does nothing. Thread-safe; owned by shared pointers.
class InboxHub : public messages::InboxObserver, public std::enable_shared_from_this<InboxHub> {
 public:
  explicit InboxHub(std::shared_ptr<messages::StorePort> store, InboxHubConfig config = {});

  // Shows the watcher the inbox as soon as it is read, and then each time it may have changed,
  // until Remove(). RESOURCE_EXHAUSTED beyond the limits.
  absl::Status Add(const base::CustomerId& customer, std::shared_ptr<InboxWatcher> watcher);
  void Remove(const InboxWatcher* watcher);

  void OnInboxChanged(const base::CustomerId& customer) override;

 private:
  struct Watched {
    base::CustomerId customer;
    messages::ChainTag tag{};
    bool loading = false;
    bool load_again = false;
    std::vector<std::shared_ptr<InboxWatcher>> watchers;
  };

  // With the lock held; gives whom to load, or nothing when that is under way.
  static bool WantLoad(Watched* watched);
  void Load(const base::CustomerId& customer);
  void OnLoaded(const base::CustomerId& customer, absl::StatusOr<messages::StoredRecord> stored);
  // With the lock held.
  void PlanLook();
  void Look();
  void OnTags(const std::vector<base::CustomerId>& customers,
              const std::vector<messages::ChainTag>& tags);

  const std::shared_ptr<messages::StorePort> store_;
  const InboxHubConfig config_;
  std::mutex mutex_;
  std::map<std::string, Watched> watched_;             // by customer
  std::map<const InboxWatcher*, std::string> places_;  // where in watched_
  std::unique_ptr<grpc::Alarm> alarm_;                 // set while anybody watches
};

}  // namespace usher::ingest
