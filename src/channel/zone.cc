#include "channel/zone.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "channel/policy.h"

namespace usher::channel {
namespace {

constexpr std::size_t kNameLengthMax = 64;

// Keeps out paths, "file:" and "libc:" names and the machine's own zone, all of which Abseil would
// take.
bool IsPlainName(absl::string_view name) {
  if (name.empty() || name.size() > kNameLengthMax || name == "localtime") return false;
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

}  // namespace

Zone LoadZone(absl::string_view name) {
  absl::TimeZone zone;
  if (!IsPlainName(name) || !IsInDatabase(name) || !absl::LoadTimeZone(name, &zone)) {
    return std::nullopt;
  }
  return zone;
}

Zone ZoneCache::Find(absl::string_view name) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = found_.find(name);
    if (found != found_.end()) return found->second;
  }
  const Zone zone = LoadZone(name);
  if (zone.has_value()) {
    absl::MutexLock lock(&mutex_);
    found_.emplace(name, *zone);
  }
  return zone;
}

Zone CustomerZone(const Policy& policy, const customer::Profile& profile, ZoneCache& zones) {
  if (!profile.time_zone.empty()) {
    const Zone own = zones.Find(profile.time_zone);
    if (own.has_value()) return own;
  }
  if (!profile.country.empty()) {
    const auto of_country = policy.country_zones.find(absl::AsciiStrToUpper(profile.country));
    if (of_country != policy.country_zones.end()) return of_country->second;
  }
  return policy.default_zone;
}

}  // namespace usher::channel
