#pragma once

#include <memory>

#include "messages/inbound_port.h"
#include "provider/field_reader.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Reads the section `inbound` of a provider, or of its kind; null where there is none. What is
// wrong becomes problems of the reader, and then the result is not to be used.
std::shared_ptr<messages::InboundPort> LoadInbound(const config::v1::Provider& proto,
                                                   customer::Channel channel, FieldReader& reader);

}  // namespace usher::provider
