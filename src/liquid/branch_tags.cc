#include "liquid/branch_tags.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/expression_parser.h"
#include "liquid/semantics.h"

namespace usher::liquid {
namespace {

struct Branch {
  std::unique_ptr<const Condition> condition;  // null: else
  bool reversed = false;
  Block body;
};

class If final : public Node {
 public:
  explicit If(std::vector<Branch> branches) : branches_(std::move(branches)) {
    blank_ = std::all_of(branches_.begin(), branches_.end(),
                         [](const Branch& branch) { return branch.body.blank(); });
    if (!blank_) return;
    for (Branch& branch : branches_) branch.body.RemoveTexts();
  }

  Flow Render(Context* context, std::string* out) const override {
    for (const Branch& branch : branches_) {
      const bool holds =
          branch.condition == nullptr || branch.condition->Holds(context) != branch.reversed;
      if (!context->ok()) return Flow::kStop;
      if (holds) return RenderBlock(branch.body, context, out);
    }
    return Flow::kNext;
  }
  bool blank() const override { return blank_; }

 private:
  std::vector<Branch> branches_;
  bool blank_;
};

struct When {
  std::vector<ExpressionPtr> values;  // empty: else
  Block body;
};

// Every value that is equal writes its block, so a block may be written twice. Else blocks are
// written unless one before them was.
class Case final : public Node {
 public:
  Case(ExpressionPtr value, std::vector<When> whens, bool blank)
      : value_(std::move(value)), whens_(std::move(whens)), blank_(blank) {
    if (!blank_) return;
    for (When& when : whens_) when.body.RemoveTexts();
  }

  Flow Render(Context* context, std::string* out) const override {
    bool matched = false;
    for (const When& when : whens_) {
      if (when.values.empty() && !matched) {
        const Flow flow = RenderBlock(when.body, context, out);
        if (flow != Flow::kNext) return flow;
      }
      for (const ExpressionPtr& candidate : when.values) {
        // A block may have set a variable that is asked for again.
        const Datum value = value_->Evaluate(context, false);
        if (!AreEqual(value, candidate->Evaluate(context, false))) continue;
        matched = true;
        const Flow flow = RenderBlock(when.body, context, out);
        if (flow != Flow::kNext) return flow;
      }
    }
    return Flow::kNext;
  }
  bool blank() const override { return blank_; }

 private:
  ExpressionPtr value_;
  std::vector<When> whens_;
  bool blank_;
};

NodePtr ParseBranches(Parser& parser, const Token& opening, bool reversed) {
  std::vector<Branch> branches;
  Token token = opening;
  const std::string close = absl::StrCat("end", opening.name);
  while (token.name != close) {
    Branch branch;
    ExpressionParser expressions(parser, token);
    const bool is_else = token.name == "else";
    if (!is_else) {
      branch.condition = expressions.ParseCondition();
      if (branch.condition == nullptr) return nullptr;
      branch.reversed = reversed && branches.empty();
    }
    if (!expressions.ExpectEnd()) return nullptr;
    const std::vector<std::string> ends = is_else
                                              ? std::vector<std::string>{close}
                                              : std::vector<std::string>{"elsif", "else", close};
    std::optional<Block> body = parser.ParseBody(opening, ends, &token);
    if (!body.has_value()) return nullptr;
    branch.body = *std::move(body);
    branches.push_back(std::move(branch));
  }
  return std::make_unique<If>(std::move(branches));
}

bool ParseWhenValues(Parser& parser, const Token& token, std::vector<ExpressionPtr>* values) {
  ExpressionParser expressions(parser, token);
  do {
    ExpressionPtr value = expressions.ParseOperand();
    if (value == nullptr) return false;
    values->push_back(std::move(value));
  } while (expressions.TakeSign(",") || expressions.TakeName("or"));
  return expressions.ExpectEnd();
}

}  // namespace

NodePtr ParseIf(Parser& parser, const Token& token) { return ParseBranches(parser, token, false); }

NodePtr ParseUnless(Parser& parser, const Token& token) {
  return ParseBranches(parser, token, true);
}

NodePtr ParseCase(Parser& parser, const Token& opening) {
  ExpressionParser expressions(parser, opening);
  ExpressionPtr value = expressions.ParseExpression();
  if (value == nullptr || !expressions.ExpectEnd()) return nullptr;
  Token token;
  const std::vector<std::string> ends = {"when", "else", "endcase"};
  // What stands before the first {% when %} is never shown.
  const std::optional<Block> before = parser.ParseBody(opening, ends, &token);
  if (!before.has_value()) return nullptr;
  bool blank = before->blank();
  std::vector<When> whens;
  while (token.name != "endcase") {
    When when;
    if (token.name == "when") {
      if (!ParseWhenValues(parser, token, &when.values)) return nullptr;
    } else if (!ExpressionParser(parser, token).ExpectEnd()) {
      return nullptr;
    }
    std::optional<Block> body = parser.ParseBody(opening, ends, &token);
    if (!body.has_value()) return nullptr;
    when.body = *std::move(body);
    blank = blank && when.body.blank();
    whens.push_back(std::move(when));
  }
  return std::make_unique<Case>(std::move(value), std::move(whens), blank);
}

}  // namespace usher::liquid
