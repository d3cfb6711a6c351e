#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"

#include "yaml/document.h"
#include "yaml/report.h"

namespace usher::yaml {

// Levels of nesting in free-form values. Each takes up to three in protobuf's encoding, and
// protobuf refuses to decode more than a hundred.
inline constexpr int kFreeFormDepthMax = 24;

// Reads any YAML as a JSON-like value: plain scalars typed by the core schema, quoted ones strings.
// Numbers that a double cannot hold exactly are refused. `path` is where `node` stands.
void LoadFreeForm(const Node& node, const std::string& path, Report* report,
                  google::protobuf::Value* out);

}  // namespace usher::yaml
