#include "liquid/partial_tags.h"

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/nearest.h"
#include "liquid/expression_parser.h"
#include "liquid/segment.h"
#include "liquid/text.h"

namespace usher::liquid {
namespace {

using base::Value;

// What both tags say after the name.
struct Arguments {
  ExpressionPtr value;  // with or for; null without
  bool each = false;    // for
  std::string alias;    // as; empty without
  std::vector<std::pair<std::string, ExpressionPtr>> named;
};

// "cards/product" is called product inside.
absl::string_view VariableOf(absl::string_view partial) {
  return partial.substr(partial.rfind('/') + 1);
}

// Renders `partial`, whose variables are set already.
Flow Show(const Partial& partial, const Place& place, Context* context, std::string* out) {
  if (context->partial_depth >= context->options().partials_max) {
    context->FailLimit(
        absl::StrCat("partials are nested deeper than ", context->options().partials_max));
    context->PlaceFailure(place);
    return Flow::kStop;
  }
  if (partial.program == nullptr) {
    context->Fail(place, absl::StrCat("\"", partial.name,
                                      "\" does not compile: ", FormatError(*partial.error)));
    return Flow::kStop;
  }
  ++context->partial_depth;
  const Flow flow = RenderBlock(partial.program->nodes, context, out);
  --context->partial_depth;
  if (!context->ok()) context->MoveFailure(partial.name, place);
  return flow;
}

class RenderPartial final : public Node {
 public:
  RenderPartial(const Partial* partial, Arguments arguments, Place place)
      : partial_(partial), arguments_(std::move(arguments)), place_(place) {
    if (arguments_.alias.empty()) arguments_.alias = std::string(VariableOf(partial_->name));
  }

  Flow Render(Context* context, std::string* out) const override {
    std::vector<Datum> named;
    for (const auto& [name, expression] : arguments_.named) {
      named.push_back(context->Keep(expression->Evaluate(context, true)));
    }
    Datum value;
    if (arguments_.value != nullptr)
      value = context->Keep(arguments_.value->Evaluate(context, true));
    if (!context->ok()) return Flow::kStop;
    const bool each = arguments_.each && (value.range() != nullptr || value.value().as_list() ||
                                          value.value().as_map());
    const Flow flow = each ? ShowEach(named, std::move(value), context, out)
                           : ShowOne(named, std::move(value), nullptr, context, out);
    return flow == Flow::kStop ? Flow::kStop : Flow::kNext;
  }

 private:
  Flow ShowEach(const std::vector<Datum>& named, Datum value, Context* context,
                std::string* out) const {
    const Segment segment = Segment::Of(std::move(value), 0, std::nullopt, context);
    Flow flow = Flow::kNext;
    for (std::int64_t i = 0; i < segment.size() && flow != Flow::kStop; ++i) {
      Loop loop{partial_->name, segment.size(), i};
      loop.of_partial = true;
      flow = context->Spend(1) ? ShowOne(named, segment.At(i), &loop, context, out) : Flow::kStop;
    }
    return flow;
  }

  Flow ShowOne(const std::vector<Datum>& named, Datum value, const Loop* loop, Context* context,
               std::string* out) const {
    const Context::Frame outer = context->Isolate();
    for (std::size_t i = 0; i < named.size(); ++i) {
      context->PushLocal(arguments_.named[i].first, named[i]);
    }
    if (!value.is_nil()) context->PushLocal(arguments_.alias, std::move(value));
    if (loop != nullptr) context->loops().push_back(*loop);
    const Flow flow = Show(*partial_, place_, context, out);
    if (loop != nullptr) context->loops().pop_back();
    context->Leave(outer);
    return flow;
  }

  const Partial* partial_;
  Arguments arguments_;
  Place place_;
};

class IncludePartial final : public Node {
 public:
  // `name` tells which of `partials` is shown.
  IncludePartial(ExpressionPtr name, std::map<std::string, const Partial*> partials,
                 Arguments arguments, Place place)
      : name_(std::move(name)),
        partials_(std::move(partials)),
        arguments_(std::move(arguments)),
        place_(place) {}

  Flow Render(Context* context, std::string* out) const override {
    if (context->isolated()) {
      context->Fail(place_, "{% include %} cannot stand in what {% render %} shows");
      return Flow::kStop;
    }
    std::string buffer;
    const Datum name = name_->Evaluate(context, true);
    const auto partial = partials_.find(std::string(TextOf(name, &buffer)));
    if (partial == partials_.end()) {
      context->Fail(place_, absl::StrCat("there is no partial \"", TextOf(name, &buffer), "\""));
      return Flow::kStop;
    }
    bool found = false;
    Datum value =
        context->Keep(arguments_.value != nullptr ? arguments_.value->Evaluate(context, true)
                                                  : context->Find(partial->first, &found));
    const std::size_t locals = context->local_count();
    for (const auto& [key, expression] : arguments_.named) {
      context->PushLocal(key, context->Keep(expression->Evaluate(context, true)));
    }
    const Flow flow =
        context->ok() ? ShowValue(*partial->second, std::move(value), context, out) : Flow::kStop;
    context->PopLocals(locals);
    return flow;
  }

 private:
  // A list is shown item by item.
  Flow ShowValue(const Partial& partial, Datum value, Context* context, std::string* out) const {
    const absl::string_view variable =
        arguments_.alias.empty() ? VariableOf(partial.name) : absl::string_view(arguments_.alias);
    const std::size_t local = context->local_count();
    const Value::List* list = value.value().as_list();
    context->PushLocal(variable, list != nullptr ? Datum() : value);
    if (list == nullptr) return Show(partial, place_, context, out);
    Flow flow = Flow::kNext;
    for (std::size_t i = 0; i < list->size() && flow == Flow::kNext; ++i) {
      if (!context->Spend(1)) return Flow::kStop;
      context->SetLocal(local, Datum(&(*list)[i]));
      flow = Show(partial, place_, context, out);
    }
    return flow;
  }

  ExpressionPtr name_;
  std::map<std::string, const Partial*> partials_;
  Arguments arguments_;
  Place place_;
};

// The partial `name`, compiled. Null after an error.
const Partial* FindPartial(Parser& parser, const std::string& name, std::size_t begin) {
  Library* library = parser.library();
  const Partial* partial = library != nullptr ? library->Find(name) : nullptr;
  if (partial == nullptr) {
    const std::string nearest =
        library != nullptr ? base::Nearest(name, library->Names()) : std::string();
    parser.Fail(begin, absl::StrCat("there is no partial \"", name, "\"",
                                    nearest.empty() ? "" : "; did you mean \"", nearest,
                                    nearest.empty() ? "" : "\"?"));
    return nullptr;
  }
  if (partial->error.has_value()) {
    parser.Fail(begin, absl::StrCat("in \"", name, "\" at line ", partial->error->line, ", column ",
                                    partial->error->column, ": ", partial->error->message));
    return nullptr;
  }
  return partial;
}

std::optional<Arguments> ParseArguments(ExpressionParser& expressions) {
  Arguments arguments;
  const bool with = expressions.TakeName("with");
  arguments.each = !with && expressions.TakeName("for");
  if (with || arguments.each) {
    arguments.value = expressions.ParseExpression();
    if (arguments.value == nullptr) return std::nullopt;
  }
  if (expressions.TakeName("as")) {
    std::optional<std::string> alias = expressions.ParseName();
    if (!alias.has_value()) return std::nullopt;
    arguments.alias = *std::move(alias);
  }
  while (!expressions.AtEnd()) {
    if (expressions.TakeSign(",")) continue;
    std::optional<std::string> name = expressions.ParseName();
    if (!name.has_value() || !expressions.Expect(":")) return std::nullopt;
    ExpressionPtr value = expressions.ParseExpression();
    if (value == nullptr) return std::nullopt;
    arguments.named.emplace_back(*std::move(name), std::move(value));
  }
  return arguments;
}

}  // namespace

NodePtr ParseRender(Parser& parser, const Token& token) {
  const Place place = parser.PlaceAt(token.begin);
  ExpressionParser expressions(parser, token);
  const std::optional<std::string> name = expressions.ParseText();
  if (!name.has_value()) return nullptr;
  const Partial* partial = FindPartial(parser, *name, token.content_begin);
  if (partial == nullptr) return nullptr;
  std::optional<Arguments> arguments = ParseArguments(expressions);
  if (!arguments.has_value()) return nullptr;
  return std::make_unique<RenderPartial>(partial, *std::move(arguments), place);
}

NodePtr ParseInclude(Parser& parser, const Token& token) {
  const Place place = parser.PlaceAt(token.begin);
  ExpressionParser expressions(parser, token);
  ExpressionPtr name = expressions.ParseExpression();
  if (name == nullptr) return nullptr;
  std::map<std::string, const Partial*> partials;
  std::vector<std::string> names;
  if (name->literal() != nullptr) {
    std::string buffer;
    names.emplace_back(TextOf(*name->literal(), &buffer));
  } else if (parser.library() != nullptr) {
    // It may name any.
    names = parser.library()->Names();
  }
  for (const std::string& candidate : names) {
    const Partial* partial = FindPartial(parser, candidate, token.content_begin);
    if (partial == nullptr) return nullptr;
    parser.AddIncluded(partial);
    parser.references().AddPath(candidate, candidate);
    partials.emplace(candidate, partial);
  }
  std::optional<Arguments> arguments = ParseArguments(expressions);
  if (!arguments.has_value()) return nullptr;
  return std::make_unique<IncludePartial>(std::move(name), std::move(partials),
                                          *std::move(arguments), place);
}

}  // namespace usher::liquid
