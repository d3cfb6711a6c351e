#include "ingest/address_ledgers.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/ids.h"
#include "customer/addresses.h"
#include "customer/normal_address.h"
#include "journey/reserve.h"

namespace usher::ingest {
namespace {

// Answers that come on any thread; the last one calls `done`.
class Collector {
 public:
  Collector(std::size_t expected, std::function<void(absl::StatusOr<AddressLedgers>)> done)
      : left_(expected), done_(std::move(done)) {}

  void Take(customer::Channel channel, absl::StatusOr<messages::StoredRecord> stored) {
    bool last = false;
    {
      const std::lock_guard lock(mutex_);
      if (!stored.ok()) {
        status_ = stored.status();
      } else {
        ledgers_[channel] =
            stored->record ? std::move(stored->record->contacts) : std::vector<customer::Contact>();
      }
      last = --left_ == 0;
    }
    if (!last) return;
    if (status_.ok()) {
      done_(std::move(ledgers_));
    } else {
      done_(status_);
    }
  }

 private:
  std::mutex mutex_;
  std::size_t left_;
  absl::Status status_;
  AddressLedgers ledgers_;
  const std::function<void(absl::StatusOr<AddressLedgers>)> done_;
};

}  // namespace

void ReadAddressLedgers(messages::StorePort& store, const channel::Policy& policy,
                        const customer::Profile& profile,
                        std::function<void(absl::StatusOr<AddressLedgers>)> done) {
  std::map<customer::Channel, base::CustomerId> asked;
  for (const customer::Channel channel : customer::kAllChannels) {
    const std::string& address = customer::AddressOn(profile, channel);
    const bool counted = std::any_of(
        policy.caps.begin(), policy.caps.end(),
        [&](const channel::Cap& cap) { return cap.per_address && cap.channels.Has(channel); });
    if (counted && !address.empty()) asked[channel] = customer::AddressRecordId(channel, address);
  }
  if (asked.empty()) {
    done(AddressLedgers());
    return;
  }
  const auto collector = std::make_shared<Collector>(asked.size(), std::move(done));
  for (const auto& [channel, id] : asked) {
    store.Load(id, [collector, channel = channel](absl::StatusOr<messages::StoredRecord> stored) {
      collector->Take(channel, std::move(stored));
    });
  }
}

}  // namespace usher::ingest
