#pragma once

#include "absl/strings/string_view.h"

#include "liquid/context.h"

namespace usher::liquid {

// The member `name` of `forloop`; `parentloop` is not among them. `*found` says whether there is
// one.
base::Value ForloopMember(const Loop& loop, absl::string_view name, bool* found);
// The same of `tablerowloop`.
base::Value TablerowloopMember(const Loop& loop, absl::string_view name, bool* found);

// `forloop` as a map, to be handed on: the loop that is `outward` loops away from the innermost.
base::Value ForloopMap(const Context& context, std::size_t outward);
base::Value TablerowloopMap(const Loop& loop);

}  // namespace usher::liquid
