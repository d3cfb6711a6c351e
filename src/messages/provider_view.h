#pragma once

#include <memory>

#include "channel/provider_terms.h"
#include "messages/provider_port.h"
#include "messages/views.h"

namespace usher::messages {

// The way out of one channel, and how it is to be treated.
struct ProviderInUse {
  std::shared_ptr<ProviderPort> port;
  channel::ProviderTerms terms;
};

// The provider of one channel, which may be exchanged while the gateway runs.
using ProviderView = View<ProviderInUse>;

}  // namespace usher::messages
