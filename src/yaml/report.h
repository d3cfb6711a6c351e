#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "yaml/document.h"
#include "yaml/problem.h"
#include "yaml/source_map.h"

namespace usher::yaml {

// Collects what a load finds. Both pointers outlive it.
class Report {
 public:
  Report(SourceMap* map, std::vector<Problem>* problems) : map_(map), problems_(problems) {}

  // At most kProblemsMax are kept: the rest of a text that is wrong throughout helps nobody.
  void Add(absl::string_view path, Mark mark, std::string message);
  void Place(std::string path, Mark key, const Node& value) {
    map_->Add(std::move(path), key, value);
  }

  static constexpr std::size_t kProblemsMax = 100;

 private:
  SourceMap* map_;
  std::vector<Problem>* problems_;
};

// What was found instead, for messages: `"text"`, "a list", "a mapping" or "nothing".
std::string Describe(const Node& node);
// The text in quotes, on one line and shortened to something readable.
std::string Quote(absl::string_view text);

}  // namespace usher::yaml
