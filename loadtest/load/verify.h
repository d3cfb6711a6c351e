#pragma once

#include <atomic>
#include <memory>

#include "absl/time/time.h"

#include "load/connections.h"
#include "load/ledger.h"
#include "load/message_log.h"
#include "load/options.h"
#include "load/report.h"
#include "load/traffic.h"

namespace usher::load {

// Checks after a run what the gateway promises. Made before the run, for it has to know what the
// message log held before.
class Verifier {
 public:
  // What is pointed to outlives this.
  Verifier(const Options& options, const Traffic* traffic, const Names* names,
           const Channels* channels, const std::atomic<bool>* stop);

  // Waits until messages under way had time to be sent, and adds every check to the report.
  // `first_due` is when the scenario's first timer is due. Blocks.
  void Check(const Ledger& ledger, absl::Time first_due, Report* report);

 private:
  void CheckDuplicates(const Ledger& ledger, Report* report) const;
  void CheckMessages(absl::Time first_due, Report* report);
  absl::Status AwaitMessages(absl::Time first_due);

  const Options& options_;
  const loadtest::v1::Scenario& scenario_;
  const Traffic& traffic_;
  const Names& names_;
  const Channels& channels_;
  const std::atomic<bool>& stop_;
  std::unique_ptr<MessageLog> log_;
};

}  // namespace usher::load
