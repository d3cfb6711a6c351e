#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "provider/private_key.h"

namespace usher::provider {

// Who usher is at Google, as the console of Google Cloud writes it to a file.
struct ServiceAccount {
  std::string project_id;
  std::string client_email;
  std::string private_key_id;
  std::string token_uri;  // an http or https URL, where access tokens are given
  std::shared_ptr<const PrivateKey> key;
};

// Whether `id` may be that of a project, and stand in a URL.
bool IsProjectId(absl::string_view id);

// Reads the JSON of such a file. INVALID_ARGUMENT names the member that is wrong, without its
// value.
absl::StatusOr<ServiceAccount> ReadServiceAccount(absl::string_view text);

}  // namespace usher::provider
