#include "ingest/event_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "ingest/publish.h"
#include "ingest/publish_stream.h"
#include "ingest/wire_events.h"

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

// Answers a Lookup, from the record it names and, for a visitor who became known, the customer's.
class Look : public std::enable_shared_from_this<Look> {
 public:
  Look(std::shared_ptr<messages::StorePort> store, grpc::ServerUnaryReactor* reactor,
       const v1::LookupRequest& request, v1::LookupResponse* response)
      : store_(std::move(store)), reactor_(reactor), request_(request), response_(*response) {
    for (int i = 0; i < request_.event_ids_size(); ++i) {
      response_.add_states(v1::LookupResponse::STATE_NOT_FOUND);
    }
  }

  void At(const base::CustomerId& customer) {
    store_->Load(customer,
                 [look = shared_from_this()](const absl::StatusOr<messages::StoredRecord>& stored) {
                   look->OnLoaded(stored);
                 });
  }

 private:
  void OnLoaded(const absl::StatusOr<messages::StoredRecord>& stored) {
    if (!stored.ok()) {
      reactor_->Finish(ToGrpc(stored.status(), ReasonOf(stored.status())));
      return;
    }
    if (stored->record) {
      Find(*stored->record);
      // A customer never becomes another one, so this goes on once.
      const std::string& customer = stored->record->merged_into;
      if (!customer.empty()) return At(base::CustomerId::Known(customer));
    }
    reactor_->Finish(grpc::Status::OK);
  }

  void Find(const customer::Record& record) {
    for (int i = 0; i < request_.event_ids_size(); ++i) {
      const std::uint64_t hash = base::Hash64(request_.event_ids(i));
      const bool found = std::any_of(record.seen.begin(), record.seen.end(),
                                     [&](const auto& seen) { return seen.id_hash == hash; });
      if (found) {
        response_.set_states(i, v1::LookupResponse::STATE_FOUND);
      } else if (record.forgot_events && response_.states(i) != v1::LookupResponse::STATE_FOUND) {
        response_.set_states(i, v1::LookupResponse::STATE_UNKNOWN);
      }
    }
  }

  const std::shared_ptr<messages::StorePort> store_;
  grpc::ServerUnaryReactor* const reactor_;
  // Both live until the reactor is finished.
  const v1::LookupRequest& request_;
  v1::LookupResponse& response_;
};

v1::PublishBatchResponse Answer(const std::vector<EventOutcome>& outcomes,
                                v1::Durability durability) {
  v1::PublishBatchResponse answer;
  answer.mutable_items()->Reserve(static_cast<int>(outcomes.size()));
  for (const EventOutcome& outcome : outcomes) {
    auto* item = answer.add_items();
    if (outcome.status.ok()) {
      FillResult(outcome, item->mutable_result());
      continue;
    }
    item->set_code(static_cast<int>(outcome.status.code()));
    item->set_message(std::string(outcome.status.message()));
    item->set_field(outcome.field);
  }
  answer.set_durability(durability);
  return answer;
}

// Requests of many events are taken as bytes.
using Base = v1::EventService::WithRawCallbackMethod_PublishBatch<
    v1::EventService::WithRawCallbackMethod_PublishStream<
        v1::EventService::WithCallbackMethod_Publish<
            v1::EventService::WithCallbackMethod_Lookup<v1::EventService::Service>>>>;

class EventService final : public Base {
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
    PublishOne(config_, *std::move(checked), DeadlineOf(*context),
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
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const auto events =
        WireEvents::Read(*request, {.events = v1::PublishBatchRequest::kEventsFieldNumber});
    if (!events.ok()) return Refuse(reactor, ToGrpc(events.status(), "BAD_REQUEST"));
    if (events->count() < 1 || events->count() > kBatchMax) {
      return Refuse(reactor, BadCount("events", events->count(), kBatchMax));
    }
    const absl::Status admitted = Admit(*config_, events->count());
    if (!admitted.ok()) return Refuse(reactor, ToGrpc(admitted, ReasonOf(admitted)));
    PublishAll(config_, *events, DeadlineOf(*context),
               [reactor, response, config = config_](const std::vector<EventOutcome>& outcomes) {
                 *response = ToWire(Answer(outcomes, DurabilityNow(*config)));
                 reactor->Finish(grpc::Status::OK);
               });
    return reactor;
  }

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* PublishStream(
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
    std::make_shared<Look>(config_->store, reactor, *request, response)->At(*customer);
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
