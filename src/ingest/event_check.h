#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

#include "base/ids.h"
#include "ingest/rpc_status.h"
#include "journey/input.h"
#include "usher/v1/event.pb.h"

namespace usher::ingest {

// An event that can be handed over.
struct CheckedEvent {
  base::CustomerId customer;
  journey::EventInput input;
};

// Checks everything about an event and converts it; or adds what is wrong to `violations`, with
// field paths that begin with `path`. `now` is the gateway's clock.
std::optional<CheckedEvent> CheckEvent(const v1::Event& event, const std::string& path,
                                       absl::Time now, std::vector<Violation>* violations);

// From 2000 on and at most 10 minutes ahead of `now`, in whole milliseconds; or adds what is wrong.
std::optional<absl::Time> CheckTime(const google::protobuf::Timestamp& time,
                                    const std::string& field, absl::Time now,
                                    std::vector<Violation>* violations);

// The customer that a request names by one of two ids.
std::optional<base::CustomerId> CheckCustomer(const std::string& customer_id,
                                              const std::string& anonymous_id,
                                              std::vector<Violation>* violations);

// 1 to `bytes_max` bytes of UTF-8 without control characters.
bool CheckText(const std::string& text, std::size_t bytes_max, const std::string& field,
               std::vector<Violation>* violations);

}  // namespace usher::ingest
