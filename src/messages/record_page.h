#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "base/ids.h"
#include "customer/record.h"
#include "messages/store_port.h"

namespace usher::messages {

// The records of some customers and visitors; who lost his meanwhile, or whose is damaged, is not
// there.
struct RecordPage {
  std::vector<std::pair<base::CustomerId, customer::Record>> records;
  std::string next;         // where the next page begins; empty after the last
  bool from_start = false;  // it is the first page, whatever was asked for
};

// Gathers the records of one page.
class RecordPageGathering {
 public:
  RecordPageGathering(CustomerPage page, StoreCallback<RecordPage> done)
      : missing_(page.customers.size()), done_(std::move(done)) {
    page_.next = std::move(page.next);
    page_.from_start = page.from_start;
    page_.records.reserve(missing_);
  }

  void Add(const base::CustomerId& customer, absl::StatusOr<StoredRecord> stored) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (!stored.ok()) {
        if (!absl::IsDataLoss(stored.status())) status_ = stored.status();
      } else if (stored->record) {
        page_.records.emplace_back(customer, *std::move(stored->record));
      }
      if (--missing_ > 0) return;
    }
    if (status_.ok()) {
      done_(std::move(page_));
    } else {
      done_(status_);
    }
  }

 private:
  std::mutex mutex_;
  std::size_t missing_;
  absl::Status status_;
  RecordPage page_;
  StoreCallback<RecordPage> done_;
};

// Reads the records that follow `position`, about `count` of them; see StorePort::ReadCustomers().
// `store` must live until `done` is called.
inline void ReadRecords(StorePort* store, const std::string& position, int count,
                        StoreCallback<RecordPage> done) {
  store->ReadCustomers(
      position, count, [store, done = std::move(done)](absl::StatusOr<CustomerPage> reply) mutable {
        if (!reply.ok()) {
          done(reply.status());
          return;
        }
        const std::vector<base::CustomerId> customers = std::move(reply->customers);
        if (customers.empty()) {
          done(RecordPage{{}, std::move(reply->next), reply->from_start});
          return;
        }
        reply->customers = customers;
        const auto gathering =
            std::make_shared<RecordPageGathering>(*std::move(reply), std::move(done));
        for (const base::CustomerId& customer : customers) {
          store->Load(customer, [gathering, customer](absl::StatusOr<StoredRecord> stored) {
            gathering->Add(customer, std::move(stored));
          });
        }
      });
}

}  // namespace usher::messages
