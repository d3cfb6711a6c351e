#include "base/zone.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace usher::base {
namespace {

constexpr std::size_t kNameBytesMax = 64;

// Keeps out paths, "file:" and "libc:" names and the machine's own zone, all of which Abseil would
// take.
bool IsPlainName(absl::string_view name) {
  if (name.empty() || name.size() > kNameBytesMax || name == "localtime") return false;
  if (!absl::ascii_isalpha(static_cast<unsigned char>(name.front()))) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
           absl::StrContains("/_-+", absl::string_view(&c, 1));
  });
}

// Abseil remembers every name it is asked for, bad ones too and for ever, so only names of files
// may reach it. It looks where TZDIR says, too.
bool IsInDatabase(absl::string_view name) {
  const char* directory = std::getenv("TZDIR");
  if (directory == nullptr || *directory == '\0') directory = "/usr/share/zoneinfo";
  std::error_code error;
  return std::filesystem::is_regular_file(std::string(absl::StrCat(directory, "/", name)), error);
}

// Holds no more than the database has names.
class Found {
 public:
  bool Find(absl::string_view name, absl::TimeZone* zone) {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = zones_.find(name);
    if (found == zones_.end()) return false;
    *zone = found->second;
    return true;
  }

  void Add(absl::string_view name, absl::TimeZone zone) {
    absl::MutexLock lock(&mutex_);
    zones_.emplace(name, zone);
  }

 private:
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, absl::TimeZone> zones_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

bool FindZone(absl::string_view name, absl::TimeZone* zone) {
  static Found* const kFound = new Found;
  if (kFound->Find(name, zone)) return true;
  if (!IsPlainName(name) || !IsInDatabase(name) || !absl::LoadTimeZone(name, zone)) return false;
  kFound->Add(name, *zone);
  return true;
}

}  // namespace usher::base
