#include "ingest/read_customer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "ingest/event_check.h"

namespace usher::ingest {

void ReadCustomerThen(const FrontDoorConfig& config, const std::string& customer_id,
                      const std::string& anonymous_id, grpc::ServerUnaryReactor* reactor,
                      std::function<void(const base::CustomerId&, const customer::Record&)> go_on) {
  std::vector<Violation> violations;
  const auto customer = CheckCustomer(customer_id, anonymous_id, &violations);
  if (!customer) {
    reactor->Finish(BadRequest(violations));
    return;
  }
  config.store->Load(*customer, [reactor, customer = *customer, go_on = std::move(go_on)](
                                    const absl::StatusOr<messages::StoredRecord>& stored) {
    absl::Status status = stored.status();
    if (status.ok() && (!stored->record || stored->record->created_at == absl::UnixEpoch())) {
      status = absl::NotFoundError(
          absl::StrCat("nothing is known of customer \"", customer.name(), "\""));
    }
    if (!status.ok()) {
      reactor->Finish(ToGrpc(status, ReasonOf(status)));
      return;
    }
    go_on(customer, *stored->record);
  });
}

void ReadCustomer(const FrontDoorConfig& config, const std::string& customer_id,
                  const std::string& anonymous_id, grpc::ServerUnaryReactor* reactor,
                  std::function<void(const base::CustomerId&, const customer::Record&)> fill) {
  ReadCustomerThen(config, customer_id, anonymous_id, reactor,
                   [reactor, fill = std::move(fill)](const base::CustomerId& customer,
                                                     const customer::Record& record) {
                     fill(customer, record);
                     reactor->Finish(grpc::Status::OK);
                   });
}

}  // namespace usher::ingest
