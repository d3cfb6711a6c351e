#pragma once

#include <string>

#include "journey/compiler_context.h"
#include "journey/definition.h"

namespace usher::v1 {
class Journey;
class LocalTime;
class Wait;
}  // namespace usher::v1

namespace usher::journey {

// Compiles a wait step at `path`, which the step `next` follows.
Wait CompileWait(const v1::Journey& journey, const v1::Wait& wait, const std::string& path,
                 StepIndex next, CompilerContext& context);

// Compiles a rule about a date: its offset, time of day and whether it is yearly.
DateRule CompileDateRule(const google::protobuf::Duration* offset, const std::string& at,
                         bool yearly, const std::string& path, CompilerContext& context);

}  // namespace usher::journey
