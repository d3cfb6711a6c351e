#include "liquid/expression.h"

#include "absl/strings/str_cat.h"

#include "liquid/loop_view.h"
#include "liquid/semantics.h"

namespace usher::liquid {
namespace {

using base::Value;

// The item at `index`, from the end when negative.
const Value* Item(const Value::List& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.size());
  if (index < 0) index += size;
  return index >= 0 && index < size ? &list[static_cast<std::size_t>(index)] : nullptr;
}

// What size, first and last stand for after a dot.
Datum Command(const Datum& datum, absl::string_view name, bool* found) {
  if (name == "size") {
    const std::optional<std::int64_t> size = SizeOf(datum);
    *found = size.has_value();
    return *found ? Datum(Value(*size)) : Datum();
  }
  if (name == "first" || name == "last") return EndOf(datum, name == "last", found);
  *found = false;
  return Datum();
}

Datum Member(const Datum& datum, const Path::Step& step, bool* found) {
  if (const Value* member = datum.value().Find(step.name)) return Datum(member);
  if (step.dotted) return Command(datum, step.name, found);
  *found = false;
  return Datum();
}

Datum Indexed(const Datum& datum, const Value& index, bool* found) {
  const Value* item = nullptr;
  if (const Value::List* list = datum.value().as_list()) {
    if (const std::optional<std::int64_t> i = WholeOf(index)) item = Item(*list, *i);
  } else if (const std::string* name = index.as_string()) {
    item = datum.value().Find(*name);
  }
  *found = item != nullptr;
  return item != nullptr ? Datum(item) : Datum();
}

}  // namespace

Path::Path(std::string root, ExpressionPtr name, std::vector<Step> steps, std::string text,
           Place place)
    : root_(std::move(root)),
      name_(std::move(name)),
      kind_(name_ != nullptr          ? Root::kComputed
            : root_ == "forloop"      ? Root::kForloop
            : root_ == "tablerowloop" ? Root::kTablerowloop
                                      : Root::kVariable),
      steps_(std::move(steps)),
      text_(std::move(text)),
      place_(place) {}

Datum Path::FindRoot(Context* context, bool* found) const {
  if (kind_ == Root::kVariable) return context->Find(root_, found);
  if (kind_ == Root::kForloop) {
    if (context->InnerLoop(0) != nullptr) return Datum(ForloopMap(*context, 0));
    return context->Find(root_, found);
  }
  if (kind_ == Root::kTablerowloop) {
    if (const Loop* table = context->InnerTable()) return Datum(TablerowloopMap(*table));
    return context->Find(root_, found);
  }
  const Datum name = name_->Evaluate(context, true);
  const std::string* text = name.value().as_string();
  *found = text != nullptr;
  return *found ? context->Find(*text, found) : Datum();
}

// forloop.index and the like, without making a map; nil otherwise.
Datum Path::LoopMember(const Context& context) const {
  if (kind_ == Root::kVariable || steps_.empty() || steps_.back().index != nullptr) return Datum();
  bool found = false;
  if (kind_ == Root::kTablerowloop && steps_.size() == 1) {
    const Loop* table = context.InnerTable();
    return table != nullptr ? Datum(TablerowloopMember(*table, steps_[0].name, &found)) : Datum();
  }
  if (kind_ != Root::kForloop) return Datum();
  for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
    if (steps_[i].name != "parentloop") return Datum();
  }
  const Loop* loop = context.InnerLoop(steps_.size() - 1);
  return loop != nullptr ? Datum(ForloopMember(*loop, steps_.back().name, &found)) : Datum();
}

Datum Path::Evaluate(Context* context, bool required) const {
  if (kind_ != Root::kVariable) {
    Datum member = LoopMember(*context);
    if (!member.is_nil()) return member;
  }
  bool found = true;
  Datum current = FindRoot(context, &found);
  for (const Step& step : steps_) {
    if (!found) break;
    // Members of a computed map are borrowed from it.
    if (!current.is_borrowed()) current = context->Keep(std::move(current));
    if (step.index == nullptr) {
      current = Member(current, step, &found);
    } else {
      const Datum index = step.index->Evaluate(context, required);
      current = Indexed(current, index.value(), &found);
    }
  }
  if (!found && required && context->options().strict) {
    context->Fail(place_, absl::StrCat(text_, " is missing"));
  }
  return current;
}

std::int64_t Range::Bound(const Expression& expression, Context* context, bool required) const {
  const Datum datum = expression.Evaluate(context, required);
  const Value& value = datum.value();
  if (value.is_null() || value.as_string() != nullptr) return NumberOf(value).i;
  // Written into the template, a fraction is cut off.
  if (expression.literal() != nullptr) return WholePart(NumberOf(value));
  const std::optional<std::int64_t> whole = WholeOf(value);
  if (!whole.has_value()) context->Fail(place_, "a range goes from one whole number to another");
  return whole.value_or(0);
}

Datum Range::Evaluate(Context* context, bool required) const {
  const std::int64_t first = Bound(*first_, context, required);
  const std::int64_t last = Bound(*last_, context, required);
  return Datum(Interval{first, last});
}

}  // namespace usher::liquid
