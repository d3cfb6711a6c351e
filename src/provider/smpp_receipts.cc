#include "provider/smpp_receipts.h"

namespace usher::provider {

void SmppReceipts::Remember(const std::string& message_id, std::uint64_t send_id) {
  if (message_id.empty()) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string id = NormalId(message_id);
  if (!send_ids_.insert_or_assign(id, send_id).second) return;
  oldest_first_.push_back(std::move(id));
  if (oldest_first_.size() <= messages_max_) return;
  send_ids_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

std::optional<std::uint64_t> SmppReceipts::Find(const std::string& message_id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::string& id : {NormalId(message_id), HexOfDecimalId(message_id)}) {
    const auto found = send_ids_.find(id);
    if (found != send_ids_.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace usher::provider
