#include "ingest/enter_journey.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"
#include "ingest/event_check.h"
#include "ingest/publish.h"
#include "ingest/struct_value.h"

namespace usher::ingest {
namespace {

constexpr std::size_t kRequestIdMax = 128;
constexpr base::JsonLimits kProperties{.bytes_max = 256 * 1024, .depth_max = 32};

// A journey that calls start.
absl::Status CheckJourney(const journey::Catalog& catalog, const std::string& name) {
  const journey::CatalogEntry* entry = catalog.Find(name);
  if (entry == nullptr) {
    return absl::NotFoundError(absl::StrCat("there is no journey \"", name, "\""));
  }
  if (entry->status != journey::JourneyStatus::kActive) {
    return absl::FailedPreconditionError(absl::StrCat("journey \"", name, "\" is not active"));
  }
  if (!entry->current->enter.api) {
    return absl::FailedPreconditionError(absl::StrCat(
        "journey \"", name, "\" is not started by calls; let its `enter` have `api: {}`"));
  }
  return absl::OkStatus();
}

}  // namespace

void EnterJourney(const std::shared_ptr<const FrontDoorConfig>& config, messages::Deadline deadline,
                  const v1::EnterRequest& request, v1::EnterResponse* response,
                  grpc::ServerUnaryReactor* reactor) {
  std::vector<Violation> violations;
  const auto customer = CheckCustomer(request.customer_id(), request.anonymous_id(), &violations);
  CheckText(request.request_id(), kRequestIdMax, "request_id", &violations);
  auto properties = FromStruct(request.properties(), kProperties);
  if (!properties.ok()) {
    violations.push_back({"properties", std::string(properties.status().message())});
  }
  if (!violations.empty()) {
    reactor->Finish(BadRequest(violations));
    return;
  }
  absl::Status status = CheckJourney(*config->catalog->Get(), request.journey());
  if (status.ok()) status = Admit(*config, 1);
  if (!status.ok()) {
    reactor->Finish(ToGrpc(status, ReasonOf(status)));
    return;
  }
  journey::EnterInput input;
  input.request_id = request.request_id();
  input.journey = request.journey();
  input.payload_hash = static_cast<std::uint32_t>(base::Hash64(base::ToJson(*properties)));
  input.properties = *std::move(properties);
  HandOver(*config, *customer, std::move(input), deadline,
           [config, reactor, response](const journey::InputResult& result) {
             config->admission->Give(1);
             if (!result.status.ok()) {
               reactor->Finish(ToGrpc(result.status, ReasonOf(result.status)));
               return;
             }
             response->set_entered(result.runs_entered > 0);
             response->set_duplicate(result.duplicate);
             response->set_reason(result.not_entered);
             response->set_durability(DurabilityNow(*config));
             reactor->Finish(grpc::Status::OK);
           });
}

}  // namespace usher::ingest
