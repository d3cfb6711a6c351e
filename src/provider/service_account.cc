#include "provider/service_account.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "provider/field_reader.h"

namespace usher::provider {
namespace {

absl::Status Fault(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("is no key file of a service account: ", what));
}

std::string Member(const base::Value& json, absl::string_view name) {
  const base::Value* found = json.Find(name);
  return found != nullptr && found->as_string() != nullptr ? *found->as_string() : "";
}

}  // namespace

bool IsProjectId(absl::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == ':';
  });
}

absl::StatusOr<ServiceAccount> ReadServiceAccount(absl::string_view text) {
  const auto json = base::ParseJson(text);
  if (!json.ok() || json->as_map() == nullptr) return Fault("expected a JSON object");
  if (Member(*json, "type") != "service_account") {
    return Fault("\"type\" must be \"service_account\"");
  }
  ServiceAccount account;
  account.project_id = Member(*json, "project_id");
  account.client_email = Member(*json, "client_email");
  account.private_key_id = Member(*json, "private_key_id");
  account.token_uri = Member(*json, "token_uri");
  if (!IsProjectId(account.project_id)) return Fault("\"project_id\" must be a project's id");
  if (account.client_email.empty()) return Fault("\"client_email\" is missing");
  if (!IsUrl(account.token_uri, "https") && !IsUrl(account.token_uri, "http")) {
    return Fault("\"token_uri\" must be a URL");
  }
  auto key = PrivateKey::FromPem(Member(*json, "private_key"), PrivateKey::Kind::kRs256);
  if (!key.ok()) return Fault(absl::StrCat("\"private_key\": ", key.status().message()));
  account.key = *std::move(key);
  return account;
}

}  // namespace usher::provider
