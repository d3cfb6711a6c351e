#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "provider/provider_setting.h"

namespace usher::provider {

// Reads the file of --providers (proto/usher/config/v1/providers.proto, docs/providers.md), and
// looks at the files of secrets that it names. NOT_FOUND when it cannot be read; INVALID_ARGUMENT
// with a line "file:line:column: what is wrong" for each fault.
absl::StatusOr<ProviderFile> ReadProviders(const std::string& path);

// The same for the text of such a file; `path` is for errors.
absl::StatusOr<ProviderFile> ParseProviders(const std::string& path, absl::string_view text);

}  // namespace usher::provider
