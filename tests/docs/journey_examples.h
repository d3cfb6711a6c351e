#pragma once

#include <string>
#include <vector>

namespace usher {

struct Example {
  int line = 0;  // of the fence
  std::string text;
};

// The fenced blocks of `file` that begin with "```yaml" and a line that names a journey.
std::vector<Example> CompleteJourneys(const std::string& file);

}  // namespace usher
