#include "liquid/references.h"

#include <algorithm>
#include <utility>

namespace usher::liquid {

void References::AddPath(absl::string_view root, std::string path) {
  const bool local = std::any_of(locals_.begin(), locals_.end(),
                                 [&](const std::string& name) { return root == name; });
  if (!local) paths_.insert(std::move(path));
}

}  // namespace usher::liquid
