#include "liquid/variable_tags.h"

#include <memory>
#include <utility>

#include "liquid/expression_parser.h"

namespace usher::liquid {
namespace {

class Assign final : public Node {
 public:
  Assign(std::string name, Filtered value) : name_(std::move(name)), value_(std::move(value)) {}

  Flow Render(Context* context, std::string*) const override {
    context->Assign(name_, value_.Evaluate(context));
    return Flow::kNext;
  }
  bool blank() const override { return true; }

 private:
  std::string name_;
  Filtered value_;
};

class Capture final : public Node {
 public:
  Capture(std::string name, Block body) : name_(std::move(name)), body_(std::move(body)) {}

  Flow Render(Context* context, std::string*) const override {
    std::string text;
    const Flow flow = RenderBlock(body_, context, &text);
    if (!context->Spend(text.size() / 64)) return Flow::kStop;
    // Its outputs were escaped when they were captured.
    context->Assign(name_, Datum(base::Value(std::move(text)), Datum::kSafe));
    return flow;
  }
  bool blank() const override { return true; }

 private:
  std::string name_;
  Block body_;
};

}  // namespace

NodePtr ParseAssign(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  std::optional<std::string> name = expressions.ParseName();
  if (!name.has_value() || !expressions.Expect("=")) return nullptr;
  std::optional<Filtered> value = expressions.ParseFiltered();
  if (!value.has_value() || !expressions.ExpectEnd()) return nullptr;
  parser.references().AddLocal(*name);
  return std::make_unique<Assign>(*std::move(name), *std::move(value));
}

NodePtr ParseCapture(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  std::optional<std::string> name = expressions.ParseName();
  if (!name.has_value() || !expressions.ExpectEnd()) return nullptr;
  Token end;
  std::optional<Block> body = parser.ParseBody(token, {"endcapture"}, &end);
  if (!body.has_value()) return nullptr;
  parser.references().AddLocal(*name);
  return std::make_unique<Capture>(*std::move(name), *std::move(body));
}

}  // namespace usher::liquid
