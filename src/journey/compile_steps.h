#pragma once

#include <memory>
#include <string>
#include <vector>

#include "journey/compiler_context.h"
#include "journey/definition.h"

namespace usher::v1 {
class Journey;
class Step;
}  // namespace usher::v1

namespace usher::journey {

// Compiles the steps of a journey, in order.
std::vector<Step> CompileSteps(const v1::Journey& journey, CompilerContext& context);

// The id of a step as written, or one made from its kind and position.
std::string StepIdOf(const v1::Step& step, std::size_t index);

}  // namespace usher::journey
