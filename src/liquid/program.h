#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "liquid/library.h"
#include "liquid/node.h"

namespace usher::liquid {

// What a text was compiled into.
struct Program {
  Block nodes;
  std::size_t text_bytes = 0;
  std::vector<std::string> references;
  // Partials that see this program's variables.
  std::vector<const Partial*> included;
  // What the nodes' partials belong to. Null in a partial, which must not keep its own library.
  std::shared_ptr<Library> library;
};

}  // namespace usher::liquid
