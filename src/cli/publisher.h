#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

#include "cli/connection.h"
#include "cli/event_source.h"
#include "cli/gateway_clock.h"
#include "cli/progress.h"
#include "cli/retry.h"
#include "cli/timing.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::cli {

struct PublishOptions {
  // Events in a call, 1 to 1,000, and calls under way at once.
  int batch = 200;
  int in_flight = 8;
  // Events a second, 0 for as fast as it goes.
  double rate = 0;
  // Hold each event back until the gateway's clock has reached its time.
  bool pace = false;
  // How long to go on trying while nothing succeeds.
  absl::Duration retry_for = absl::Seconds(60);
};

struct PublishSummary {
  // Taken as new, and taken before.
  std::uint64_t published = 0;
  std::uint64_t duplicates = 0;
  // Unreadable, refused, or given up on. What was not even read is not counted.
  std::uint64_t failed = 0;
  std::uint64_t retries = 0;
  std::uint64_t runs_entered = 0;
  // Of those published, taken without knowing whether they had been before.
  std::uint64_t beyond_dedup_horizon = 0;
  // The weakest that a reply named.
  v1::Durability durability = v1::DURABILITY_UNSPECIFIED;
  absl::Duration elapsed;
  // Why publishing ended before its input did.
  grpc::Status gave_up;

  bool ok() const { return failed == 0 && gave_up.ok(); }
  // One JSON object on a line.
  std::string ToJson() const;
};

// Sends the events of a source in batches, several at once, but those of one customer one after
// another in the source's order. Every event is sent until its fate is known; repeating is
// harmless because ids stay the same.
class Publisher {
 public:
  // What is pointed to must outlive this.
  Publisher(const PublishOptions& options, const Connection* connection, Progress* progress,
            Timing* timing);

  // Returns when the source is at its end and every event has its fate. Call once.
  PublishSummary Run(EventSource* source);

 private:
  void Feed(EventSource* source);
  // Waits for the event's turn; false when publishing was given up meanwhile.
  bool AwaitTurn(const PlainEvent& event, std::uint64_t index, absl::Time start);
  void Send(std::vector<PlainEvent> events);
  // Takes down the fate of each event and returns those to send again, with the reason why.
  std::vector<PlainEvent> Settle(std::vector<PlainEvent> events,
                                 const v1::PublishBatchResponse& response, grpc::Status* refusal);
  // Counts events, at least one, that ended together; says so unless there is nothing new to say.
  void Fail(const std::vector<PlainEvent>& events, absl::string_view why);
  void GiveUp(const grpc::Status& status);

  const PublishOptions options_;
  const Connection* const connection_;
  Progress* const progress_;
  Timing* const timing_;
  const std::unique_ptr<v1::EventService::Stub> stub_;
  Retry retry_;
  // The clock's own patience: a gateway that tells the time may still take no events.
  Retry clock_retry_;
  GatewayClock clock_;
  std::atomic<bool> stopped_ = false;
  std::mutex mutex_;  // of summary_
  PublishSummary summary_;
};

}  // namespace usher::cli
