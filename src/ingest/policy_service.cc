#include "ingest/policy_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "channel/policy_text.h"
#include "channel/zone.h"
#include "ingest/address_ledgers.h"
#include "ingest/policy_view.h"
#include "ingest/read_customer.h"
#include "ingest/rpc_status.h"

namespace usher::ingest {
namespace {

using Reactor = grpc::ServerUnaryReactor;
using Context = grpc::CallbackServerContext;
using Change = v1::ApplyPolicyResponse;

constexpr std::size_t kSourceBytesMax = 256 * 1024;
constexpr char kMarketing[] = "marketing";

void Refuse(Reactor* reactor, const absl::Status& status) {
  reactor->Finish(ToGrpc(status, ReasonOf(status)));
}

// The policy of the request; null if there are violations.
std::shared_ptr<const channel::Policy> CheckPolicy(const v1::ApplyPolicyRequest& request,
                                                   std::vector<Violation>* violations) {
  if (request.yaml().size() > kSourceBytesMax) {
    violations->push_back(
        {"yaml", absl::StrCat("has ", request.yaml().size(), " bytes; at most ", kSourceBytesMax)});
    return nullptr;
  }
  std::vector<channel::PolicyProblem> faults;
  auto policy = channel::ParsePolicy(request.yaml(),
                                     request.file().empty() ? "policy" : request.file(), faults);
  for (channel::PolicyProblem& fault : faults) {
    violations->push_back(
        {fault.field.empty() ? "yaml" : std::move(fault.field), std::move(fault.message)});
  }
  return policy;
}

class PolicyService final : public v1::PolicyService::CallbackService {
 public:
  explicit PolicyService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  Reactor* Apply(Context* context, const v1::ApplyPolicyRequest* request,
                 v1::ApplyPolicyResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    std::vector<Violation> violations;
    const auto policy = CheckPolicy(*request, &violations);
    if (policy == nullptr) {
      reactor->Finish(BadRequest(violations));
      return reactor;
    }
    if (!request->validate_only() && !config_->policy_file.empty()) {
      Refuse(reactor, absl::FailedPreconditionError(absl::StrCat(
                          "this gateway has its policy from the file ", config_->policy_file,
                          "; change that and send SIGHUP, or start gateways without it")));
      return reactor;
    }
    response->set_policy(policy->name);
    response->set_change(Change::CHANGE_UNCHANGED);
    auto plan =
        [yaml = request->yaml(), validate_only = request->validate_only(), response](
            const journey::Documents& documents) -> absl::StatusOr<journey::DocumentChanges> {
      const auto stored = documents.find(messages::kPolicyDocument);
      // Asked again after its own write, the plan finds nothing left to do.
      if (stored != documents.end() && stored->second == yaml) return journey::DocumentChanges();
      response->set_change(stored == documents.end() ? Change::CHANGE_CREATED
                                                     : Change::CHANGE_CONFIGURED);
      if (validate_only) return journey::DocumentChanges();
      return journey::DocumentChanges{{messages::kPolicyDocument, yaml}};
    };
    caf::anon_send(
        config_->catalog_actor,
        messages::ChangeCatalog{
            std::move(plan),
            [reactor](const absl::StatusOr<std::shared_ptr<const messages::Documents>>& changed) {
              if (changed.ok()) {
                reactor->Finish(grpc::Status::OK);
              } else {
                Refuse(reactor, changed.status());
              }
            }});
    return reactor;
  }

  Reactor* Get(Context* context, const v1::GetPolicyRequest*,
               v1::GetPolicyResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    response->set_policy(config_->policy->Get()->name);
    if (!config_->policy_file.empty()) {
      response->set_file(config_->policy_file);
      reactor->Finish(grpc::Status::OK);
      return reactor;
    }
    config_->store->ReadDocuments(
        [reactor, response](const absl::StatusOr<messages::Documents>& documents) {
          absl::Status status = documents.status();
          if (status.ok()) {
            const auto stored = documents->by_name.find(messages::kPolicyDocument);
            if (stored == documents->by_name.end()) {
              status = absl::NotFoundError("no policy was applied; only consent counts");
            } else {
              response->set_yaml(stored->second);
            }
          }
          if (status.ok()) {
            reactor->Finish(grpc::Status::OK);
          } else {
            Refuse(reactor, status);
          }
        });
    return reactor;
  }

  Reactor* Explain(Context* context, const v1::ExplainPolicyRequest* request,
                   v1::ExplainPolicyResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    ReadCustomerThen(
        *config_, request->customer_id(), request->anonymous_id(), reactor,
        [request, response, reactor, config = config_, zones = zones_](
            const base::CustomerId&, const customer::Record& record) {
          const auto policy = config->policy->Get();
          ReadAddressLedgers(
              *config->store, *policy, record.profile,
              [request, response, reactor, config, zones, policy,
               record](const absl::StatusOr<AddressLedgers>& at_addresses) {
                if (!at_addresses.ok()) {
                  Refuse(reactor, at_addresses.status());
                  return;
                }
                FillStandings(
                    {*policy, config->channels, config->limits,
                     request->category().empty() ? kMarketing : request->category(),
                     request->journey(), channel::CustomerZone(*policy, record.profile, *zones),
                     std::max(record.last_at, config->clock->Now())},
                    record, *at_addresses, response);
                reactor->Finish(grpc::Status::OK);
              });
        });
    return reactor;
  }

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
  const std::shared_ptr<channel::ZoneCache> zones_ = std::make_shared<channel::ZoneCache>();
};

}  // namespace

std::unique_ptr<grpc::Service> MakePolicyService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<PolicyService>(std::move(config));
}

}  // namespace usher::ingest
