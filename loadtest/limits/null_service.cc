#include "limits/null_service.h"

#include "limits/null_stream.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::limits {
namespace {

class NullService final : public v1::EventService::CallbackService {
 public:
  grpc::ServerUnaryReactor* Publish(grpc::CallbackServerContext* context, const v1::PublishRequest*,
                                    v1::PublishResponse* response) override {
    response->mutable_result();
    response->set_durability(v1::DURABILITY_LOCAL);
    return Finished(context);
  }

  grpc::ServerUnaryReactor* PublishBatch(grpc::CallbackServerContext* context,
                                         const v1::PublishBatchRequest* request,
                                         v1::PublishBatchResponse* response) override {
    for (int i = 0; i < request->events_size(); ++i) response->add_items()->mutable_result();
    response->set_durability(v1::DURABILITY_LOCAL);
    return Finished(context);
  }

  grpc::ServerBidiReactor<v1::PublishStreamRequest, v1::PublishStreamResponse>* PublishStream(
      grpc::CallbackServerContext*) override {
    return MakeNullStream();
  }

 private:
  static grpc::ServerUnaryReactor* Finished(grpc::CallbackServerContext* context) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

}  // namespace

std::unique_ptr<grpc::Service> MakeNullService() { return std::make_unique<NullService>(); }

}  // namespace usher::limits
