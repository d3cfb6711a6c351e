#include "liquid/list_filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "liquid/characters.h"
#include "liquid/items.h"

namespace usher::liquid {
namespace {

using base::Value;

template <bool kLast>
Datum End(Datum input, FilterCall&) {
  // Only the first pair of a map can be asked for.
  bool found = false;
  return EndOf(input, kLast, &found);
}

Datum Join(Datum input, FilterCall& call) {
  std::string glue_buffer;
  const absl::string_view glue = call.Text(0, " ", &glue_buffer);
  std::string out;
  bool first = true;
  for (const Value* item : ItemsOf(std::move(input), call)) {
    const std::size_t before = out.size();
    if (!first) out.append(glue.data(), glue.size());
    first = false;
    AppendText(*item, &out);
    if (!call.context->Spend((out.size() - before) / 64)) return Datum();
  }
  return TextDatum(std::move(out));
}

// White space of any length divides; there is none at the beginning.
Value::List SplitWords(absl::string_view text) {
  Value::List words;
  while (true) {
    text = absl::StripLeadingAsciiWhitespace(text);
    if (text.empty()) return words;
    const auto end = std::find_if(text.begin(), text.end(), [](char c) {
      return absl::ascii_isspace(static_cast<unsigned char>(c));
    });
    const auto size = static_cast<std::size_t>(end - text.begin());
    words.emplace_back(std::string(text.substr(0, size)));
    text.remove_prefix(size);
  }
}

Value::List SplitCharacters(absl::string_view text) {
  Value::List characters;
  while (!text.empty()) {
    const absl::string_view before = text;
    TakeCharacter(&text);
    characters.emplace_back(std::string(before.substr(0, before.size() - text.size())));
  }
  return characters;
}

Value::List SplitAt(absl::string_view text, absl::string_view separator) {
  Value::List parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(std::string(text.substr(0, end)));
    if (end == absl::string_view::npos) break;
    text.remove_prefix(end + separator.size());
  }
  while (!parts.empty() && parts.back().as_string()->empty()) parts.pop_back();
  return parts;
}

Datum Split(Datum input, FilterCall& call) {
  std::string buffer;
  std::string separator_buffer;
  const absl::string_view text = TextOf(input, &buffer);
  const absl::string_view separator = call.Text(0, " ", &separator_buffer);
  // There are no more parts than bytes.
  if (!call.context->Spend(text.size() / 64)) return Datum();
  return Datum(Value(separator.empty()  ? SplitCharacters(text)
                     : separator == " " ? SplitWords(text)
                                        : SplitAt(text, separator)));
}

Datum Concat(Datum input, FilterCall& call) {
  const Value::List* tail = call.positional[0].value().as_list();
  if (tail == nullptr) return call.Fail("concat takes a list");
  Items items = ItemsOf(std::move(input), call);
  if (!call.context->Spend(tail->size())) return Datum();
  for (const Value& item : *tail) items.push_back(&item);
  return ListDatum(items);
}

Datum Reverse(Datum input, FilterCall& call) {
  Items items = ItemsOf(std::move(input), call);
  std::reverse(items.begin(), items.end());
  return ListDatum(items);
}

constexpr Filter kFilters[] = {
    {"concat", 1, 1, "", Concat},  {"first", 0, 0, "", End<false>}, {"join", 0, 1, "", Join},
    {"last", 0, 0, "", End<true>}, {"reverse", 0, 0, "", Reverse},  {"split", 1, 1, "", Split},
};

}  // namespace

absl::Span<const Filter> ListFilters() { return kFilters; }

}  // namespace usher::liquid
