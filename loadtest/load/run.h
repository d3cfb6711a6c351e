#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/completion_queue.h"

#include "load/event_writer.h"
#include "load/ledger.h"
#include "load/recorder.h"
#include "load/schedule.h"
#include "load/sender.h"
#include "load/traffic.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// One run of a schedule against a gateway. In an open loop a pacing thread sends each event at its
// time, whatever became of those before; in a closed loop each reply makes room for the next event.
// Another thread takes the replies. Both sleep when there is nothing to do, for they share their
// machine with what they measure.
class Run {
 public:
  struct Parts {
    const loadtest::v1::Scenario* scenario = nullptr;
    std::vector<Segment> segments;
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    const Traffic* traffic = nullptr;
    const EventWriter* writer = nullptr;
    std::uint64_t first_number = 0;  // of the first event
    std::uint32_t concurrency = 0;   // above 0: closed loop
    std::int64_t start_ns = 0;       // of the monotonic clock
    // Set by others to end the run early.
    const std::atomic<bool>* stop = nullptr;
  };

  // What is pointed to outlives this.
  explicit Run(Parts parts);

  void Start();
  // The schedule is over, or `stop` was set.
  bool sending_is_over() const { return sending_is_over_.load(); }
  // `stop` was set.
  bool stopped() const { return parts_.stop->load(std::memory_order_relaxed); }
  // Waits for what is under way, for as long as an event may take; what is open then gets
  // DEADLINE_EXCEEDED. Joins the threads.
  void Finish();

  Recorder& recorder() { return recorder_; }
  const Ledger& ledger() const { return ledger_; }
  std::uint64_t next_number() const { return next_number_; }
  // The usher.v1.Durability of the last reply.
  int durability() const { return durability_.load(); }
  // Calls (form stream: events) that could not start at their time as too many were under way.
  std::uint64_t held_back() const { return held_back_.load(); }

 private:
  void Pace();
  void PaceBatches();
  void KeepBusy();
  bool AwaitTurn(std::int64_t at_ns);
  void Send(std::vector<Arrival>* arrivals);
  bool SendNext(std::size_t calls);
  Arrival Draw(std::int64_t at_ns, std::uint16_t segment);
  void OnReplies(absl::Span<const Reply> replies, std::size_t calls);
  void TakeReplies();

  const Parts parts_;
  const std::int64_t timeout_ns_;
  const std::int64_t end_ns_;
  const std::size_t batch_;
  Schedule schedule_;
  Recorder recorder_;
  Ledger ledger_;
  Random draws_;
  std::uint64_t arrivals_ = 0;
  std::atomic<std::uint64_t> next_number_;
  std::atomic<std::int64_t> in_flight_ = 0;
  std::atomic<std::uint64_t> held_back_ = 0;
  std::atomic<int> durability_ = 0;
  std::atomic<bool> sending_is_over_ = false;
  std::vector<Arrival> closed_batch_;
  std::size_t closed_segment_ = 0;
  grpc::CompletionQueue queue_;
  std::unique_ptr<Sender> sender_;
  std::thread pacer_;
  std::thread replies_;
};

}  // namespace usher::load
