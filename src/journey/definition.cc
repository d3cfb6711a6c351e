#include "journey/definition.h"

#include <array>

namespace usher::journey {

absl::string_view StepKindName(const Step& step) {
  static constexpr std::array<const char*, 10> kNames = {
      "wait", "branch", "split", "send", "set", "go_to", "exit", "emit", "audience", "consent"};
  return kNames[step.kind.index()];
}

}  // namespace usher::journey
