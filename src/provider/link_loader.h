#pragma once

#include <memory>
#include <set>
#include <vector>

#include "customer/channel.h"
#include "provider/field_reader.h"
#include "provider/tracked_links.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Links that lead over the HTTP port, and on which channels.
struct LinkSetting {
  std::shared_ptr<const TrackedLinks> links;
  std::set<customer::Channel> channels;
};

// Reads the section `links`; what is wrong becomes problems, and then the result is not to be used.
LinkSetting LoadLinks(const config::v1::Links& proto, std::vector<ProviderProblem>* problems);

}  // namespace usher::provider
