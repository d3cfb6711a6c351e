#include "liquid/segment.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"

#include "liquid/semantics.h"
#include "liquid/text.h"

namespace usher::liquid {

using base::Value;

Segment Segment::Of(Datum datum, std::int64_t offset, std::optional<std::int64_t> limit,
                    Context* context) {
  Segment segment;
  datum = context->Keep(std::move(datum));
  std::uint64_t whole = 0;
  if (datum.range() != nullptr) {
    segment.range_ = *datum.range();
    whole = segment.range_.size();
  } else if (const Value::List* list = datum.value().as_list()) {
    segment.list_ = list;
    whole = list->size();
  } else if (const Value::Map* map = datum.value().as_map()) {
    Value::List pairs;
    for (const auto& [name, value] : *map) {
      if (!context->Spend(2)) return segment;
      pairs.push_back(Value(Value::List{Value(name), value}));
    }
    segment.list_ = context->Keep(Value(std::move(pairs)))->as_list();
    whole = map->size();
  } else if (const std::string* text = datum.value().as_string(); text && !text->empty()) {
    // A text is one item, whatever the limits are.
    segment.list_ = context->Keep(Value(Value::List{datum.value()}))->as_list();
    segment.size_ = 1;
    return segment;
  }
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  const auto size = static_cast<std::int64_t>(std::min(whole, kMax));
  std::int64_t end = size;
  std::int64_t to = 0;
  if (limit.has_value() && !__builtin_add_overflow(offset, *limit, &to)) {
    end = std::clamp<std::int64_t>(to, 0, size);
  }
  segment.first_ = std::clamp<std::int64_t>(offset, 0, size);
  segment.size_ = std::max<std::int64_t>(end - segment.first_, 0);
  return segment;
}

Datum Segment::At(std::int64_t index) const {
  if (list_ != nullptr) return Datum(&(*list_)[static_cast<std::size_t>(first_ + index)]);
  return Datum(Value(range_.At(static_cast<std::uint64_t>(first_ + index))));
}

std::optional<std::int64_t> EvaluateCount(const ExpressionPtr& expression, const Place& place,
                                          Context* context) {
  if (expression == nullptr) return std::nullopt;
  const Datum datum = expression->Evaluate(context, true);
  if (datum.is_nil()) return std::nullopt;
  const std::optional<std::int64_t> whole = ToInteger(datum.value());
  if (!whole.has_value()) {
    std::string buffer;
    context->Fail(place, absl::StrCat("limit and offset take a whole number, not \"",
                                      TextOf(datum, &buffer), "\""));
  }
  return whole;
}

}  // namespace usher::liquid
