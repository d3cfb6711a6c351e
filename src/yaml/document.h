#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "yaml/problem.h"

namespace usher::yaml {

// How a scalar was written.
enum class ScalarStyle { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded };

// A YAML document as written: nothing is typed yet.
struct Node {
  struct Member;
  enum class Kind { kScalar, kSequence, kMapping };

  Kind kind = Kind::kScalar;
  Mark mark;                                // of the first character, inside quotes
  std::size_t begin = 0;                    // offset of that character in the text
  ScalarStyle style = ScalarStyle::kPlain;  // of a scalar
  std::string text;                         // of a scalar, unescaped and unfolded; UTF-8
  std::vector<Node> items;                  // of a sequence
  std::vector<Member> members;              // of a mapping, in the order written; keys are unique
};

struct Node::Member {
  Node key;  // a scalar
  Node value;
};

// Bounds on a text; both inclusive. Depth counts nested sequences and mappings.
inline constexpr std::size_t kTextBytesMax = 1024 * 1024;
inline constexpr std::size_t kDepthMax = 64;

// Parses one YAML 1.2 document. Refused besides what YAML refuses: several documents, duplicate
// keys, keys that are no scalars, anchors, aliases and tags. Empty after appending to `problems`
// what was wrong; a text without any content is an empty scalar.
std::optional<Node> ParseDocument(absl::string_view text, std::vector<Problem>* problems);

}  // namespace usher::yaml
