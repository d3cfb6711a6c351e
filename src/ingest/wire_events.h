#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/grpcpp.h"

#include "usher/v1/event.pb.h"

namespace usher::ingest {

// A request that holds events, as it came: `repeated Event` in one field and, in another, at most
// one number. Its events are counted without being parsed, so that a refusal costs next to nothing,
// and parsed one after the other into the same message, which then allocates for the first alone.
class WireEvents {
 public:
  // The fields' numbers in the request; the second is 0 where there is none.
  struct Fields {
    int events = 0;
    int number = 0;
  };

  // INVALID_ARGUMENT when the bytes are no message.
  static absl::StatusOr<WireEvents> Read(const grpc::ByteBuffer& request, Fields fields);

  int count() const { return static_cast<int>(events_.size()); }
  std::uint64_t number() const { return number_; }
  // Parses the event at `index` into `event`; INVALID_ARGUMENT when it is none.
  absl::Status Parse(int index, v1::Event* event) const;

 private:
  // An event's bytes within `bytes_`; no pointer, for a small slice keeps its bytes in itself.
  struct Place {
    int begin = 0;
    int size = 0;
  };

  absl::Status Scan(Fields fields);

  grpc::Slice bytes_;
  std::vector<Place> events_;
  std::uint64_t number_ = 0;
};

// Serializes an answer to such a request.
grpc::ByteBuffer ToWire(const google::protobuf::MessageLite& answer);

}  // namespace usher::ingest
