#pragma once

#include <string>
#include <utility>

#include "liquid/filtered.h"
#include "liquid/lexer.h"
#include "liquid/node.h"
#include "liquid/parser.h"

namespace usher::liquid {

// Appends `datum` to a message, escaped as the options say.
void Write(const Datum& datum, const Context& context, std::string* out);

// {{ value | filters }}
class OutputNode final : public Node {
 public:
  explicit OutputNode(Filtered value) : value_(std::move(value)) {}
  Flow Render(Context* context, std::string* out) const override;

 private:
  Filtered value_;
};

// What `token`, an output or an echo tag, holds. Null after an error.
NodePtr ParseOutput(Parser& parser, const Token& token);

}  // namespace usher::liquid
