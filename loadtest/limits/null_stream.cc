#include "limits/null_stream.h"

#include <cstdint>
#include <mutex>
#include <vector>

namespace usher::limits {
namespace {

using Request = v1::PublishStreamRequest;
using Response = v1::PublishStreamResponse;

// Reads and writes end on different threads, so the lock guards all but the request, which belongs
// to the one read under way.
class NullStream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  NullStream() { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ok) {
      for (int i = 0; i < request_.events_size(); ++i) {
        pending_.push_back(request_.sequence() + static_cast<std::uint64_t>(i));
      }
      StartRead(&request_);
    } else {
      reading_over_ = true;
    }
    Proceed();
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    if (!ok) pending_.clear();
    Proceed();
  }

  void OnDone() override {
    // Whoever finished it may still be letting go of the lock.
    mutex_.lock();
    mutex_.unlock();
    delete this;
  }

 private:
  // With the lock held.
  void Proceed() {
    if (writing_ || finished_) return;
    if (!pending_.empty()) {
      writing_ = true;
      response_.Clear();
      for (const std::uint64_t sequence : pending_) {
        Response::Ack* ack = response_.add_acks();
        ack->set_sequence(sequence);
        ack->mutable_result();
      }
      pending_.clear();
      response_.set_durability(v1::DURABILITY_LOCAL);
      StartWrite(&response_);
    } else if (reading_over_) {
      finished_ = true;
      Finish(grpc::Status::OK);
    }
  }

  Request request_;
  Response response_;  // touched by gRPC while writing_
  std::mutex mutex_;
  std::vector<std::uint64_t> pending_;  // read, not yet acknowledged
  bool writing_ = false;
  bool reading_over_ = false;
  bool finished_ = false;
};

}  // namespace

grpc::ServerBidiReactor<Request, Response>* MakeNullStream() { return new NullStream(); }

}  // namespace usher::limits
