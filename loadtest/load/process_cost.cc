#include "load/process_cost.h"

#include <fstream>
#include <sstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include <unistd.h>

namespace usher::load {
namespace {

// Of /proc/PID/stat, counted behind the name in parentheses, which may hold anything.
constexpr std::size_t kUserTicks = 11;
constexpr std::size_t kSystemTicks = 12;
constexpr std::size_t kResidentPages = 21;

std::uint64_t Number(const std::vector<std::string>& fields, std::size_t at) {
  std::uint64_t number = 0;
  return at < fields.size() && absl::SimpleAtoi(fields[at], &number) ? number : 0;
}

}  // namespace

absl::StatusOr<ProcessUse> ReadUse(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  if (!std::getline(file, line)) {
    return absl::NotFoundError(absl::StrCat("there is no process ", pid));
  }
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) {
    return absl::InternalError(absl::StrCat("/proc/", pid, "/stat cannot be understood"));
  }
  const std::vector<std::string> fields =
      absl::StrSplit(line.substr(name_end + 1), ' ', absl::SkipEmpty());
  const auto ticks = static_cast<double>(Number(fields, kUserTicks) + Number(fields, kSystemTicks));
  return ProcessUse{.cpu_s = ticks / static_cast<double>(sysconf(_SC_CLK_TCK)),
                    .resident_bytes = Number(fields, kResidentPages) *
                                      static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE))};
}

absl::StatusOr<WatchedProcess> ParseWatchedProcess(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  WatchedProcess process;
  int pid = 0;
  if (parts.size() != 2 || parts[0].empty() || !absl::SimpleAtoi(parts[1], &pid) || pid < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(text, ": must be a name and a process id, such as usherd=1234"));
  }
  process.name = parts[0];
  process.pid = pid;
  return process;
}

}  // namespace usher::load
