#include "ingest/read_customer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "ingest/event_check.h"

namespace usher::ingest {

void ReadCustomer(const FrontDoorConfig& config, const std::string& customer_id,
                  const std::string& anonymous_id, grpc::ServerUnaryReactor* reactor,
                  std::function<void(const base::CustomerId&, const customer::Record&)> fill) {
  std::vector<Violation> violations;
  const auto customer = CheckCustomer(customer_id, anonymous_id, &violations);
  if (!customer) {
    reactor->Finish(BadRequest(violations));
    return;
  }
  config.store->Load(*customer, [reactor, customer = *customer, fill = std::move(fill)](
                                    absl::StatusOr<messages::StoredRecord> stored) {
    absl::Status status = stored.status();
    if (status.ok() && (!stored->record || stored->record->created_at == absl::UnixEpoch())) {
      status = absl::NotFoundError(
          absl::StrCat("nothing is known of customer \"", customer.name(), "\""));
    }
    if (!status.ok()) {
      reactor->Finish(ToGrpc(status, ReasonOf(status)));
      return;
    }
    fill(customer, *stored->record);
    reactor->Finish(grpc::Status::OK);
  });
}

}  // namespace usher::ingest
