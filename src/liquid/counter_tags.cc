#include "liquid/counter_tags.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "liquid/expression_parser.h"
#include "liquid/output_node.h"
#include "liquid/text.h"

namespace usher::liquid {
namespace {

using base::Value;

class Count final : public Node {
 public:
  Count(std::string name, std::int64_t change, Place place)
      : name_(std::move(name)), change_(change), place_(place) {}

  Flow Render(Context* context, std::string* out) const override {
    const std::optional<Value> value = context->Count(name_, change_);
    if (value.has_value()) {
      AppendOutput(*value, out);
    } else {
      context->Fail(place_, absl::StrCat(name_, " is no number that could be counted"));
    }
    return Flow::kNext;
  }

 private:
  std::string name_;
  std::int64_t change_;
  Place place_;
};

class Cycle final : public Node {
 public:
  // Cycles of one `group` go on from one another; `group` is null for one that is called `key`.
  Cycle(ExpressionPtr group, std::string key, std::vector<ExpressionPtr> values)
      : group_(std::move(group)), key_(std::move(key)), values_(std::move(values)) {}

  Flow Render(Context* context, std::string* out) const override {
    absl::string_view key = key_;
    if (group_ != nullptr) {
      std::string name = "cycle ";
      AppendText(group_->Evaluate(context, true).value(), &name);
      key = *context->Keep(Value(std::move(name)))->as_string();
    }
    std::int64_t& turn = context->State(key);
    const auto size = static_cast<std::int64_t>(values_.size());
    // A group may have shorter cycles than the one that counted last.
    if (turn < size) {
      Write(values_[static_cast<std::size_t>(turn)]->Evaluate(context, true), *context, out);
    }
    turn = turn + 1 >= size ? 0 : turn + 1;
    return Flow::kNext;
  }

 private:
  ExpressionPtr group_;
  std::string key_;
  std::vector<ExpressionPtr> values_;
};

NodePtr ParseCount(Parser& parser, const Token& token, std::int64_t change) {
  ExpressionParser expressions(parser, token);
  std::optional<std::string> name = expressions.ParseName();
  if (!name.has_value() || !expressions.ExpectEnd()) return nullptr;
  parser.references().AddPath(*name, *name);
  return std::make_unique<Count>(*std::move(name), change, parser.PlaceAt(token.begin));
}

}  // namespace

NodePtr ParseIncrement(Parser& parser, const Token& token) { return ParseCount(parser, token, 1); }

NodePtr ParseDecrement(Parser& parser, const Token& token) { return ParseCount(parser, token, -1); }

NodePtr ParseCycle(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  ExpressionPtr group;
  std::size_t begin = expressions.position();
  std::vector<ExpressionPtr> values;
  values.push_back(expressions.ParseExpression());
  if (values[0] == nullptr) return nullptr;
  if (expressions.TakeSign(":")) {
    group = std::move(values[0]);
    begin = expressions.position();
    values[0] = expressions.ParseExpression();
    if (values[0] == nullptr) return nullptr;
  }
  while (expressions.TakeSign(",")) {
    if (expressions.AtEnd()) break;
    values.push_back(expressions.ParseExpression());
    if (values.back() == nullptr) return nullptr;
  }
  if (!expressions.ExpectEnd()) return nullptr;
  // Without a group, equal lists of literals go on from one another; a list that holds variables is
  // its own.
  const bool constant = std::all_of(values.begin(), values.end(), [](const ExpressionPtr& value) {
    return value->literal() != nullptr;
  });
  std::string key = absl::StrCat("cycle at ", token.begin);
  if (constant) key = absl::StrCat("cycle of ", expressions.TextFrom(begin));
  return std::make_unique<Cycle>(std::move(group), std::move(key), std::move(values));
}

}  // namespace usher::liquid
