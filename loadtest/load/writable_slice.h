#pragma once

#include <cstddef>
#include <cstdint>

#include "grpc/slice.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"

namespace usher::load {

// Bytes that are written once and then sent, without a copy between.
class WritableSlice {
 public:
  explicit WritableSlice(std::size_t bytes) : slice_(grpc_slice_malloc(bytes)) {}

  std::uint8_t* data() { return GRPC_SLICE_START_PTR(slice_); }
  // Call once, when everything is written.
  grpc::ByteBuffer Take() {
    const grpc::Slice slice(slice_, grpc::Slice::STEAL_REF);
    return {&slice, 1};
  }

 private:
  grpc_slice slice_;
};

}  // namespace usher::load
