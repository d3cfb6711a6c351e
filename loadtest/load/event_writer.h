#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "grpcpp/support/byte_buffer.h"

#include "load/traffic.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// Writes requests as they go over the wire. Each kind of event is serialized once; what differs
// from event to event (id and customer) has a fixed width and is written over it. So an event
// costs a copy of its bytes. Thread-safe.
class EventWriter {
 public:
  // What is pointed to must outlive this.
  EventWriter(const loadtest::v1::Scenario& scenario, const Traffic* traffic, const Names* names);

  // Bytes of a PublishRequest, or of one event's part of a PublishBatchRequest: they are the same.
  std::size_t RequestBytes(std::uint64_t number) const;
  // Writes that many bytes and returns the end.
  std::uint8_t* WriteRequest(std::uint64_t number, std::uint8_t* out) const;
  // The PublishRequest of one event.
  grpc::ByteBuffer Request(std::uint64_t number) const;
  // A PublishStreamRequest of these events; `sequence`, of the first, is below 2^35.
  grpc::ByteBuffer StreamRequest(std::uint64_t sequence,
                                 absl::Span<const std::uint64_t> numbers) const;
  // The mean, by weight.
  double event_bytes_mean() const { return event_bytes_mean_; }

 private:
  struct Template {
    std::string bytes;  // a field header for field 1, then the event
    std::size_t header_bytes = 0;
    std::vector<std::size_t> customer_at;
    std::vector<std::size_t> event_at;
  };
  Template Build(const loadtest::v1::EventKind& kind, const loadtest::v1::Scenario& scenario) const;
  void Fill(const Template& from, std::uint64_t number, std::uint8_t* out) const;

  const Traffic* const traffic_;
  const Names* const names_;
  std::vector<Template> templates_;
  double event_bytes_mean_ = 0;
};

}  // namespace usher::load
