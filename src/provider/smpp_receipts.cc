#include "provider/smpp_receipts.h"

#include <utility>

namespace usher::provider {

void SmppReceipts::Remember(const std::string& message_id, SmppSent sent) {
  if (message_id.empty()) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string id = NormalId(message_id);
  if (!sent_.insert_or_assign(id, std::move(sent)).second) return;
  oldest_first_.push_back(std::move(id));
  if (oldest_first_.size() <= messages_max_) return;
  sent_.erase(oldest_first_.front());
  oldest_first_.pop_front();
}

std::optional<SmppSent> SmppReceipts::Find(const std::string& message_id) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::string& id : {NormalId(message_id), HexOfDecimalId(message_id)}) {
    const auto found = sent_.find(id);
    if (found != sent_.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace usher::provider
