#include "cel/text_parts.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

#include "cel/utf8.h"

namespace usher::cel {
namespace {

constexpr std::size_t kNone = absl::string_view::npos;

Value OutOfRange(Context& context, std::int64_t position) {
  return context.FailWith(FaultCode::kOutOfRange, "the text has no position",
                          absl::StrCat(position));
}

// The byte at code point `position` of `text`, whose end is a position too; kNone if there is none.
std::size_t ByteAtPosition(absl::string_view text, std::int64_t position) {
  if (position < 0) return kNone;
  std::size_t byte = 0;
  for (; position > 0 && byte < text.size(); --position) byte += CodePointBytes(text.substr(byte));
  return position == 0 ? byte : kNone;
}

Value PositionOf(absl::string_view text, std::size_t byte) {
  if (byte == kNone) return Value::Int(-1);
  return Value::Int(static_cast<std::int64_t>(CountCodePoints(text.substr(0, byte))));
}

// What indexOf() and lastIndexOf() share: `find` looks for a text from a byte on.
template <class Find>
Value Search(absl::string_view function, const Value* arguments, std::size_t count,
             std::size_t byte_default, Context& context, Find find) {
  std::int64_t from = 0;
  if (arguments[0].kind() != Kind::kString || arguments[1].kind() != Kind::kString ||
      (count == 3 && !TakeInt(arguments[2], &from))) {
    return context.NoOverload(function, arguments, count);
  }
  const absl::string_view text = arguments[0].text();
  const absl::string_view wanted = arguments[1].text();
  if (!context.Spend(1 + text.size())) return context.CostExceeded();
  if (count == 2) return PositionOf(text, find(text, wanted, byte_default));
  const std::size_t byte = ByteAtPosition(text, from);
  // The end is no place to look for anything but the empty text.
  if (byte == kNone || (byte == text.size() && !wanted.empty())) return OutOfRange(context, from);
  return PositionOf(text, find(text, wanted, byte));
}

bool IsSpace(std::uint32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

Value ApplyCharAt(const Value* arguments, std::size_t count, Context& context) {
  std::int64_t position = 0;
  if (arguments[0].kind() != Kind::kString || !TakeInt(arguments[1], &position)) {
    return context.NoOverload("charAt", arguments, count);
  }
  const absl::string_view text = arguments[0].text();
  if (!context.SpendText(text.size())) return context.CostExceeded();
  const std::size_t byte = ByteAtPosition(text, position);
  if (byte == kNone) return OutOfRange(context, position);
  const absl::string_view rest = text.substr(byte);
  return Value::String(rest.empty() ? rest : rest.substr(0, CodePointBytes(rest)));
}

Value ApplyIndexOf(const Value* arguments, std::size_t count, Context& context) {
  return Search("indexOf", arguments, count, 0, context,
                [](absl::string_view text, absl::string_view wanted, std::size_t from) {
                  return text.find(wanted, from);
                });
}

Value ApplyLastIndexOf(const Value* arguments, std::size_t count, Context& context) {
  return Search("lastIndexOf", arguments, count, kNone, context,
                [](absl::string_view text, absl::string_view wanted, std::size_t from) {
                  return text.rfind(wanted, from);
                });
}

Value ApplySubstring(const Value* arguments, std::size_t count, Context& context) {
  std::int64_t start = 0;
  std::int64_t end = 0;
  if (arguments[0].kind() != Kind::kString || !TakeInt(arguments[1], &start) ||
      (count == 3 && !TakeInt(arguments[2], &end))) {
    return context.NoOverload("substring", arguments, count);
  }
  const absl::string_view text = arguments[0].text();
  if (!context.SpendText(text.size())) return context.CostExceeded();
  const std::size_t first = ByteAtPosition(text, start);
  if (first == kNone) return OutOfRange(context, start);
  if (count == 2) return Value::String(text.substr(first));
  const std::size_t last = ByteAtPosition(text, end);
  if (last == kNone) return OutOfRange(context, end);
  if (last < first) {
    return context.FailWith(FaultCode::kOutOfRange, "the part ends before it starts",
                            absl::StrCat(start, " to ", end));
  }
  return Value::String(text.substr(first, last - first));
}

Value ApplyTrim(const Value* arguments, std::size_t count, Context& context) {
  if (arguments[0].kind() != Kind::kString) return context.NoOverload("trim", arguments, count);
  absl::string_view text = arguments[0].text();
  if (!context.SpendText(text.size())) return context.CostExceeded();
  while (!text.empty() && IsSpace(DecodeCodePoint(text))) text.remove_prefix(CodePointBytes(text));
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while ((static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    if (!IsSpace(DecodeCodePoint(text.substr(last)))) break;
    text = text.substr(0, last);
  }
  return Value::String(text);
}

}  // namespace usher::cel
