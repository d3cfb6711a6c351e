#pragma once

#include <string>

#include "google/protobuf/message.h"

#include "yaml/document.h"
#include "yaml/report.h"

namespace usher::yaml {

// Fills `message` from `node` by reflection; `path` is where the message stands. What cannot be
// stored is reported and the rest is still read, so that one load finds all problems.
void LoadMessage(const Node& node, const std::string& path, Report* report,
                 google::protobuf::Message* message);

}  // namespace usher::yaml
