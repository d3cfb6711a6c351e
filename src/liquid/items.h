#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "liquid/filters.h"

namespace usher::liquid {

using Items = std::vector<const base::Value*>;

// What list filters walk over: the items of a list and of the lists in it, the numbers of a range,
// nothing for nil, anything else as the only item. Counts the work. The items live as long as the
// rendering.
Items ItemsOf(Datum input, FilterCall& call);

// A list of copies.
Datum ListDatum(const Items& items);

// What an item has by the name of a property.
struct Property {
  enum class Kind {
    kFound,    // also nil, for a map without it
    kRefused,  // a number: asking is an error
    kNone,     // nil and truth values have no properties
  };
  Kind kind = Kind::kNone;
  base::Value value;  // what a text has: the name, if it contains it
  const base::Value* borrowed = nullptr;

  const base::Value& get() const { return borrowed != nullptr ? *borrowed : value; }
};

Property PropertyOf(const base::Value& item, const base::Value& name);
// Fails: the property `name` cannot be asked for.
Datum FailProperty(const base::Value& name, FilterCall& call);

}  // namespace usher::liquid
