#include "liquid/text_filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "liquid/escape.h"
#include "liquid/text_case.h"

namespace usher::liquid {
namespace {

using base::Value;

Datum Text(std::string text, Datum::Safe safe = Datum::kUnsafe) {
  return Datum(Value(std::move(text)), safe);
}

// Filters that only look at their input.
template <std::string (*kConvert)(absl::string_view)>
Datum Convert(Datum input, FilterCall&) {
  std::string buffer;
  return Text(kConvert(TextOf(input.value(), &buffer)));
}

std::string Strip(absl::string_view text) { return std::string(absl::StripAsciiWhitespace(text)); }
std::string StripLeft(absl::string_view text) {
  return std::string(absl::StripLeadingAsciiWhitespace(text));
}
std::string StripRight(absl::string_view text) {
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

std::string Capitalize(absl::string_view text) {
  const absl::string_view first = CharacterPrefix(text, 1);
  return absl::StrCat(ToUpper(first), ToLower(text.substr(first.size())));
}

std::string UrlEncode(absl::string_view text) {
  std::string out;
  AppendUrl(text, &out);
  return out;
}

Datum Append(Datum input, FilterCall& call) {
  std::string buffer;
  std::string tail;
  return Text(absl::StrCat(TextOf(input.value(), &buffer), call.Text(0, "", &tail)));
}

Datum Prepend(Datum input, FilterCall& call) {
  std::string buffer;
  std::string head;
  return Text(absl::StrCat(call.Text(0, "", &head), TextOf(input.value(), &buffer)));
}

Datum ReplaceAll(absl::string_view text, absl::string_view from, absl::string_view to,
                 FilterCall& call) {
  if (from.empty()) return Text(std::string(text));
  std::string out;
  while (true) {
    const std::size_t match = text.find(from);
    out.append(text.data(), std::min(match, text.size()));
    if (match == absl::string_view::npos) return Text(std::move(out));
    out.append(to.data(), to.size());
    text.remove_prefix(match + from.size());
    // The product of two long texts is checked while it grows, not when it is complete.
    if (!call.context->Spend(1 + to.size() / 64)) return Datum();
  }
}

Datum Replace(Datum input, FilterCall& call) {
  std::string buffer;
  std::string from;
  std::string to;
  return ReplaceAll(TextOf(input.value(), &buffer), call.Text(0, "", &from), call.Text(1, "", &to),
                    call);
}

Datum Remove(Datum input, FilterCall& call) {
  std::string buffer;
  std::string from;
  return ReplaceAll(TextOf(input.value(), &buffer), call.Text(0, "", &from), "", call);
}

Datum Truncate(Datum input, FilterCall& call) {
  std::string buffer;
  std::string mark_buffer;
  const absl::string_view text = TextOf(input.value(), &buffer);
  const absl::string_view mark = call.Text(1, "...", &mark_buffer);
  const std::optional<Number> limit = call.NumberAt(0);
  const std::int64_t wanted = limit.has_value() ? std::max<std::int64_t>(limit->i, 0) : 50;
  const auto length = static_cast<std::size_t>(wanted);
  if (CharacterCount(text) <= length) return Text(std::string(text));
  const std::size_t mark_length = std::min(CharacterCount(mark), length);
  return Text(absl::StrCat(CharacterPrefix(text, length - mark_length), mark));
}

template <bool kOnce>
Datum EscapeHtml(Datum input, FilterCall&) {
  std::string buffer;
  std::string out;
  AppendHtml(TextOf(input.value(), &buffer), kOnce, &out);
  return Text(std::move(out), Datum::kHtmlSafe);
}

constexpr Filter kFilters[] = {
    {"append", 1, 1, "", Append},
    {"capitalize", 0, 0, "", Convert<Capitalize>},
    {"downcase", 0, 0, "", Convert<ToLower>},
    {"escape", 0, 0, "", EscapeHtml<false>},
    {"escape_once", 0, 0, "", EscapeHtml<true>},
    {"lstrip", 0, 0, "", Convert<StripLeft>},
    {"prepend", 1, 1, "", Prepend},
    {"remove", 1, 1, "", Remove},
    {"replace", 1, 2, "", Replace},
    {"rstrip", 0, 0, "", Convert<StripRight>},
    {"strip", 0, 0, "", Convert<Strip>},
    {"truncate", 0, 2, "", Truncate},
    {"upcase", 0, 0, "", Convert<ToUpper>},
    {"url_encode", 0, 0, "", Convert<UrlEncode>},
};

}  // namespace

absl::Span<const Filter> TextFilters() { return kFilters; }

}  // namespace usher::liquid
