#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "journey/definition.h"

namespace usher::v1 {
class Journey;
}

namespace usher::journey {

// Something wrong with a definition, or only odd.
struct Problem {
  std::string path;        // of the field, such as steps[3].branch.cases[0].when
  std::size_t offset = 0;  // in bytes, inside the field's text
  std::string message;     // what is wrong and what would be right
  bool warning = false;
};

struct Compiled {
  std::shared_ptr<const Definition> definition;  // null when a problem is no warning
  std::vector<Problem> problems;
};

// Checks a definition as a whole and compiles it. Finds every problem, not only the first.
Compiled Compile(const v1::Journey& journey);

// The content hash that is the version: equal for equal definitions, whatever the field order.
std::uint64_t VersionOf(const v1::Journey& journey);
// As the API writes it: 16 hexadecimal digits.
std::string VersionText(std::uint64_t version);

}  // namespace usher::journey
