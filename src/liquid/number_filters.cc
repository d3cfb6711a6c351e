#include "liquid/number_filters.h"

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"

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

Number Abs(const Number& number) {
  if (!number.is_int || number.i == std::numeric_limits<std::int64_t>::min()) {
    return Number::Of(std::abs(number.d));
  }
  return Number::Of(number.i < 0 ? -number.i : number.i);
}

Datum Absolute(Datum input, FilterCall&) { return Result(Abs(NumberIn(input))); }

// What a division by 0 left cannot be made whole.
Datum RoundWith(Number (*round)(const Number&, std::int64_t), std::int64_t places,
                const Datum& input, FilterCall& call) {
  const Number number = NumberIn(input);
  if (std::isfinite(number.d)) return Result(round(number, places));
  std::string text;
  AppendFloat(number.d, &text);
  return call.Fail(absl::StrCat(text, " cannot be rounded"));
}

template <Number (*kConvert)(const Number&)>
Datum Convert(Datum input, FilterCall& call) {
  return RoundWith([](const Number& number, std::int64_t) { return kConvert(number); }, 0, input,
                   call);
}

Datum RoundTo(Datum input, FilterCall& call) {
  return RoundWith(Round, WholePart(call.NumberAt(0)), input, call);
}

Number Larger(const Number& a, const Number& b) { return Compare(b, a) > 0 ? b : a; }

Number Smaller(const Number& a, const Number& b) { return Compare(b, a) < 0 ? b : a; }

constexpr Filter kFilters[] = {
    {"abs", 0, 0, "", Absolute},
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
