#pragma once

#include <string>
#include <vector>

#include "provider/provider_setting.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// What is wrong with one field.
struct ProviderProblem {
  std::string field;    // path as yaml/path.h writes it, such as channels["email"].smtp.host
  std::string message;  // the value and what would have been right
};

// Checks what is configured and makes it ready for use; what is wrong is added to `problems`, and
// then the result is not to be used. Opens files of secrets.
ProviderSettings LoadProviders(const config::v1::Providers& proto,
                               std::vector<ProviderProblem>* problems);

}  // namespace usher::provider
