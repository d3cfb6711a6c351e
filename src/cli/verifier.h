#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"

#include "cli/connection.h"
#include "cli/event_source.h"
#include "cli/progress.h"
#include "cli/retry.h"
#include "cli/timing.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::cli {

struct VerifySummary {
  std::uint64_t events = 0;
  std::uint64_t found = 0;
  std::uint64_t lost = 0;
  // May have been forgotten, or the gateway could not be asked.
  std::uint64_t unknown = 0;
  // Lines that are no events; not among `events`.
  std::uint64_t unreadable = 0;
  // Why some could not be asked for.
  grpc::Status error;

  bool ok() const { return lost == 0 && unreadable == 0 && error.ok(); }
  // One JSON object on a line.
  std::string ToJson() const;
};

// Asks the gateway which events of a source it knows, customer by customer, several at once.
// Changes nothing.
class Verifier {
 public:
  // What is pointed to must outlive this.
  Verifier(int in_flight, absl::Duration retry_for, const Connection* connection,
           Progress* progress, Timing* timing);

  // Call once.
  VerifySummary Run(EventSource* source);

 private:
  // Events of one customer, as many as one call takes at most.
  struct Question {
    v1::LookupRequest request;
    std::vector<std::size_t> lines;
  };

  void Feed(EventSource* source);
  void Ask(const Question& question);

  const int in_flight_;
  const Connection* const connection_;
  Progress* const progress_;
  const std::unique_ptr<v1::EventService::Stub> stub_;
  Retry retry_;
  std::mutex mutex_;  // of summary_
  VerifySummary summary_;
};

}  // namespace usher::cli
