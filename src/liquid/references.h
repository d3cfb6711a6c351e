#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::liquid {

// Collects which paths of the data a template reads, while it is parsed. Names that the template
// sets are local from there to the end of their block: after a branch that may not have run, the
// name may mean the data again.
class References {
 public:
  void EnterBlock() { marks_.push_back(locals_.size()); }
  void LeaveBlock() {
    locals_.resize(marks_.back());
    marks_.pop_back();
  }
  void AddLocal(absl::string_view name) { locals_.emplace_back(name); }
  // The path `path`, which begins with the variable `root`, is read.
  void AddPath(absl::string_view root, std::string path);

  std::vector<std::string> Sorted() const { return {paths_.begin(), paths_.end()}; }

 private:
  std::vector<std::string> locals_;
  std::vector<std::size_t> marks_;
  std::set<std::string> paths_;
};

}  // namespace usher::liquid
