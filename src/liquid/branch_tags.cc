#include "liquid/branch_tags.h"

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
  explicit If(std::vector<Branch> branches) : branches_(std::move(branches)) {}

  Flow Render(Context* context, std::string* out) const override {
    for (const Branch& branch : branches_) {
      if (branch.condition == nullptr || branch.condition->Holds(context) != branch.reversed) {
        return RenderBlock(branch.body, context, out);
      }
    }
    return Flow::kNext;
  }

 private:
  std::vector<Branch> branches_;
};

struct When {
  std::vector<ExpressionPtr> values;  // empty: else
  Block body;
};

class Case final : public Node {
 public:
  Case(ExpressionPtr value, std::vector<When> whens)
      : value_(std::move(value)), whens_(std::move(whens)) {}

  Flow Render(Context* context, std::string* out) const override {
    const Datum value = value_->Evaluate(context, false);
    for (const When& when : whens_) {
      if (when.values.empty() || Matches(when, value, context)) {
        return RenderBlock(when.body, context, out);
      }
    }
    return Flow::kNext;
  }

 private:
  static bool Matches(const When& when, const Datum& value, Context* context) {
    for (const ExpressionPtr& expression : when.values) {
      if (AreEqual(value, expression->Evaluate(context, false))) return true;
    }
    return false;
  }

  ExpressionPtr value_;
  std::vector<When> whens_;
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
    ExpressionPtr value = expressions.ParseExpression();
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
  // What stands before the first {% when %} is never shown.
  if (!parser.ParseBody(opening, {"when", "else", "endcase"}, &token).has_value()) return nullptr;
  std::vector<When> whens;
  while (token.name != "endcase") {
    When when;
    const bool is_else = token.name == "else";
    if (!is_else && !ParseWhenValues(parser, token, &when.values)) return nullptr;
    const std::vector<std::string> ends = is_else
                                              ? std::vector<std::string>{"endcase"}
                                              : std::vector<std::string>{"when", "else", "endcase"};
    std::optional<Block> body = parser.ParseBody(opening, ends, &token);
    if (!body.has_value()) return nullptr;
    when.body = *std::move(body);
    whens.push_back(std::move(when));
  }
  return std::make_unique<Case>(std::move(value), std::move(whens));
}

}  // namespace usher::liquid
