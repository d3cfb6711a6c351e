#include "ingest/event_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "ingest/publish.h"
#include "ingest/publish_stream.h"

namespace usher::ingest {
namespace {

constexpr int kBatchMax = 1000;
constexpr int kLookupMax = 1000;

grpc::ServerUnaryReactor* Refuse(grpc::ServerUnaryReactor* reactor, grpc::Status status) {
  reactor->Finish(std::move(status));
  return reactor;
}

grpc::Status BadCount(const char* field, int count, int max) {
  return BadRequest({{field, absl::StrCat("there are ", count, "; must be 1 to ", max)}});
}

void FillStates(const absl::StatusOr<messages::StoredRecord>& stored,
                const v1::LookupRequest& request, v1::LookupResponse* response) {
  const bool exists = stored->record.has_value();
  for (const std::string& id : request.event_ids()) {
    const std::uint64_t hash = base::Hash64(id);
    v1::LookupResponse::State state = v1::LookupResponse::STATE_NOT_FOUND;
    if (exists) {
      const customer::Record& record = *stored->record;
      if (record.forgot_events || !record.merged_into.empty()) {
        state = v1::LookupResponse::STATE_UNKNOWN;
      }
      for (const customer::SeenEvent& seen : record.seen) {
        if (seen.id_hash == hash) state = v1::LookupResponse::STATE_FOUND;
      }
    }
    response->add_states(state);
  }
}

class EventService final : public v1::EventService::CallbackService {
 public:
  explicit EventService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  grpc::ServerUnaryReactor* Publish(grpc::CallbackServerContext* context,
                                    const v1::PublishRequest* request,
                                    v1::PublishResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    std::vector<Violation> violations;
    auto checked = CheckEvent(request->event(), "event.", config_->clock->Now(), &violations);
    if (!checked) return Refuse(reactor, BadRequest(violations));
    const absl::Status admitted = Admit(*config_, 1);
    if (!admitted.ok()) return Refuse(reactor, ToGrpc(admitted, ReasonOf(admitted)));
    PublishOne(config_, *std::move(checked),
               [reactor, response, config = config_](const journey::InputResult& result) {
                 if (!result.status.ok()) {
                   reactor->Finish(ToGrpc(result.status, ReasonOf(result.status)));
                   return;
                 }
                 FillResult(result, response->mutable_result());
                 response->set_durability(DurabilityNow(*config));
                 reactor->Finish(grpc::Status::OK);
               });
    return reactor;
  }

  grpc::ServerUnaryReactor* PublishBatch(grpc::CallbackServerContext* context,
                                         const v1::PublishBatchRequest* request,
                                         v1::PublishBatchResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const int count = request->events_size();
    if (count < 1 || count > kBatchMax) {
      return Refuse(reactor, BadCount("events", count, kBatchMax));
    }
    const absl::Status admitted = Admit(*config_, count);
    if (!admitted.ok()) return Refuse(reactor, ToGrpc(admitted, ReasonOf(admitted)));
    PublishAll(config_, request->events(),
               [reactor, response, config = config_](const std::vector<EventOutcome>& outcomes) {
                 for (const EventOutcome& outcome : outcomes) {
                   auto* item = response->add_items();
                   item->set_code(static_cast<int>(outcome.status.code()));
                   item->set_message(std::string(outcome.status.message()));
                   item->set_field(outcome.field);
                   if (outcome.status.ok()) FillResult(outcome.result, item->mutable_result());
                 }
                 response->set_durability(DurabilityNow(*config));
                 reactor->Finish(grpc::Status::OK);
               });
    return reactor;
  }

  grpc::ServerBidiReactor<v1::PublishStreamRequest, v1::PublishStreamResponse>* PublishStream(
      grpc::CallbackServerContext*) override {
    return MakePublishStream(config_);
  }

  grpc::ServerUnaryReactor* Lookup(grpc::CallbackServerContext* context,
                                   const v1::LookupRequest* request,
                                   v1::LookupResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    std::vector<Violation> violations;
    const auto customer =
        CheckCustomer(request->customer_id(), request->anonymous_id(), &violations);
    if (!customer) return Refuse(reactor, BadRequest(violations));
    if (request->event_ids_size() < 1 || request->event_ids_size() > kLookupMax) {
      return Refuse(reactor, BadCount("event_ids", request->event_ids_size(), kLookupMax));
    }
    config_->store->Load(
        *customer, [reactor, request, response](absl::StatusOr<messages::StoredRecord> stored) {
          if (!stored.ok()) {
            reactor->Finish(ToGrpc(stored.status(), ReasonOf(stored.status())));
            return;
          }
          FillStates(stored, *request, response);
          reactor->Finish(grpc::Status::OK);
        });
    return reactor;
  }

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeEventService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<EventService>(std::move(config));
}

}  // namespace usher::ingest
