#include "customer/inbox.h"

#include <algorithm>
#include <utility>

namespace usher::customer {
namespace {

std::size_t Bytes(const InboxMessage& message) {
  std::size_t bytes = 0;
  for (const auto& [part, text] : message.content) bytes += part.size() + text.size();
  return bytes;
}

std::size_t Bytes(const std::vector<InboxMessage>& inbox) {
  std::size_t bytes = 0;
  for (const InboxMessage& message : inbox) bytes += Bytes(message);
  return bytes;
}

}  // namespace

bool PutInInbox(InboxMessage message, const Limits& limits, Record* record) {
  const std::size_t bytes = Bytes(message);
  if (bytes > limits.inbox_bytes_max || limits.inbox_max == 0) return false;
  RemoveFromInbox(message.send_id, record);
  std::vector<InboxMessage>& inbox = record->inbox;
  while (inbox.size() >= limits.inbox_max || Bytes(inbox) + bytes > limits.inbox_bytes_max) {
    inbox.erase(inbox.begin());
  }
  const auto after =
      std::upper_bound(inbox.begin(), inbox.end(), message.sent_at,
                       [](absl::Time at, const InboxMessage& shown) { return at < shown.sent_at; });
  inbox.insert(after, std::move(message));
  return true;
}

InboxMessage* FindInInbox(std::uint64_t send_id, Record* record) {
  for (InboxMessage& message : record->inbox) {
    if (message.send_id == send_id) return &message;
  }
  return nullptr;
}

bool RemoveFromInbox(std::uint64_t send_id, Record* record) {
  return std::erase_if(record->inbox, [send_id](const InboxMessage& message) {
           return message.send_id == send_id;
         }) > 0;
}

bool ExpireInbox(absl::Time now, Record* record) {
  return std::erase_if(record->inbox,
                       [now](const InboxMessage& message) { return message.expire_at <= now; }) > 0;
}

}  // namespace usher::customer
