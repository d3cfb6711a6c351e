#include "tests/docs/journey_examples.h"

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace usher {

std::vector<Example> CompleteJourneys(const std::string& file) {
  std::ifstream input(file);
  std::vector<Example> examples;
  Example current;
  bool inside = false;
  std::string line;
  for (int number = 1; std::getline(input, line); ++number) {
    if (!inside) {
      inside = line == "```yaml";
      current = {number, ""};
    } else if (line == "```") {
      inside = false;
      if (absl::StartsWith(current.text, "journey: ")) examples.push_back(current);
    } else {
      absl::StrAppend(&current.text, line, "\n");
    }
  }
  return examples;
}

}  // namespace usher
