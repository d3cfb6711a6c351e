#pragma once

#include <vector>

#include "provider/field_reader.h"
#include "provider/provider_setting.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Checks what is configured and makes it ready for use; what is wrong is added to `problems`, and
// then the result is not to be used. Opens files of secrets.
ProviderFile LoadProviders(const config::v1::Providers& proto,
                           std::vector<ProviderProblem>* problems);

}  // namespace usher::provider
