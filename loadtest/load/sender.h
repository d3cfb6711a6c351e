#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "grpcpp/channel.h"
#include "grpcpp/completion_queue.h"

#include "load/arrival.h"
#include "load/event_writer.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// What waits in the completion queue.
class Tag {
 public:
  virtual ~Tag() = default;
  // Called on the thread of the queue; `ok` as gRPC means it.
  virtual void OnEvent(bool ok) = 0;
};

// What a sender works with; what is pointed to outlives it.
struct Wiring {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  grpc::CompletionQueue* queue = nullptr;
  const EventWriter* writer = nullptr;
  std::int64_t timeout_ns = 0;
  std::size_t batch = 1;  // events in a message of a stream, at most
  // Called on the thread of the queue with the replies to `calls` calls (form stream: events).
  std::function<void(absl::Span<const Reply> replies, std::size_t calls)> on_replies;
  // Called on the thread of the queue with the text of an error.
  std::function<void(int code, const std::string& text)> on_error;
  // Called on the thread of the queue with how well the gateway says it keeps events.
  std::function<void(int durability)> on_durability;
};

// One way of publishing. Send is called by one thread at a time.
class Sender {
 public:
  virtual ~Sender() = default;
  // Starts one call with these events; form unary takes exactly one. Form stream sends them on one
  // of its calls.
  virtual void Send(absl::Span<const Arrival> arrivals) = 0;
  // No more is sent. Whatever has no reply gets DEADLINE_EXCEEDED. On the caller's thread or that
  // of the queue, which must still run.
  virtual void Close() = 0;
  // After Close: nothing more will be started on the queue, so that it may be shut down.
  virtual bool Ended() const = 0;
};

std::unique_ptr<Sender> MakeUnarySender(Wiring wiring);
std::unique_ptr<Sender> MakeBatchSender(Wiring wiring);
std::unique_ptr<Sender> MakeStreamSender(Wiring wiring);
std::unique_ptr<Sender> MakeSender(loadtest::v1::Form form, Wiring wiring);

}  // namespace usher::load
