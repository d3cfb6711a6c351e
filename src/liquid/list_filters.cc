#include "liquid/list_filters.h"

#include "absl/strings/str_split.h"

#include "base/json.h"

namespace usher::liquid {
namespace {

using base::Value;

// The text, list or map is missing, or says nothing.
Datum Default(Datum input, FilterCall& call) {
  const Datum* allow_false = call.Named("allow_false");
  const bool keep_false = allow_false != nullptr && IsTruthy(allow_false->value());
  const bool is_false = input.value().as_bool() != nullptr && !*input.value().as_bool();
  const bool keeps = is_false ? keep_false : IsTruthy(input.value()) && !IsEmpty(input.value());
  return keeps ? std::move(input) : std::move(call.positional[0]);
}

Datum Size(Datum input, FilterCall&) {
  std::size_t size = 0;
  if (const std::string* s = input.value().as_string()) {
    size = CharacterCount(*s);
  } else if (const Value::List* list = input.value().as_list()) {
    size = list->size();
  } else if (const Value::Map* map = input.value().as_map()) {
    size = map->size();
  }
  return Datum(Value(static_cast<std::int64_t>(size)));
}

template <bool kLast>
Datum End(Datum input, FilterCall&) {
  const Value::List* list = input.value().as_list();
  if (list == nullptr || list->empty()) return Datum();
  const Value& item = kLast ? list->back() : list->front();
  return input.is_borrowed() ? Datum(&item) : Datum(Value(item));
}

Datum Join(Datum input, FilterCall& call) {
  const Value::List* list = input.value().as_list();
  if (list == nullptr) return input;
  std::string glue_buffer;
  const absl::string_view glue = call.Text(0, " ", &glue_buffer);
  std::string out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (i > 0) out.append(glue.data(), glue.size());
    const std::size_t before = out.size();
    AppendText((*list)[i], &out);
    if (!call.context->Spend(1 + (glue.size() + out.size() - before) / 64)) return Datum();
  }
  return Datum(Value(std::move(out)));
}

Datum Split(Datum input, FilterCall& call) {
  std::string buffer;
  std::string separator_buffer;
  const absl::string_view text = TextOf(input.value(), &buffer);
  const absl::string_view separator = call.Text(0, " ", &separator_buffer);
  Value::List list;
  for (const absl::string_view part : absl::StrSplit(text, separator)) {
    if (!call.context->Spend(1)) return Datum();
    list.push_back(Value(std::string(part)));
  }
  while (!list.empty() && list.back().as_string()->empty()) list.pop_back();
  return Datum(Value(std::move(list)));
}

Datum Json(Datum input, FilterCall&) {
  return Datum(Value(base::ToJson(input.value())), Datum::kJsonSafe);
}

Datum Raw(Datum input, FilterCall&) {
  input.set_safe(Datum::kSafe);
  return input;
}

constexpr Filter kFilters[] = {
    {"default", 1, 1, "allow_false", Default},
    {"first", 0, 0, "", End<false>},
    {"join", 0, 1, "", Join},
    {"json", 0, 0, "", Json},
    {"last", 0, 0, "", End<true>},
    {"raw", 0, 0, "", Raw},
    {"size", 0, 0, "", Size},
    {"split", 1, 1, "", Split},
};

}  // namespace

absl::Span<const Filter> ListFilters() { return kFilters; }

}  // namespace usher::liquid
