// Any text is a journey or a list of faults with places, and a journey compiles or has problems.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"

#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(bytes), size);
  usher::v1::Journey journey;
  usher::yaml::SourceMap map;
  for (const usher::yaml::Problem& problem : usher::yaml::Load(text, &journey, &map)) {
    if (problem.message.empty()) std::abort();
    (void)usher::yaml::FormatProblem("fuzz.yaml", problem);
  }
  return 0;
}
