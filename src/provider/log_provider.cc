#include "provider/log_provider.h"

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
  const absl::Status status = provider->ReadIds(path);
  if (!status.ok()) return status;
  return provider;
}

LogProvider::~LogProvider() {
  if (descriptor_ != STDOUT_FILENO) close(descriptor_);
}

absl::Status LogProvider::ReadIds(const std::string& path) {
  const off_t size = lseek(descriptor_, 0, SEEK_END);
  const off_t start = std::max<off_t>(0, size - kTailBytes);
  std::string tail(static_cast<std::size_t>(size - start), '\0');
  std::size_t filled = 0;
  while (filled < tail.size()) {
    const ssize_t count = pread(descriptor_, tail.data() + filled, tail.size() - filled,
                                start + static_cast<off_t>(filled));
    if (count <= 0) return Errno(absl::StrCat("cannot read the message log ", path));
    filled += static_cast<std::size_t>(count);
  }
  std::size_t begin = 0;
  for (std::size_t end = tail.find('\n'); end != std::string::npos; end = tail.find('\n', begin)) {
    if (const auto id = SendIdOfLine(absl::string_view(tail).substr(begin, end - begin))) {
      Remember(*id);
    }
    begin = end + 1;
  }
  if (begin < tail.size() && ftruncate(descriptor_, start + static_cast<off_t>(begin)) != 0) {
    return Errno(absl::StrCat("cannot mend the message log ", path));
  }
  return absl::OkStatus();
}

bool LogProvider::Remember(std::uint64_t send_id) {
  if (!written_.insert(send_id).second) return false;
  order_.push_back(send_id);
  if (order_.size() > kIdsMax) {
    written_.erase(order_.front());
    order_.pop_front();
  }
  return true;
}

void LogProvider::Send(const journey::Message& message,
                       std::function<void(messages::AttemptReport)> done) {
  messages::AttemptReport report{journey::AttemptResult::kSent, ""};
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (Remember(message.send_id) && !WriteAll(descriptor_, LogLine(message))) {
      // A part may have been written, so what became of it is not certain.
      report = {journey::AttemptResult::kUnknown,
                absl::StrCat("cannot write: ", std::strerror(errno))};
    }
  }
  done(std::move(report));
}

messages::AttemptReport LogProvider::FindFate(std::uint64_t send_id, std::uint64_t instance) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (written_.contains(send_id)) return {journey::AttemptResult::kSent, ""};
  if (instance != 0 && instance == instance_) {
    return {journey::AttemptResult::kNotStarted, "not in the log"};
  }
  return {journey::AttemptResult::kUnknown, "the gateway that sent it did not report"};
}

}  // namespace usher::provider
