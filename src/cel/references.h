#pragma once

#include <vector>

#include "cel/checker.h"
#include "cel/code.h"
#include "cel/environment.h"

namespace usher::cel {

// The variables an expression reads with the longest members known, sorted. One that another
// covers is left out: beside `event`, `event.price` says nothing.
std::vector<Reference> CollectReferences(const CheckedAst& checked, const Environment& environment);

// Its calls of host functions in the order of the text.
std::vector<HostCall> CollectHostCalls(const CheckedAst& checked);

}  // namespace usher::cel
