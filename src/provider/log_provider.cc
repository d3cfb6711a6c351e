#include "provider/log_provider.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "provider/log_line.h"

namespace usher::provider {
namespace {

constexpr off_t kTailBytes = 64 << 20;
constexpr std::size_t kIdsMax = 1'000'000;

// The file itself, whatever path leads to it, so that gateways that share it know each other's
// attempts.
std::uint64_t InstanceOf(const struct stat& file) {
  return base::HashFields({"log", absl::StrCat(file.st_dev), absl::StrCat(file.st_ino)});
}

absl::Status Errno(const std::string& what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", std::strerror(errno)));
}

bool WriteAll(int descriptor, const std::string& line) {
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t count = write(descriptor, line.data() + written, line.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    written += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<LogProvider>> LogProvider::Open(const std::string& path) {
  if (path == "-") return std::unique_ptr<LogProvider>(new LogProvider(STDOUT_FILENO, 0));
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  struct stat file {};
  if (descriptor < 0 || fstat(descriptor, &file) != 0) {
    return Errno(absl::StrCat("cannot open the message log ", path));
  }
  std::unique_ptr<LogProvider> provider(new LogProvider(descriptor, InstanceOf(file)));
  provider->read_to_ = std::max<off_t>(0, file.st_size - kTailBytes);
  if (!provider->CatchUp()) return Errno(absl::StrCat("cannot read the message log ", path));
  if (!provider->CutUnfinishedLine()) {
    return Errno(absl::StrCat("cannot mend the message log ", path));
  }
  return provider;
}

LogProvider::~LogProvider() {
  if (descriptor_ != STDOUT_FILENO) close(descriptor_);
}

bool LogProvider::CatchUp() {
  if (instance_ == 0) return true;
  const off_t size = lseek(descriptor_, 0, SEEK_END);
  if (size < 0) return false;
  std::string tail(static_cast<std::size_t>(std::max<off_t>(0, size - read_to_)), '\0');
  std::size_t filled = 0;
  while (filled < tail.size()) {
    const ssize_t count = pread(descriptor_, tail.data() + filled, tail.size() - filled,
                                read_to_ + static_cast<off_t>(filled));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    filled += static_cast<std::size_t>(count);
  }
  std::size_t begin = 0;
  for (std::size_t end = tail.find('\n'); end != std::string::npos; end = tail.find('\n', begin)) {
    if (const auto id = SendIdOfLine(absl::string_view(tail).substr(begin, end - begin))) {
      Remember(*id);
    }
    begin = end + 1;
  }
  read_to_ += static_cast<std::int64_t>(begin);
  return true;
}

bool LogProvider::CutUnfinishedLine() {
  const off_t size = lseek(descriptor_, 0, SEEK_END);
  return size == read_to_ || ftruncate(descriptor_, read_to_) == 0;
}

void LogProvider::Remember(std::uint64_t send_id) {
  if (!written_.insert(send_id).second) return;
  order_.push_back(send_id);
  if (order_.size() <= kIdsMax) return;
  written_.erase(order_.front());
  order_.pop_front();
}

void LogProvider::Send(const journey::Message& message,
                       std::function<void(messages::AttemptReport)> done) {
  messages::AttemptReport report{journey::AttemptResult::kSent, ""};
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!CatchUp()) {
      report = {journey::AttemptResult::kTemporary,
                absl::StrCat("cannot read: ", std::strerror(errno))};
    } else if (!written_.contains(message.send_id)) {
      if (WriteAll(descriptor_, LogLine(message))) {
        Remember(message.send_id);
      } else {
        // A part may have been written, so what became of it is not certain.
        report = {journey::AttemptResult::kUnknown,
                  absl::StrCat("cannot write: ", std::strerror(errno))};
      }
    }
  }
  done(std::move(report));
}

messages::AttemptReport LogProvider::FindFate(std::uint64_t send_id, std::uint64_t instance) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const bool up_to_date = CatchUp();
  if (written_.contains(send_id)) return {journey::AttemptResult::kSent, ""};
  if (up_to_date && instance != 0 && instance == instance_) {
    return {journey::AttemptResult::kNotStarted, "not in the log"};
  }
  return ProviderPort::FindFate(send_id, instance);
}

}  // namespace usher::provider
