#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include <sys/types.h>

namespace usher::load {

// A process whose cost is watched.
struct WatchedProcess {
  std::string name;
  pid_t pid = 0;
};

// What a process has used so far.
struct ProcessUse {
  double cpu_s = 0;  // user and system, of all its threads, in steps of the kernel's clock tick
  std::uint64_t resident_bytes = 0;
};

// From /proc. NOT_FOUND when there is no such process.
absl::StatusOr<ProcessUse> ReadUse(pid_t pid);

// "usherd=123". INVALID_ARGUMENT for anything else.
absl::StatusOr<WatchedProcess> ParseWatchedProcess(const std::string& text);

}  // namespace usher::load
