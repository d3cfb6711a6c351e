#pragma once

#include "base/ids.h"
#include "customer/record.h"
#include "journey/catalog.h"
#include "messages/views.h"
#include "usher/v1/customer_service.pb.h"

namespace usher::ingest {

// A record as the API shows it.
void FillCustomer(const base::CustomerId& customer, const customer::Record& record,
                  const journey::Catalog& catalog, v1::GetCustomerResponse* out);

// The record's decisions as the API explains them; times in words are in `zone`. `limit` 0: all.
void FillDecisions(const customer::Record& record, std::uint32_t limit, absl::TimeZone zone,
                   v1::ExplainResponse* out);

}  // namespace usher::ingest
