#pragma once

#include <memory>

#include "messages/link_port.h"
#include "provider/secret_file.h"

namespace usher::provider {

// Reads tokens with the keys that sign them; those of links that keys are exchanged for are good as
// long as the old key stays in its file, below the new one.
class LinkReader : public messages::LinkPort {
 public:
  // Of mail's unsubscription, and of tracked links; null where there are none.
  LinkReader(std::shared_ptr<SecretFile> unsubscribe_keys, std::shared_ptr<SecretFile> link_keys);

  absl::StatusOr<messages::Feedback> ReadUnsubscribe(absl::string_view token) override;
  absl::StatusOr<messages::Feedback> ReadClick(absl::string_view token) override;
  absl::StatusOr<messages::Feedback> ReadOpen(absl::string_view token) override;

 private:
  const std::shared_ptr<SecretFile> unsubscribe_keys_;
  const std::shared_ptr<SecretFile> link_keys_;
};

}  // namespace usher::provider
