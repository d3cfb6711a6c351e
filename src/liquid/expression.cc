#include "liquid/expression.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "liquid/semantics.h"

namespace usher::liquid {
namespace {

using base::Value;

const Value* Item(const Value::List& list, std::int64_t index) {
  const auto size = static_cast<std::int64_t>(list.size());
  if (index < 0) index += size;
  return index >= 0 && index < size ? &list[static_cast<std::size_t>(index)] : nullptr;
}

std::int64_t SizeOf(const Value& value) {
  if (const std::string* s = value.as_string()) {
    return static_cast<std::int64_t>(CharacterCount(*s));
  }
  if (const Value::List* list = value.as_list()) return static_cast<std::int64_t>(list->size());
  if (const Value::Map* map = value.as_map()) return static_cast<std::int64_t>(map->size());
  return -1;
}

// A step by name; only `size` has to be computed, everything else is borrowed.
Datum Member(const Value& value, const Path::Step& step, bool* found) {
  if (const Value* member = value.Find(step.name)) return Datum(member);
  if (step.dotted) {
    if (step.name == "size") {
      if (const std::int64_t size = SizeOf(value); size >= 0) return Datum(Value(size));
    } else if (const Value::List* list = value.as_list();
               list != nullptr && (step.name == "first" || step.name == "last")) {
      if (const Value* item = Item(*list, step.name == "first" ? 0 : -1)) return Datum(item);
    }
  }
  *found = false;
  return Datum();
}

Datum Indexed(const Value& value, const Value& index, bool* found) {
  const Value* item = nullptr;
  if (const std::int64_t* i = index.as_int(); i != nullptr && value.as_list() != nullptr) {
    item = Item(*value.as_list(), *i);
  } else if (const std::string* name = index.as_string()) {
    item = value.Find(*name);
  }
  *found = item != nullptr;
  return item != nullptr ? Datum(item) : Datum();
}

}  // namespace

Datum Path::Evaluate(Context* context, bool required) const {
  if (root_ == "forloop" && !context->loops().empty()) return Forloop(*context);
  Datum::Safe safe = Datum::kUnsafe;
  const Value* root = context->Find(root_, &safe);
  bool found = root != nullptr;
  Datum current = found ? Datum(root) : Datum();
  for (const Step& step : steps_) {
    if (!found) break;
    // The whole of an escaped text is escaped, its parts need not be.
    safe = Datum::kUnsafe;
    if (step.index == nullptr) {
      current = Member(current.value(), step, &found);
    } else {
      const Datum index = step.index->Evaluate(context, required);
      current = Indexed(current.value(), index.value(), &found);
    }
  }
  if (!found && required && context->options().strict) {
    context->Fail(place_, absl::StrCat(text_, " is missing"));
  }
  current.set_safe(safe);
  return current;
}

Datum Path::Forloop(const Context& context) const {
  std::size_t depth = context.loops().size();
  std::size_t step = 0;
  while (step < steps_.size() && steps_[step].name == "parentloop" && depth > 0) {
    ++step;
    --depth;
  }
  if (depth == 0 || step + 1 != steps_.size()) return Datum();
  const Loop& loop = context.loops()[depth - 1];
  const std::string& name = steps_[step].name;
  if (name == "index") return Datum(Value(loop.index + 1));
  if (name == "index0") return Datum(Value(loop.index));
  if (name == "rindex") return Datum(Value(loop.length - loop.index));
  if (name == "rindex0") return Datum(Value(loop.length - loop.index - 1));
  if (name == "first") return Datum(Value(loop.index == 0));
  if (name == "last") return Datum(Value(loop.index + 1 == loop.length));
  if (name == "length") return Datum(Value(loop.length));
  return Datum();
}

Datum Range::Evaluate(Context* context, bool required) const {
  const auto bound = [&](const ExpressionPtr& expression) {
    const auto number = ToNumber(expression->Evaluate(context, required).value());
    return number.has_value() && number->is_int ? number->i : 0;
  };
  const std::int64_t first = bound(first_);
  const std::int64_t last = bound(last_);
  if (last < first) return Datum(Value(Value::List()));
  // Unsigned, because the distance of two such numbers may not fit a signed one.
  const std::uint64_t count = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
  if (!context->Spend(static_cast<std::size_t>(std::min<std::uint64_t>(count, 1U << 30)))) {
    return Datum();
  }
  Value::List list;
  list.reserve(count + 1);
  for (std::uint64_t i = 0; i <= count; ++i) {
    list.emplace_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(first) + i));
  }
  return Datum(Value(std::move(list)));
}

}  // namespace usher::liquid
