#pragma once

#include <string>
#include <vector>

#include "provider/field_reader.h"
#include "usher/config/v1/providers.pb.h"

namespace usher::provider {

// Reads where an API is, if it is not at `*url`, and how it may be reached. `field` is the path of
// the endpoint, such as twilio.endpoint.
void LoadEndpoint(const std::string& field, const config::v1::Endpoint& endpoint,
                  FieldReader& reader, std::string* url, std::string* ca_file,
                  std::vector<AddressRange>* allow_private);

}  // namespace usher::provider
