#include <optional>
#include <utility>

#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"

#include "load/call_pool.h"
#include "load/deadline.h"
#include "load/sender.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::load {
namespace {

const std::string& Method() {
  static const std::string* const kMethod = new std::string("/usher.v1.EventService/Publish");
  return *kMethod;
}

// Requests are bytes made by the event writer; replies are small and are parsed.
using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, v1::PublishResponse>;

class UnarySender : public Sender {
 public:
  explicit UnarySender(Wiring wiring) : wiring_(std::move(wiring)) {
    for (const auto& channel : wiring_.channels) {
      stubs_.push_back(std::make_unique<Stub>(channel));
    }
  }

  void Send(absl::Span<const Arrival> arrivals) override {
    Call* const call = pool_.Take([this] { return std::make_unique<Call>(this); });
    call->arrival = arrivals.front();
    call->context.emplace();
    call->context->set_deadline(Deadline(call->arrival.at_ns + wiring_.timeout_ns));
    Stub& stub = *stubs_[next_stub_];
    if (++next_stub_ == stubs_.size()) next_stub_ = 0;
    call->reader = stub.PrepareUnaryCall(
        &*call->context, Method(), wiring_.writer->Request(call->arrival.number), wiring_.queue);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, static_cast<Tag*>(call));
  }

  // Every call has its deadline.
  void Close() override {}
  bool Ended() const override { return true; }

 private:
  struct Call final : Tag {
    explicit Call(UnarySender* sender) : sender(sender) {}
    void OnEvent(bool) override { sender->OnReply(this); }

    UnarySender* const sender;
    Arrival arrival;
    std::optional<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientAsyncResponseReader<v1::PublishResponse>> reader;
    v1::PublishResponse response;
    grpc::Status status;
  };

  void OnReply(Call* call) {
    Reply reply{.arrival = call->arrival, .code = CodeOf(call->status.error_code())};
    if (call->status.ok()) {
      reply.duplicate = call->response.result().duplicate();
      reply.beyond_horizon = call->response.result().beyond_dedup_horizon();
      wiring_.on_durability(call->response.durability());
    } else {
      wiring_.on_error(call->status.error_code(), call->status.error_message());
    }
    call->reader.reset();
    call->context.reset();
    pool_.Give(call);
    wiring_.on_replies({&reply, 1}, 1);
  }

  const Wiring wiring_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::size_t next_stub_ = 0;
  CallPool<Call> pool_;
};

}  // namespace

std::unique_ptr<Sender> MakeUnarySender(Wiring wiring) {
  return std::make_unique<UnarySender>(std::move(wiring));
}

std::unique_ptr<Sender> MakeSender(loadtest::v1::Form form, Wiring wiring) {
  if (form == loadtest::v1::FORM_BATCH) return MakeBatchSender(std::move(wiring));
  if (form == loadtest::v1::FORM_STREAM) return MakeStreamSender(std::move(wiring));
  return MakeUnarySender(std::move(wiring));
}

}  // namespace usher::load
