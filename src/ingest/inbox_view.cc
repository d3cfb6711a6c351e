#include "ingest/inbox_view.h"

#include <algorithm>

#include "ingest/proto_time.h"
#include "journey/send_id.h"

namespace usher::ingest {

void FillInboxMessage(const customer::InboxMessage& message, v1::InboxMessage* out) {
  out->set_send_id(journey::SendIdText(message.send_id));
  for (const auto& [part, text] : message.content) (*out->mutable_content())[part] = text;
  out->set_journey(message.journey);
  out->set_step(message.step);
  out->set_key(message.key);
  out->set_category(message.category);
  SetTime(message.sent_at, out->mutable_sent_at());
  SetTime(message.expire_at, out->mutable_expire_at());
  if (message.seen_at != absl::InfinitePast()) SetTime(message.seen_at, out->mutable_seen_at());
}

Inbox ShownAt(const Inbox& inbox, absl::Time now) {
  Inbox shown;
  std::copy_if(inbox.begin(), inbox.end(), std::back_inserter(shown),
               [now](const customer::InboxMessage& message) { return message.expire_at > now; });
  return shown;
}

void FillInboxChange(const Inbox& before, const Inbox& after, v1::WatchInboxResponse* out) {
  for (const customer::InboxMessage& message : after) {
    if (std::find(before.begin(), before.end(), message) == before.end()) {
      FillInboxMessage(message, out->add_messages());
    }
  }
  for (const customer::InboxMessage& message : before) {
    const bool shown = std::any_of(after.begin(), after.end(), [&](const auto& candidate) {
      return candidate.send_id == message.send_id;
    });
    if (!shown) out->add_removed(journey::SendIdText(message.send_id));
  }
}

}  // namespace usher::ingest
