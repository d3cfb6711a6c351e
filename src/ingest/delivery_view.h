#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"

#include "journey/compose.h"
#include "messages/provider_port.h"
#include "usher/v1/delivery_service.pb.h"

namespace usher::ingest {

// A message as a subscriber gets it.
void FillDelivery(const journey::Message& message, absl::Duration report_within,
                  v1::SubscribeResponse::Delivery* out);

// What a subscriber reports.
struct CheckedReport {
  std::uint64_t send_id = 0;
  std::uint32_t attempt = 0;
  messages::AttemptReport report;
};

// Nothing, with what is wrong in `*error`, for a report that says nothing.
std::optional<CheckedReport> CheckReport(const v1::SubscribeRequest::Report& report,
                                         std::string* error);

}  // namespace usher::ingest
