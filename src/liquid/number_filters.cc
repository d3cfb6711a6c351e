#include "liquid/number_filters.h"

#include <cmath>
#include <limits>

#include "liquid/decimal.h"

namespace usher::liquid {
namespace {

Number NumberIn(const Datum& input) { return NumberOf(input.value()); }

Datum Result(const Number& number) { return Datum(ToValue(number)); }

template <Number (*kCalculate)(const Number&, const Number&)>
Datum Calculate(Datum input, FilterCall& call) {
  return Result(kCalculate(NumberIn(input), call.NumberAt(0)));
}

template <std::optional<Number> (*kDivide)(const Number&, const Number&)>
Datum DivideWith(Datum input, FilterCall& call) {
  const std::optional<Number> result = kDivide(NumberIn(input), call.NumberAt(0));
  return result.has_value() ? Result(*result) : call.Fail("division by 0");
}

template <Number (*kConvert)(const Number&)>
Datum Convert(Datum input, FilterCall&) {
  return Result(kConvert(NumberIn(input)));
}

Datum RoundTo(Datum input, FilterCall& call) {
  return Result(Round(NumberIn(input), Floor(call.NumberAt(0)).i));
}

Number Abs(const Number& number) {
  if (!number.is_int || number.i == std::numeric_limits<std::int64_t>::min()) {
    return Number::Of(std::abs(number.d));
  }
  return Number::Of(number.i < 0 ? -number.i : number.i);
}

Number Larger(const Number& a, const Number& b) { return Compare(b, a) > 0 ? b : a; }

Number Smaller(const Number& a, const Number& b) { return Compare(b, a) < 0 ? b : a; }

constexpr Filter kFilters[] = {
    {"abs", 0, 0, "", Convert<Abs>},
    {"at_least", 1, 1, "", Calculate<Larger>},
    {"at_most", 1, 1, "", Calculate<Smaller>},
    {"ceil", 0, 0, "", Convert<Ceil>},
    {"divided_by", 1, 1, "", DivideWith<Divide>},
    {"floor", 0, 0, "", Convert<Floor>},
    {"minus", 1, 1, "", Calculate<Subtract>},
    {"modulo", 1, 1, "", DivideWith<Modulo>},
    {"plus", 1, 1, "", Calculate<Add>},
    {"round", 0, 1, "", RoundTo},
    {"times", 1, 1, "", Calculate<Multiply>},
};

}  // namespace

absl::Span<const Filter> NumberFilters() { return kFilters; }

}  // namespace usher::liquid
