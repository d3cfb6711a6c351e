#include "channel/zone.h"

#include "absl/strings/ascii.h"

#include "base/zone.h"
#include "channel/policy.h"

namespace usher::channel {

Zone LoadZone(absl::string_view name) {
  absl::TimeZone zone;
  if (!base::FindZone(name, &zone)) return std::nullopt;
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
