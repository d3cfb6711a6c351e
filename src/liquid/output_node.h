#pragma once

#include <string>
#include <utility>

#include "liquid/filtered.h"
#include "liquid/node.h"

namespace usher::liquid {

class TextNode final : public Node {
 public:
  explicit TextNode(std::string text) : text_(std::move(text)) {}
  Flow Render(Context*, std::string* out) const override {
    out->append(text_);
    return Flow::kNext;
  }

 private:
  std::string text_;
};

// {{ value | filters }}, escaped as the options say.
class OutputNode final : public Node {
 public:
  explicit OutputNode(Filtered value) : value_(std::move(value)) {}
  Flow Render(Context* context, std::string* out) const override;

 private:
  Filtered value_;
};

}  // namespace usher::liquid
