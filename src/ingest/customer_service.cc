#include "ingest/customer_service.h"

#include <utility>
#include <vector>

#include "channel/zone.h"
#include "ingest/customer_view.h"
#include "ingest/event_check.h"
#include "ingest/profile_check.h"
#include "ingest/publish.h"
#include "ingest/read_customer.h"

namespace usher::ingest {
namespace {

using Reactor = grpc::ServerUnaryReactor;
using Context = grpc::CallbackServerContext;

class CustomerService final : public v1::CustomerService::CallbackService {
 public:
  explicit CustomerService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  Reactor* Upsert(Context* context, const v1::UpsertRequest* request,
                  v1::UpsertResponse* response) override {
    return Change(
        context, *request,
        [request](std::vector<Violation>* violations) {
          return CheckProfile(*request, violations);
        },
        [response, config = config_](const journey::InputResult& result) {
          response->set_created(result.created);
          response->set_durability(DurabilityNow(*config));
        });
  }

  Reactor* SetConsent(Context* context, const v1::SetConsentRequest* request,
                      v1::SetConsentResponse* response) override {
    return Change(
        context, *request,
        [request](std::vector<Violation>* violations) {
          return CheckConsents(request->consents(), violations);
        },
        [response, config = config_](const journey::InputResult&) {
          response->set_durability(DurabilityNow(*config));
        });
  }

  Reactor* Erase(Context* context, const v1::EraseRequest* request,
                 v1::EraseResponse* response) override {
    return Change(
        context, *request,
        [](std::vector<Violation>*) { return std::optional(journey::EraseInput()); },
        [response](const journey::InputResult& result) { response->set_erased(result.erased); });
  }

  Reactor* Get(Context* context, const v1::GetCustomerRequest* request,
               v1::GetCustomerResponse* response) override {
    return Read(context, *request,
                [response, config = config_](const base::CustomerId& customer,
                                             const customer::Record& record) {
                  FillCustomer(customer, record, *config->catalog->Get(), response);
                });
  }

  Reactor* Explain(Context* context, const v1::ExplainRequest* request,
                   v1::ExplainResponse* response) override {
    return Read(
        context, *request,
        [request, response, config = config_, zones = zones_](const base::CustomerId&,
                                                              const customer::Record& record) {
          const auto zone = channel::CustomerZone(*config->policy->Get(), record.profile, *zones);
          FillDecisions(record, request->limit(), zone.value_or(absl::UTCTimeZone()), response);
        });
  }

 private:
  // Checks the request, hands its input to the customer's journey actor, and answers.
  template <class Request, class Check, class Fill>
  Reactor* Change(Context* context, const Request& request, Check check, Fill fill) {
    Reactor* reactor = context->DefaultReactor();
    std::vector<Violation> violations;
    const auto customer = CheckCustomer(request.customer_id(), request.anonymous_id(), &violations);
    auto input = check(&violations);
    if (!violations.empty()) {
      reactor->Finish(BadRequest(violations));
      return reactor;
    }
    // Opt-outs and erasures must get through under load, so nothing here needs a credit.
    const absl::Status admitted = Admit(*config_, 0);
    if (!admitted.ok()) {
      reactor->Finish(ToGrpc(admitted, ReasonOf(admitted)));
      return reactor;
    }
    HandOver(*config_, *customer, *std::move(input), DeadlineOf(*context),
             [reactor, fill = std::move(fill)](const journey::InputResult& result) {
               if (result.status.ok()) {
                 fill(result);
                 reactor->Finish(grpc::Status::OK);
               } else {
                 reactor->Finish(ToGrpc(result.status, ReasonOf(result.status)));
               }
             });
    return reactor;
  }

  template <class Request, class Fill>
  Reactor* Read(Context* context, const Request& request, Fill fill) {
    Reactor* reactor = context->DefaultReactor();
    ReadCustomer(*config_, request.customer_id(), request.anonymous_id(), reactor, std::move(fill));
    return reactor;
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  const std::shared_ptr<channel::ZoneCache> zones_ = std::make_shared<channel::ZoneCache>();
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCustomerService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<CustomerService>(std::move(config));
}

}  // namespace usher::ingest
