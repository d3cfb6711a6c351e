#include "liquid/replace_filters.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "liquid/characters.h"

namespace usher::liquid {
namespace {

// Between all characters too, if `from` is empty.
Datum ReplaceAll(absl::string_view text, absl::string_view from, absl::string_view to,
                 FilterCall& call) {
  std::string out;
  while (true) {
    const std::size_t match = text.find(from);
    out.append(text.data(), std::min(match, text.size()));
    if (match == absl::string_view::npos) break;
    out.append(to.data(), to.size());
    text.remove_prefix(match + from.size());
    // The product of two long texts is checked while it grows, not when it is complete.
    if (!call.context->Spend(1 + to.size() / 64)) return Datum();
    if (!from.empty()) continue;
    if (text.empty()) break;
    const absl::string_view before = text;
    TakeCharacter(&text);
    out.append(before.data(), before.size() - text.size());
  }
  return TextDatum(std::move(out));
}

Datum ReplaceAt(absl::string_view text, std::size_t match, absl::string_view from,
                absl::string_view to) {
  if (match == absl::string_view::npos) return TextDatum(std::string(text));
  return TextDatum(absl::StrCat(text.substr(0, match), to, text.substr(match + from.size())));
}

enum class Which { kAll, kFirst, kLast };

// Without a second argument, what is found goes away.
template <Which kWhich>
Datum Replace(Datum input, FilterCall& call) {
  std::string buffer;
  std::string from_buffer;
  std::string to_buffer;
  const absl::string_view text = TextOf(input, &buffer);
  const absl::string_view from = call.Text(0, "", &from_buffer);
  const absl::string_view to = call.Text(1, "", &to_buffer);
  if (kWhich == Which::kAll) return ReplaceAll(text, from, to, call);
  return ReplaceAt(text, kWhich == Which::kFirst ? text.find(from) : text.rfind(from), from, to);
}

constexpr Filter kFilters[] = {
    {"remove", 1, 1, "", Replace<Which::kAll>},
    {"remove_first", 1, 1, "", Replace<Which::kFirst>},
    {"remove_last", 1, 1, "", Replace<Which::kLast>},
    {"replace", 1, 2, "", Replace<Which::kAll>},
    {"replace_first", 1, 2, "", Replace<Which::kFirst>},
    {"replace_last", 2, 2, "", Replace<Which::kLast>},
};

}  // namespace

absl::Span<const Filter> ReplaceFilters() { return kFilters; }

}  // namespace usher::liquid
