#pragma once

#include <memory>
#include <string>
#include <vector>

#include "liquid/context.h"

namespace usher::liquid {

// How rendering goes on after a node.
enum class Flow {
  kNext,
  kNextTurn,  // {% continue %}
  kEndLoop,   // {% break %}
  kStop,      // the rendering failed: the context knows why
};

// A part of a compiled template. Immutable.
class Node {
 public:
  virtual ~Node() = default;
  // Appends to `out`.
  virtual Flow Render(Context* context, std::string* out) const = 0;
};

using NodePtr = std::unique_ptr<const Node>;
using Block = std::vector<NodePtr>;

// Renders the nodes one after another until one says otherwise.
Flow RenderBlock(const Block& block, Context* context, std::string* out);

}  // namespace usher::liquid
