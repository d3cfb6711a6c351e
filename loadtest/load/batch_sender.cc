#include <optional>
#include <utility>

#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

#include "load/call_pool.h"
#include "load/deadline.h"
#include "load/sender.h"
#include "load/writable_slice.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::load {
namespace {

const std::string& Method() {
  static const std::string* const kMethod = new std::string("/usher.v1.EventService/PublishBatch");
  return *kMethod;
}

using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, v1::PublishBatchResponse>;

class BatchSender : public Sender {
 public:
  explicit BatchSender(Wiring wiring) : wiring_(std::move(wiring)) {
    for (const auto& channel : wiring_.channels) {
      stubs_.push_back(std::make_unique<Stub>(channel));
    }
  }

  void Send(absl::Span<const Arrival> arrivals) override {
    Call* const call = pool_.Take([this] { return std::make_unique<Call>(this); });
    call->replies.clear();
    for (const Arrival& arrival : arrivals) call->replies.push_back({.arrival = arrival});
    call->context.emplace();
    call->context->set_deadline(Deadline(arrivals.front().at_ns + wiring_.timeout_ns));
    Stub& stub = *stubs_[next_stub_];
    if (++next_stub_ == stubs_.size()) next_stub_ = 0;
    call->reader =
        stub.PrepareUnaryCall(&*call->context, Method(), Request(arrivals), wiring_.queue);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, static_cast<Tag*>(call));
  }

  // Every call has its deadline.
  void Close() override {}
  bool Ended() const override { return true; }

 private:
  struct Call final : Tag {
    explicit Call(BatchSender* sender) : sender(sender) {}
    void OnEvent(bool) override { sender->OnReply(this); }

    BatchSender* const sender;
    std::vector<Reply> replies;
    std::optional<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientAsyncResponseReader<v1::PublishBatchResponse>> reader;
    v1::PublishBatchResponse response;
    grpc::Status status;
  };

  grpc::ByteBuffer Request(absl::Span<const Arrival> arrivals) const {
    std::size_t bytes = 0;
    for (const Arrival& arrival : arrivals) bytes += wiring_.writer->RequestBytes(arrival.number);
    WritableSlice slice(bytes);
    std::uint8_t* out = slice.data();
    for (const Arrival& arrival : arrivals) out = wiring_.writer->WriteRequest(arrival.number, out);
    return slice.Take();
  }

  void OnReply(Call* call) {
    const bool whole = call->status.ok() && static_cast<std::size_t>(call->response.items_size()) ==
                                                call->replies.size();
    if (whole) {
      ReadItems(call);
    } else {
      const int code = call->status.ok() ? grpc::StatusCode::INTERNAL : call->status.error_code();
      for (Reply& reply : call->replies) reply.code = CodeOf(code);
      wiring_.on_error(code, call->status.ok() ? "the reply has another number of items"
                                               : call->status.error_message());
    }
    call->reader.reset();
    call->context.reset();
    // The call may be used again by the next Send, which on_replies may start.
    replies_.swap(call->replies);
    pool_.Give(call);
    wiring_.on_replies(replies_, 1);
  }

  void ReadItems(Call* call) {
    wiring_.on_durability(call->response.durability());
    for (std::size_t i = 0; i < call->replies.size(); ++i) {
      const v1::PublishBatchResponse::Item& item = call->response.items(static_cast<int>(i));
      Reply& reply = call->replies[i];
      reply.code = CodeOf(item.code());
      reply.duplicate = item.result().duplicate();
      reply.beyond_horizon = item.result().beyond_dedup_horizon();
      if (item.code() != 0) wiring_.on_error(item.code(), item.message());
    }
  }

  const Wiring wiring_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::size_t next_stub_ = 0;
  CallPool<Call> pool_;
  std::vector<Reply> replies_;  // used on the thread of the queue alone
};

}  // namespace

std::unique_ptr<Sender> MakeBatchSender(Wiring wiring) {
  return std::make_unique<BatchSender>(std::move(wiring));
}

}  // namespace usher::load
