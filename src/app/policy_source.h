#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"

#include "journey/catalog_documents.h"
#include "messages/views.h"

namespace usher::app {

// Where the contact policy comes from: a file of this gateway's own, or else the policy that was
// applied to all gateways and is stored beside the journeys.
class PolicySource {
 public:
  // `file` is empty for the stored policy.
  PolicySource(std::string file, std::shared_ptr<messages::PolicyView> view)
      : file_(std::move(file)), view_(std::move(view)) {}

  // Reads the file, if there is one. On a fault the policy in force stays.
  absl::Status ReadFile();
  // Puts the stored policy in force, if there is no file; one that this gateway cannot understand
  // is logged, and the policy in force stays. For one thread at a time.
  void TakeStored(const journey::Documents& documents);

 private:
  const std::string file_;
  const std::shared_ptr<messages::PolicyView> view_;
  std::string stored_;  // what was taken last
};

}  // namespace usher::app
