#include "app/policy_source.h"

#include <vector>

#include "base/log.h"
#include "channel/policy_file.h"
#include "channel/policy_text.h"
#include "messages/catalog_messages.h"

namespace usher::app {

absl::Status PolicySource::ReadFile() {
  if (file_.empty()) return absl::OkStatus();
  auto policy = channel::ReadPolicy(file_);
  if (!policy.ok()) return policy.status();
  view_->Set(*std::move(policy));
  return absl::OkStatus();
}

void PolicySource::TakeStored(const journey::Documents& documents) {
  const auto document = documents.find(messages::kPolicyDocument);
  if (!file_.empty() || document == documents.end() || document->second == stored_) return;
  stored_ = document->second;
  std::vector<channel::PolicyProblem> faults;
  auto policy = channel::ParsePolicy(stored_, "policy", faults);
  if (policy == nullptr) {
    base::Log(base::LogLevel::kError, "policy_unreadable", {{"fault", faults.front().message}});
    return;
  }
  base::Log(base::LogLevel::kInfo, "policy_taken", {{"policy", policy->name}});
  view_->Set(std::move(policy));
}

}  // namespace usher::app
