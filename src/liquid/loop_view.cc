#include "liquid/loop_view.h"

#include <string>

namespace usher::liquid {

using base::Value;

Value ForloopMember(const Loop& loop, absl::string_view name, bool* found) {
  *found = true;
  if (name == "index") return Value(loop.index + 1);
  if (name == "index0") return Value(loop.index);
  if (name == "rindex") return Value(loop.length - loop.index);
  if (name == "rindex0") return Value(loop.length - loop.index - 1);
  if (name == "first") return Value(loop.index == 0);
  if (name == "last") return Value(loop.index + 1 == loop.length);
  if (name == "length") return Value(loop.length);
  if (name == "name") return Value(std::string(loop.name));
  *found = false;
  return Value();
}

Value TablerowloopMember(const Loop& loop, absl::string_view name, bool* found) {
  *found = true;
  if (name == "col") return Value(loop.column);
  if (name == "col0") return Value(loop.column - 1);
  if (name == "col_first") return Value(loop.column == 1);
  if (name == "col_last") return Value(loop.column == loop.columns);
  if (name == "row") return Value(loop.row);
  if (name == "name") {
    *found = false;
    return Value();
  }
  return ForloopMember(loop, name, found);
}

Value ForloopMap(const Context& context, std::size_t outward) {
  const Loop* loop = context.InnerLoop(outward);
  if (loop == nullptr) return Value();
  Value map;
  bool found = false;
  for (const char* name :
       {"index", "index0", "rindex", "rindex0", "first", "last", "length", "name"}) {
    map.Set(name, ForloopMember(*loop, name, &found));
  }
  map.Set("parentloop", ForloopMap(context, outward + 1));
  return map;
}

Value TablerowloopMap(const Loop& loop) {
  Value map;
  bool found = false;
  for (const char* name : {"index", "index0", "rindex", "rindex0", "first", "last", "length", "col",
                           "col0", "col_first", "col_last", "row"}) {
    map.Set(name, TablerowloopMember(loop, name, &found));
  }
  return map;
}

}  // namespace usher::liquid
