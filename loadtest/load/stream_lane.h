#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "grpcpp/alarm.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

#include "load/sender.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::load {

// One stream on one connection, opened again when it breaks. Events are numbered in the order in
// which they are sent, and wait in that order until they are settled; a message holds those that
// are there when the one before it is written, at most the scenario's `batch`. Send and Close may
// be called on any thread, everything else happens on that of the queue.
class StreamLane {
 public:
  // `wiring` outlives this.
  StreamLane(const Wiring* wiring, std::shared_ptr<grpc::Channel> channel);

  void Send(absl::Span<const Arrival> arrivals);
  // Cancels the stream. What is not settled by now gets DEADLINE_EXCEEDED.
  void Close();
  // After Close: the stream is over.
  bool ended() const { return ended_.load(); }

 private:
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, v1::PublishStreamResponse>;
  using Stream = grpc::ClientAsyncReaderWriter<grpc::ByteBuffer, v1::PublishStreamResponse>;
  using Handler = void (StreamLane::*)(bool);

  struct Slot {
    Arrival arrival;
    bool settled = false;
  };
  struct Step final : Tag {
    Step(StreamLane* lane, Handler handler) : lane(lane), handler(handler) {}
    void OnEvent(bool ok) override { (lane->*handler)(ok); }
    StreamLane* const lane;
    const Handler handler;
  };

  // With mutex_ held.
  void Open();
  void Write();
  void Finish();
  void Settle(const v1::PublishStreamResponse::Ack& ack);
  // Forgets settled ones at the front.
  void Forget();
  void FailSlots(int code, bool also_unsent);

  void OnOpen(bool ok);
  void OnWritten(bool ok);
  void OnRead(bool ok);
  void OnFinished(bool);
  void OnReopen(bool);

  const Wiring& wiring_;
  Stub stub_;
  std::mutex mutex_;
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<Stream> stream_;
  grpc::Alarm reopen_;
  grpc::Status status_;
  bool open_ = false;
  bool writing_ = false;
  bool closing_ = false;
  std::atomic<bool> ended_ = false;
  bool finish_waits_ = false;           // for the write under way
  std::deque<Slot> slots_;              // the first is not settled
  std::uint64_t first_ = 0;             // its number
  std::size_t sent_ = 0;                // so many of slots_ are sent
  std::vector<std::uint64_t> message_;  // numbers of arrivals in the message being written
  // On the thread of the queue alone.
  v1::PublishStreamResponse response_;
  std::vector<Reply> replies_;

  Step on_open_{this, &StreamLane::OnOpen};
  Step on_written_{this, &StreamLane::OnWritten};
  Step on_read_{this, &StreamLane::OnRead};
  Step on_finished_{this, &StreamLane::OnFinished};
  Step on_reopen_{this, &StreamLane::OnReopen};
};

}  // namespace usher::load
