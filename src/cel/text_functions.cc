#include "cel/text_functions.h"

#include "absl/strings/match.h"

namespace usher::cel {
namespace {

constexpr std::int64_t kPatternBytesMax = 1 << 20;
// Compiling a pattern takes some microseconds; this keeps a loop over patterns within the budget.
constexpr std::size_t kPatternSteps = 500;

bool AreStrings(const Value* arguments) {
  return arguments[0].kind() == Kind::kString && arguments[1].kind() == Kind::kString;
}

}  // namespace

Value ApplyContains(const Value* arguments, std::size_t count, Context& context) {
  if (!AreStrings(arguments)) return context.NoOverload("contains", arguments, count);
  if (!context.SpendText(arguments[0].text().size())) return context.CostExceeded();
  return Value::Bool(absl::StrContains(arguments[0].text(), arguments[1].text()));
}

Value ApplyStartsWith(const Value* arguments, std::size_t count, Context& context) {
  if (!AreStrings(arguments)) return context.NoOverload("startsWith", arguments, count);
  return Value::Bool(absl::StartsWith(arguments[0].text(), arguments[1].text()));
}

Value ApplyEndsWith(const Value* arguments, std::size_t count, Context& context) {
  if (!AreStrings(arguments)) return context.NoOverload("endsWith", arguments, count);
  return Value::Bool(absl::EndsWith(arguments[0].text(), arguments[1].text()));
}

Value ApplyMatches(const Value* arguments, std::size_t count, Context& context) {
  if (!AreStrings(arguments)) return context.NoOverload("matches", arguments, count);
  if (!context.Spend(kPatternSteps + arguments[1].text().size())) return context.CostExceeded();
  const RE2 pattern(ToPiece(arguments[1].text()), PatternOptions());
  if (!pattern.ok()) {
    return context.FailWith(FaultCode::kInvalidArgument, "not a valid pattern", pattern.error());
  }
  return MatchesPattern(arguments[0].text(), pattern, context);
}

Value MatchesPattern(absl::string_view text, const RE2& pattern, Context& context) {
  if (!context.Spend(1 + text.size())) return context.CostExceeded();
  return Value::Bool(RE2::PartialMatch(ToPiece(text), pattern));
}

RE2::Options PatternOptions() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternBytesMax);
  return options;
}

re2::StringPiece ToPiece(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace usher::cel
