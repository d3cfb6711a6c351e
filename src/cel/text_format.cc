#include "cel/text_format.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "cel/format.h"
#include "cel/time_functions.h"
#include "cel/utf8.h"

namespace usher::cel {
namespace {

constexpr int kPrecisionMax = 100;
constexpr int kPrecisionDefault = 6;

// One clause of a format, such as %.2f.
struct Clause {
  char conversion = '\0';
  int precision = kPrecisionDefault;
};

class Formatter {
 public:
  Formatter(const Value& values, Context& context) : values_(values), context_(context) {}

  Value Run(absl::string_view format) {
    while (!format.empty() && wrong_.empty()) {
      const std::size_t percent = std::min(format.find('%'), format.size());
      out_.append(format.data(), percent);
      format.remove_prefix(percent);
      if (!format.empty()) Expand(&format);
      if (!context_.SpendText(percent)) return context_.CostExceeded();
    }
    if (wrong_.empty() && next_ < values_.size()) {
      wrong_ = absl::StrCat("the list has ", values_.size(), " values for ", next_, " clauses");
    }
    if (!wrong_.empty()) return context_.FailWith(FaultCode::kInvalidArgument, "format", wrong_);
    if (!context_.SpendText(out_.size())) return context_.CostExceeded();
    return Value::String(context_.arena().Copy(out_));
  }

 private:
  // Replaces the clause at the start of `format`.
  void Expand(absl::string_view* format) {
    format->remove_prefix(1);
    if (!format->empty() && format->front() == '%') {
      format->remove_prefix(1);
      out_.push_back('%');
      return;
    }
    Clause clause;
    if (!format->empty() && format->front() == '.') {
      format->remove_prefix(1);
      clause.precision = 0;
      while (!format->empty() && absl::ascii_isdigit(static_cast<unsigned char>(format->front()))) {
        clause.precision = std::min(clause.precision * 10 + (format->front() - '0'), 1000);
        format->remove_prefix(1);
      }
    }
    if (format->empty()) {
      wrong_ = "the text ends within a clause";
      return;
    }
    clause.conversion = format->front();
    if (absl::string_view("sdfeboxX").find(clause.conversion) == absl::string_view::npos) {
      wrong_ = absl::StrCat("no clause %", format->substr(0, CodePointBytes(*format)),
                            "; there are %s %d %f %e %b %o %x %X");
      return;
    }
    format->remove_prefix(1);
    if (next_ == values_.size()) {
      wrong_ = absl::StrCat("the list has only ", values_.size(), " values");
      return;
    }
    Append(clause, values_.ElementAt(next_++));
  }

  void Append(const Clause& clause, const Value& value) {
    switch (clause.conversion) {
      case 's':
        return AppendText(value);
      case 'd':
        return AppendWhole(value);
      case 'f':
      case 'e':
        return AppendDecimals(clause, value);
      case 'b':
        return value.kind() == Kind::kBool ? out_.append(value.as_bool() ? "1" : "0"),
               void()                      : AppendDigits(clause.conversion, value, 1);
      case 'o':
        return AppendDigits(clause.conversion, value, 3);
      default:
        return AppendHex(clause.conversion, value);
    }
  }

  void Refuse(char conversion, const Value& value) {
    wrong_ =
        absl::StrCat("%", std::string(1, conversion), " does not take a ", KindName(value.kind()));
  }

  void AppendWhole(const Value& value) {
    if (value.kind() == Kind::kInt) return absl::StrAppend(&out_, value.as_int());
    if (value.kind() == Kind::kUint) return absl::StrAppend(&out_, value.as_uint());
    std::int64_t whole = 0;
    if (TakeInt(value, &whole)) return absl::StrAppend(&out_, whole);
    if (value.kind() == Kind::kDouble && !std::isfinite(value.as_double())) {
      return absl::StrAppend(&out_, FormatDouble(value.as_double()));
    }
    Refuse('d', value);
  }

  void AppendDecimals(const Clause& clause, const Value& value) {
    double number = 0;
    if (value.kind() == Kind::kDouble) {
      number = value.as_double();
    } else if (value.kind() == Kind::kInt) {
      number = static_cast<double>(value.as_int());
    } else if (value.kind() == Kind::kUint) {
      number = static_cast<double>(value.as_uint());
    } else {
      return Refuse(clause.conversion, value);
    }
    if (clause.precision > kPrecisionMax) {
      wrong_ = absl::StrCat("at most ", kPrecisionMax, " digits after the point");
    } else if (!std::isfinite(number)) {
      absl::StrAppend(&out_, FormatDouble(number));
    } else if (clause.conversion == 'f') {
      absl::StrAppendFormat(&out_, "%.*f", clause.precision, number);
    } else {
      absl::StrAppendFormat(&out_, "%.*e", clause.precision, number);
    }
  }

  // The digits of a whole number, `bits` to each.
  void AppendDigits(char conversion, const Value& value, int bits) {
    std::int64_t whole = 0;
    std::uint64_t rest = 0;
    bool is_negative = false;
    if (value.kind() == Kind::kUint) {
      rest = value.as_uint();
    } else if (TakeInt(value, &whole)) {
      is_negative = whole < 0;
      rest =
          is_negative ? 0 - static_cast<std::uint64_t>(whole) : static_cast<std::uint64_t>(whole);
    } else {
      return Refuse(conversion, value);
    }
    const char* const symbols = conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string digits;
    do {
      digits.push_back(symbols[rest & ((1u << bits) - 1)]);
      rest >>= bits;
    } while (rest > 0);
    if (is_negative) digits.push_back('-');
    out_.append(digits.rbegin(), digits.rend());
  }

  void AppendHex(char conversion, const Value& value) {
    if (value.kind() != Kind::kString && value.kind() != Kind::kBytes) {
      return AppendDigits(conversion, value, 4);
    }
    const std::string digits = absl::BytesToHexString(value.text());
    out_.append(conversion == 'X' ? absl::AsciiStrToUpper(digits) : digits);
  }

  void AppendText(const Value& value) {
    if (!context_.Spend(1)) return;
    switch (value.kind()) {
      case Kind::kString:
        return absl::StrAppend(&out_, value.text());
      case Kind::kBytes:
        if (!IsUtf8(value.text())) {
          wrong_ = "%s takes bytes of UTF-8 only";
          return;
        }
        return absl::StrAppend(&out_, value.text());
      case Kind::kUint:
        return absl::StrAppend(&out_, value.as_uint());
      case Kind::kTimestamp:
        return absl::StrAppend(&out_, FormatTimestamp(value.as_timestamp()));
      case Kind::kDuration:
        return absl::StrAppend(&out_, FormatDuration(value));
      case Kind::kList:
        return AppendList(value);
      case Kind::kMap:
        return AppendMap(value);
      default:
        return absl::StrAppend(&out_, ToString(value));
    }
  }

  void AppendList(const Value& list) {
    out_.push_back('[');
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out_.append(", ");
      AppendText(list.ElementAt(i));
    }
    out_.push_back(']');
  }

  // By the texts of its keys, so that equal maps give equal texts.
  void AppendMap(const Value& map) {
    std::string before;
    before.swap(out_);
    std::vector<std::pair<std::string, std::string>> entries;
    for (std::size_t i = 0; i < map.size(); ++i) {
      AppendText(map.KeyAt(i));
      std::string key = std::exchange(out_, "");
      AppendText(map.MemberAt(i));
      entries.emplace_back(std::move(key), std::exchange(out_, ""));
    }
    std::sort(entries.begin(), entries.end());
    out_.swap(before);
    out_.push_back('{');
    for (std::size_t i = 0; i < entries.size(); ++i) {
      absl::StrAppend(&out_, i > 0 ? ", " : "", entries[i].first, ": ", entries[i].second);
    }
    out_.push_back('}');
  }

  const Value& values_;
  Context& context_;
  std::size_t next_ = 0;
  std::string out_;
  std::string wrong_;
};

}  // namespace

Value ApplyFormat(const Value* arguments, std::size_t count, Context& context) {
  if (arguments[0].kind() != Kind::kString || arguments[1].kind() != Kind::kList) {
    return context.NoOverload("format", arguments, count);
  }
  return Formatter(arguments[1], context).Run(arguments[0].text());
}

}  // namespace usher::cel
