#include "liquid/loop_tags.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/expression_parser.h"
#include "liquid/semantics.h"

namespace usher::liquid {
namespace {

using base::Value;

struct ForOptions {
  ExpressionPtr limit;   // null: all
  ExpressionPtr offset;  // null: from the first
  bool reversed = false;
};

class For final : public Node {
 public:
  For(std::string variable, ExpressionPtr list, ForOptions options, Block body, Block otherwise)
      : variable_(std::move(variable)),
        list_(std::move(list)),
        options_(std::move(options)),
        body_(std::move(body)),
        otherwise_(std::move(otherwise)) {}

  Flow Render(Context* context, std::string* out) const override {
    Datum source = list_->Evaluate(context, true);
    const Value::List* list = Items(&source, context);
    if (!context->ok()) return Flow::kStop;
    const std::int64_t size = list != nullptr ? static_cast<std::int64_t>(list->size()) : 0;
    const std::int64_t first = std::min(Count(options_.offset, 0, context), size);
    const std::int64_t length = std::min(Count(options_.limit, size, context), size - first);
    if (length == 0) return RenderBlock(otherwise_, context, out);

    context->loops().push_back({variable_, nullptr, 0, length});
    Flow flow = Flow::kNext;
    for (std::int64_t i = 0; i < length; ++i) {
      const std::int64_t position = options_.reversed ? first + length - 1 - i : first + i;
      Loop& loop = context->loops().back();
      loop.index = i;
      loop.item = &(*list)[static_cast<std::size_t>(position)];
      flow = context->Spend(1) ? RenderBlock(body_, context, out) : Flow::kStop;
      if (flow == Flow::kEndLoop || flow == Flow::kStop) break;
    }
    context->loops().pop_back();
    return flow == Flow::kStop ? Flow::kStop : Flow::kNext;
  }

 private:
  // What the loop walks over, kept by the context where it was computed. Maps give pairs of name
  // and value, a text itself.
  static const Value::List* Items(Datum* source, Context* context) {
    if (source->value().as_list() != nullptr) {
      const Value* list =
          source->is_borrowed() ? &source->value() : context->Keep(source->TakeOwned());
      return list->as_list();
    }
    Value::List items;
    if (const Value::Map* map = source->value().as_map()) {
      if (!context->Spend(map->size())) return nullptr;
      for (const auto& [name, value] : *map) {
        items.push_back(Value(Value::List{Value(name), value}));
      }
    } else if (const std::string* text = source->value().as_string(); text && !text->empty()) {
      items.push_back(source->value());
    }
    return context->Keep(Value(std::move(items)))->as_list();
  }

  static std::int64_t Count(const ExpressionPtr& expression, std::int64_t otherwise,
                            Context* context) {
    if (expression == nullptr) return otherwise;
    const auto number = ToNumber(expression->Evaluate(context, true).value());
    return number.has_value() && number->is_int ? std::max<std::int64_t>(number->i, 0) : otherwise;
  }

  std::string variable_;
  ExpressionPtr list_;
  ForOptions options_;
  Block body_;
  Block otherwise_;
};

class Jump final : public Node {
 public:
  explicit Jump(Flow flow) : flow_(flow) {}
  Flow Render(Context*, std::string*) const override { return flow_; }

 private:
  Flow flow_;
};

bool ParseForOptions(ExpressionParser& expressions, ForOptions* options) {
  while (!expressions.AtEnd()) {
    if (expressions.TakeSign(",")) continue;
    if (expressions.TakeName("reversed")) {
      options->reversed = true;
      continue;
    }
    ExpressionPtr* target = nullptr;
    if (expressions.TakeName("limit")) {
      target = &options->limit;
    } else if (expressions.TakeName("offset")) {
      target = &options->offset;
    } else {
      expressions.FailExpected("limit, offset or reversed");
      return false;
    }
    if (!expressions.Expect(":")) return false;
    *target = expressions.ParseExpression();
    if (*target == nullptr) return false;
  }
  return true;
}

NodePtr ParseJump(Parser& parser, const Token& token, Flow flow) {
  if (parser.loop_depth == 0) {
    parser.Fail(token.begin, absl::StrCat("{% ", token.name, " %} stands outside of a loop"));
    return nullptr;
  }
  if (!ExpressionParser(parser, token).ExpectEnd()) return nullptr;
  return std::make_unique<Jump>(flow);
}

}  // namespace

NodePtr ParseFor(Parser& parser, const Token& token) {
  ExpressionParser expressions(parser, token);
  std::optional<std::string> variable = expressions.ParseName();
  if (!variable.has_value() || !expressions.Expect("in")) return nullptr;
  ExpressionPtr list = expressions.ParseExpression();
  ForOptions options;
  if (list == nullptr || !ParseForOptions(expressions, &options)) return nullptr;

  Token end;
  parser.references().EnterBlock();
  parser.references().AddLocal(*variable);
  ++parser.loop_depth;
  std::optional<Block> body = parser.ParseBody(token, {"else", "endfor"}, &end);
  --parser.loop_depth;
  parser.references().LeaveBlock();
  std::optional<Block> otherwise = Block();
  if (body.has_value() && end.name == "else") {
    otherwise = parser.ParseBody(token, {"endfor"}, &end);
  }
  if (!body.has_value() || !otherwise.has_value()) return nullptr;
  return std::make_unique<For>(*std::move(variable), std::move(list), std::move(options),
                               *std::move(body), *std::move(otherwise));
}

NodePtr ParseBreak(Parser& parser, const Token& token) {
  return ParseJump(parser, token, Flow::kEndLoop);
}

NodePtr ParseContinue(Parser& parser, const Token& token) {
  return ParseJump(parser, token, Flow::kNextTurn);
}

}  // namespace usher::liquid
