#include "liquid/text_filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "liquid/characters.h"
#include "liquid/text_case.h"

namespace usher::liquid {
namespace {

using base::Value;

// Filters that only look at their input.
template <std::string (*kConvert)(absl::string_view)>
Datum Convert(Datum input, FilterCall&) {
  std::string buffer;
  return TextDatum(kConvert(TextOf(input, &buffer)));
}

std::string Strip(absl::string_view text) { return std::string(absl::StripAsciiWhitespace(text)); }
std::string StripLeft(absl::string_view text) {
  return std::string(absl::StripLeadingAsciiWhitespace(text));
}
std::string StripRight(absl::string_view text) {
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

std::string StripNewlines(absl::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool carriage = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] != '\n' && !carriage) out.push_back(text[i]);
  }
  return out;
}

std::string Capitalize(absl::string_view text) {
  const absl::string_view first = CharacterPrefix(text, 1);
  // A capital may be two: that of ß is SS, of which only the first is one here.
  const std::string upper = ToUpper(first);
  const absl::string_view capital = CharacterPrefix(upper, 1);
  return absl::StrCat(capital, ToLower(absl::string_view(upper).substr(capital.size())),
                      ToLower(text.substr(first.size())));
}

Datum Append(Datum input, FilterCall& call) {
  std::string buffer;
  std::string tail;
  return TextDatum(absl::StrCat(TextOf(input, &buffer), call.Text(0, "", &tail)));
}

Datum Prepend(Datum input, FilterCall& call) {
  std::string buffer;
  std::string head;
  return TextDatum(absl::StrCat(call.Text(0, "", &head), TextOf(input, &buffer)));
}

// Where a slice of something of `size` begins and ends; none when it begins outside.
std::optional<std::pair<std::size_t, std::size_t>> SliceOf(std::size_t size, std::int64_t offset,
                                                           std::int64_t length) {
  const auto signed_size = static_cast<std::int64_t>(size);
  if (offset < 0) offset += signed_size;
  if (offset < 0 || offset > signed_size || length < 0) return std::nullopt;
  length = std::min(length, signed_size - offset);
  return std::pair(static_cast<std::size_t>(offset), static_cast<std::size_t>(offset + length));
}

Datum Slice(Datum input, FilterCall& call) {
  const std::optional<std::int64_t> offset = call.Integer(0, 0);
  const bool has_length = call.Has(1) && !call.positional[1].is_nil();
  const std::optional<std::int64_t> length = has_length ? call.Integer(1, 1) : 1;
  if (!offset.has_value() || !length.has_value()) return Datum();
  if (const Value::List* list = input.value().as_list()) {
    const auto part = SliceOf(list->size(), *offset, *length);
    if (!part.has_value()) return Datum(Value(Value::List()));
    const auto at = [&](std::size_t i) { return list->begin() + static_cast<std::ptrdiff_t>(i); };
    return Datum(Value(Value::List(at(part->first), at(part->second))));
  }
  std::string buffer;
  const absl::string_view text = TextOf(input, &buffer);
  const auto part = SliceOf(CharacterCount(text), *offset, *length);
  if (!part.has_value()) return TextDatum("");
  const std::size_t begin = CharacterPrefix(text, part->first).size();
  return TextDatum(std::string(CharacterPrefix(text, part->second).substr(begin)));
}

Datum Truncate(Datum input, FilterCall& call) {
  if (input.is_nil()) return input;
  const std::optional<std::int64_t> wanted = call.Integer(0, 50);
  if (!wanted.has_value()) return Datum();
  std::string buffer;
  std::string mark_buffer;
  const absl::string_view text = TextOf(input, &buffer);
  const absl::string_view mark = call.Text(1, "...", &mark_buffer);
  if (static_cast<std::int64_t>(CharacterCount(text)) <= *wanted)
    return TextDatum(std::string(text));
  // The mark counts, but is never cut itself.
  const auto mark_length = static_cast<std::int64_t>(CharacterCount(mark));
  const auto kept = static_cast<std::size_t>(*wanted > mark_length ? *wanted - mark_length : 0);
  return TextDatum(absl::StrCat(CharacterPrefix(text, kept), mark));
}

Datum TruncateWords(Datum input, FilterCall& call) {
  if (input.is_nil()) return input;
  const std::optional<std::int64_t> wanted = call.Integer(0, 15);
  if (!wanted.has_value()) return Datum();
  std::string buffer;
  std::string mark_buffer;
  const absl::string_view text = TextOf(input, &buffer);
  absl::string_view rest = text;
  std::string out;
  for (std::int64_t word = 0; word < std::max<std::int64_t>(*wanted, 1); ++word) {
    rest = absl::StripLeadingAsciiWhitespace(rest);
    std::size_t size = 0;
    while (size < rest.size() && !absl::ascii_isspace(static_cast<unsigned char>(rest[size])))
      ++size;
    absl::StrAppend(&out, word > 0 ? " " : "", rest.substr(0, size));
    rest.remove_prefix(size);
    if (rest.empty()) return TextDatum(std::string(text));
  }
  return TextDatum(absl::StrCat(out, call.Text(1, "...", &mark_buffer)));
}

constexpr Filter kFilters[] = {
    {"append", 1, 1, "", Append},
    {"capitalize", 0, 0, "", Convert<Capitalize>},
    {"downcase", 0, 0, "", Convert<ToLower>},
    {"lstrip", 0, 0, "", Convert<StripLeft>},
    {"prepend", 1, 1, "", Prepend},
    {"rstrip", 0, 0, "", Convert<StripRight>},
    {"slice", 1, 2, "", Slice},
    {"strip", 0, 0, "", Convert<Strip>},
    {"strip_newlines", 0, 0, "", Convert<StripNewlines>},
    {"truncate", 0, 2, "", Truncate},
    {"truncatewords", 0, 2, "", TruncateWords},
    {"upcase", 0, 0, "", Convert<ToUpper>},
};

}  // namespace

absl::Span<const Filter> TextFilters() { return kFilters; }

}  // namespace usher::liquid
