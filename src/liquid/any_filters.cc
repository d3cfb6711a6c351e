#include "liquid/any_filters.h"

#include "base/json.h"

namespace usher::liquid {
namespace {

using base::Value;

// The text, list or map is missing, or says nothing.
Datum Default(Datum input, FilterCall& call) {
  const Datum* allow_false = call.Named("allow_false");
  const bool keeps_false = allow_false != nullptr && IsTruthy(*allow_false);
  const bool keeps = keeps_false ? !input.is_nil() : IsTruthy(input);
  if (keeps && !IsEmpty(input.value())) return input;
  return call.Has(0) ? std::move(call.positional[0]) : TextDatum("");
}

Datum Size(Datum input, FilterCall&) { return Datum(Value(SizeOf(input).value_or(0))); }

Datum Json(Datum input, FilterCall& call) {
  if (const Interval* range = input.range()) {
    if (!call.context->Spend(range->size())) return Datum();
    Value::List list;
    for (std::uint64_t i = 0; i < range->size(); ++i) list.emplace_back(range->At(i));
    return TextDatum(base::ToJson(Value(std::move(list))), Datum::kJsonSafe);
  }
  return TextDatum(base::ToJson(input.value()), Datum::kJsonSafe);
}

Datum Raw(Datum input, FilterCall&) {
  input.set_safe(Datum::kSafe);
  return input;
}

constexpr Filter kFilters[] = {
    {"default", 0, 1, "allow_false", Default},
    {"json", 0, 0, "", Json},
    {"raw", 0, 0, "", Raw},
    {"size", 0, 0, "", Size},
};

}  // namespace

absl::Span<const Filter> AnyFilters() { return kFilters; }

}  // namespace usher::liquid
