#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

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
  // Whether it can only write white space; a branch or loop of nothing else writes nothing.
  virtual bool blank() const { return false; }
};

using NodePtr = std::unique_ptr<const Node>;

// Texts and nodes, one after another.
class Block {
 public:
  void AddText(absl::string_view text);
  void AddNode(NodePtr node, Place place);

  // Whether all of it is blank.
  bool blank() const { return blank_; }
  bool empty() const { return parts_.empty(); }
  // What the tags of branches and loops do when all their blocks are blank.
  void RemoveTexts();

 private:
  friend Flow RenderBlock(const Block& block, Context* context, std::string* out);

  struct Part {
    std::string text;
    NodePtr node;  // null: the text
    Place place;
  };
  std::vector<Part> parts_;
  bool blank_ = true;
};

// Renders the parts one after another until one says otherwise.
Flow RenderBlock(const Block& block, Context* context, std::string* out);

}  // namespace usher::liquid
