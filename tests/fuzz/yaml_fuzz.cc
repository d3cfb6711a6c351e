// Any text is a journey or a list of faults that can be told.

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"

#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

// libfyaml 0.7 does not free a buffer of 1 KiB when it finds some faults in a quoted text.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfyaml.so\n"; }

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
