#pragma once

#include "absl/time/time.h"

#include "ingest/inbox_hub.h"
#include "usher/v1/inbox_service.pb.h"

namespace usher::ingest {

// A message as the API shows it.
void FillInboxMessage(const customer::InboxMessage& message, v1::InboxMessage* out);

// What is still shown at `now`.
Inbox ShownAt(const Inbox& inbox, absl::Time now);

// What somebody who saw `before` has to be told to see `after`.
void FillInboxChange(const Inbox& before, const Inbox& after, v1::WatchInboxResponse* out);

}  // namespace usher::ingest
