#include "yaml/problem.h"

#include "absl/strings/str_cat.h"

namespace usher::yaml {

std::string FormatProblem(absl::string_view file, const Problem& problem) {
  return absl::StrCat(file, ":", problem.mark.line, ":", problem.mark.column, ": ",
                      problem.message);
}

}  // namespace usher::yaml
