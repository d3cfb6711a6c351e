#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// operand.name: the member of a map, or an error.
Value SelectMember(const Value& operand, absl::string_view name, Context& context);

// Whether `map` has the key `key`, numbers comparing by value; if so, sets `*member`.
bool FindKey(const Value& map, const Value& key, Context& context, Value* member);

// The map of these entries, or an error when a key is of no allowed kind or occurs twice.
// `entries` must live as long as the map.
Value MakeMap(const Entry* entries, std::size_t count, Context& context);

// Indexing, `in` and size() as functions.
Value ApplyIndex(const Value* arguments, std::size_t count, Context& context);
Value ApplyIn(const Value* arguments, std::size_t count, Context& context);
Value ApplySize(const Value* arguments, std::size_t count, Context& context);

}  // namespace usher::cel
