#pragma once

#include "journey/compiler_context.h"
#include "journey/definition.h"

namespace usher::v1 {
class Journey;
}

namespace usher::journey {

// Compiles who enters a journey, and when. Each kind of trigger has a place of its own in Enter.
Enter CompileEnter(const v1::Journey& journey, CompilerContext& context);

}  // namespace usher::journey
