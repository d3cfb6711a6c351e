#include "load/message_log.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include <sys/stat.h>

#include "base/json.h"

namespace usher::load {
namespace {

constexpr absl::Duration kGlance = absl::Milliseconds(2);

std::uint64_t SizeOf(const std::string& path) {
  struct stat found = {};
  return stat(path.c_str(), &found) == 0 ? static_cast<std::uint64_t>(found.st_size) : 0;
}

std::string Text(const base::Value& line, const char* field) {
  const base::Value* value = line.Find(field);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

}  // namespace

absl::Status ParseMessage(const std::string& line, SentMessage* message) {
  const auto value = base::ParseJson(line, {.bytes_max = 16 * 1024 * 1024});
  if (!value.ok()) return value.status();
  message->send_id = Text(*value, "send_id");
  message->customer = absl::StrCat(Text(*value, "customer_id"), Text(*value, "anonymous_id"));
  message->channel = Text(*value, "channel");
  message->category = Text(*value, "category");
  message->journey = Text(*value, "journey");
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, Text(*value, "time"), &message->granted, &error)) {
    return absl::InvalidArgumentError(absl::StrCat("time: ", error));
  }
  if (message->send_id.empty()) return absl::InvalidArgumentError("send_id: missing");
  return absl::OkStatus();
}

MessageLog::MessageLog(std::string path) : path_(std::move(path)), read_to_(SizeOf(path_)) {}

MessageLog::~MessageLog() {
  over_ = true;
  if (watcher_.joinable()) watcher_.join();
}

void MessageLog::Watch() {
  watcher_ = std::thread([this] {
    std::uint64_t last = SizeOf(path_);
    for (; !over_.load(); absl::SleepFor(kGlance)) {
      const std::uint64_t size = SizeOf(path_);
      if (size <= last) continue;
      last = size;
      const std::lock_guard<std::mutex> lock(mutex_);
      growth_.emplace_back(size, absl::Now());
    }
  });
}

absl::Time MessageLog::SeenAt(std::uint64_t offset) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = std::lower_bound(
      growth_.begin(), growth_.end(), offset,
      [](const auto& growth, std::uint64_t wanted) { return growth.first < wanted; });
  return found == growth_.end() ? absl::InfinitePast() : found->second;
}

absl::Status MessageLog::Read() {
  // A line may be read before the watcher has noticed it.
  if (watcher_.joinable()) absl::SleepFor(2 * kGlance);
  std::uint64_t known = SizeOf(path_);
  if (watcher_.joinable()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    known = growth_.empty() ? read_to_ : growth_.back().first;
  }
  std::ifstream file(path_);
  file.seekg(static_cast<std::streamoff>(read_to_));
  for (std::string line; read_to_ < known && std::getline(file, line) && !file.eof();) {
    const std::uint64_t end = read_to_ + line.size() + 1;
    if (end > known) break;
    SentMessage message;
    ++lines_;
    if (const absl::Status status = ParseMessage(line, &message); !status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path_, ": line ", lines_,
                       " since the start of the run is no message: ", status.message()));
    }
    message.seen = SeenAt(end);
    messages_.push_back(std::move(message));
    read_to_ = end;
  }
  return absl::OkStatus();
}

}  // namespace usher::load
