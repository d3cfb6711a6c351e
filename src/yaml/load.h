#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

#include "yaml/problem.h"
#include "yaml/source_map.h"

// Definitions written by people in YAML, read into protobuf messages.
//
// The mapping is protobuf's JSON mapping with conveniences:
//   - fields by their proto name (snake_case) or JSON name (lowerCamelCase);
//   - scalars are typed by the field, never by how they look: `no` or `1.10` in a string field stay
//     text. A plain null, ~ or nothing leaves a field unset; a message field is then set but empty;
//   - one item may stand for a list of one;
//   - enum values in lower case without the enum's name in front: CHANNEL_PUSH is push;
//   - durations such as 90s, 1h30m, 2d, 1w; times in RFC 3339;
//   - google.protobuf.Value, Struct and ListValue hold any YAML, typed by YAML's core schema.
// Anchors, aliases, tags and several documents in one text are refused; size and depth are bounded
// (document.h).
namespace usher::yaml {

// Reads `text` into `out`, which is cleared first. Returns every problem found, in the order of the
// text; empty means success, else the content of `out` is unspecified. `map`, if not null, is
// replaced by the places of all fields that were written, also when there are problems.
std::vector<Problem> Load(absl::string_view text, google::protobuf::Message* out, SourceMap* map);

}  // namespace usher::yaml
