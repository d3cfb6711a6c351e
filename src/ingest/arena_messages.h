#pragma once

#include "grpcpp/support/message_allocator.h"
#include <google/protobuf/arena.h>

namespace usher::ingest {

// Has a method's requests and responses made on an arena of their own, which spares large ones an
// allocation for each part. Given to gRPC with SetMessageAllocatorFor_<method>(). Thread-safe.
template <class Request, class Response>
class ArenaMessages final : public grpc::MessageAllocator<Request, Response> {
 public:
  grpc::MessageHolder<Request, Response>* AllocateMessages() override { return new Holder; }

 private:
  class Holder final : public grpc::MessageHolder<Request, Response> {
   public:
    Holder() : arena_(Options()) {
      this->set_request(google::protobuf::Arena::CreateMessage<Request>(&arena_));
      this->set_response(google::protobuf::Arena::CreateMessage<Response>(&arena_));
    }
    void Release() override { delete this; }

   private:
    // A hundred events fit into two or three blocks.
    static google::protobuf::ArenaOptions Options() {
      google::protobuf::ArenaOptions options;
      options.start_block_size = 8 * 1024;
      options.max_block_size = 64 * 1024;
      return options;
    }

    google::protobuf::Arena arena_;
  };
};

}  // namespace usher::ingest
