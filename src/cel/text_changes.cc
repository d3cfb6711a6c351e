#include "cel/text_changes.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "cel/utf8.h"

namespace usher::cel {
namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

bool AreStrings(const Value* arguments, std::size_t count) {
  return std::all_of(arguments, arguments + count,
                     [](const Value& argument) { return argument.kind() == Kind::kString; });
}

// The limit that is argument `index`, if there are so many; false when it is no int.
bool TakeLimit(const Value* arguments, std::size_t count, std::size_t index, std::int64_t* limit) {
  *limit = kNoLimit;
  if (count <= index) return true;
  if (!TakeInt(arguments[index], limit)) return false;
  if (*limit < 0) *limit = kNoLimit;
  return true;
}

// Where `wanted` begins in `text` from `from` on. An empty one is at `from` when `here`, else
// behind the next code point.
std::size_t Find(absl::string_view text, absl::string_view wanted, std::size_t from, bool here) {
  if (!wanted.empty() || here) return text.find(wanted, from);
  if (from >= text.size()) return absl::string_view::npos;
  return from + CodePointBytes(text.substr(from));
}

Value CopyText(Context& context, absl::string_view text) {
  if (!context.SpendText(text.size())) return context.CostExceeded();
  return Value::String(context.arena().Copy(text));
}

Value MapBytes(absl::string_view function, char (*change)(unsigned char), const Value* arguments,
               std::size_t count, Context& context) {
  if (!AreStrings(arguments, 1)) return context.NoOverload(function, arguments, count);
  const absl::string_view text = arguments[0].text();
  if (!context.SpendText(text.size())) return context.CostExceeded();
  char* changed = context.arena().AllocateArray<char>(text.size());
  std::transform(text.begin(), text.end(), changed,
                 [change](char c) { return change(static_cast<unsigned char>(c)); });
  return Value::String({changed, text.size()});
}

const char* EscapeOf(char c) {
  switch (c) {
    case '\a':
      return "\\a";
    case '\b':
      return "\\b";
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\v':
      return "\\v";
    case '\f':
      return "\\f";
    case '\r':
      return "\\r";
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    default:
      return nullptr;
  }
}

}  // namespace

Value ApplyReplace(const Value* arguments, std::size_t count, Context& context) {
  std::int64_t limit = 0;
  if (!AreStrings(arguments, 3) || !TakeLimit(arguments, count, 3, &limit)) {
    return context.NoOverload("replace", arguments, count);
  }
  const absl::string_view text = arguments[0].text();
  const absl::string_view wanted = arguments[1].text();
  const absl::string_view substitute = arguments[2].text();
  std::string replaced;
  std::size_t from = 0;
  bool here = true;
  for (; limit > 0; --limit) {
    const std::size_t at = Find(text, wanted, from, here);
    if (at == absl::string_view::npos) break;
    if (!context.SpendText(at - from + substitute.size())) return context.CostExceeded();
    absl::StrAppend(&replaced, text.substr(from, at - from), substitute);
    from = at + wanted.size();
    here = !wanted.empty();
  }
  absl::StrAppend(&replaced, text.substr(from));
  return CopyText(context, replaced);
}

Value ApplySplit(const Value* arguments, std::size_t count, Context& context) {
  std::int64_t limit = 0;
  if (!AreStrings(arguments, 2) || !TakeLimit(arguments, count, 2, &limit)) {
    return context.NoOverload("split", arguments, count);
  }
  const absl::string_view text = arguments[0].text();
  const absl::string_view separator = arguments[1].text();
  std::vector<Value> parts;
  std::size_t from = 0;
  while (static_cast<std::int64_t>(parts.size()) + 1 < limit) {
    if (separator.empty() && from == text.size()) break;
    const std::size_t at = Find(text, separator, from, /*here=*/false);
    if (at == absl::string_view::npos) break;
    if (!context.SpendText(at - from)) return context.CostExceeded();
    parts.push_back(Value::String(text.substr(from, at - from)));
    from = at + separator.size();
  }
  const bool has_rest = !separator.empty() || from < text.size();
  if (limit > 0 && has_rest) parts.push_back(Value::String(text.substr(from)));
  if (!context.Spend(parts.size())) return context.CostExceeded();
  Value* elements = context.arena().AllocateArray<Value>(parts.size());
  std::copy(parts.begin(), parts.end(), elements);
  return Value::List(elements, parts.size());
}

Value ApplyJoin(const Value* arguments, std::size_t count, Context& context) {
  if (arguments[0].kind() != Kind::kList || (count == 2 && !AreStrings(arguments + 1, 1))) {
    return context.NoOverload("join", arguments, count);
  }
  const absl::string_view separator = count == 2 ? arguments[1].text() : "";
  std::string joined;
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    const Value element = arguments[0].ElementAt(i);
    if (element.kind() != Kind::kString) return context.NoOverload("join of a list", &element, 1);
    if (!context.SpendText(separator.size() + element.text().size())) {
      return context.CostExceeded();
    }
    absl::StrAppend(&joined, i > 0 ? separator : "", element.text());
  }
  return CopyText(context, joined);
}

Value ApplyReverse(const Value* arguments, std::size_t count, Context& context) {
  if (!AreStrings(arguments, 1)) return context.NoOverload("reverse", arguments, count);
  absl::string_view text = arguments[0].text();
  if (!context.SpendText(text.size())) return context.CostExceeded();
  char* reversed = context.arena().AllocateArray<char>(text.size());
  const std::size_t size = text.size();
  while (!text.empty()) {
    const absl::string_view next = text.substr(0, CodePointBytes(text));
    text.remove_prefix(next.size());
    std::copy(next.begin(), next.end(), reversed + text.size());
  }
  return Value::String({reversed, size});
}

Value ApplyLowerAscii(const Value* arguments, std::size_t count, Context& context) {
  return MapBytes("lowerAscii", absl::ascii_tolower, arguments, count, context);
}

Value ApplyUpperAscii(const Value* arguments, std::size_t count, Context& context) {
  return MapBytes("upperAscii", absl::ascii_toupper, arguments, count, context);
}

Value ApplyQuote(const Value* arguments, std::size_t count, Context& context) {
  if (!AreStrings(arguments, 1)) return context.NoOverload("strings.quote", arguments, count);
  if (!context.SpendText(arguments[0].text().size())) return context.CostExceeded();
  std::string quoted = "\"";
  for (const char c : arguments[0].text()) {
    if (const char* escape = EscapeOf(c)) {
      quoted.append(escape);
    } else {
      quoted.push_back(c);
    }
  }
  quoted.push_back('"');
  return CopyText(context, quoted);
}

}  // namespace usher::cel
