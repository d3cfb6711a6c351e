#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

#include "journey/definition.h"

namespace usher::journey {

enum class JourneyStatus : std::uint8_t { kActive = 1, kPaused = 2, kArchived = 3 };

// One journey with all its versions that may still have runs.
struct CatalogEntry {
  JourneyStatus status = JourneyStatus::kActive;
  std::shared_ptr<const Definition> current;  // takes entries
  std::map<std::uint64_t, std::shared_ptr<const Definition>> versions;
  std::map<std::uint64_t, std::uint64_t> migrations;  // runs on the first move to the second
};

// All journeys at one moment. Immutable once built; shared among actors.
class Catalog {
 public:
  Catalog() = default;
  explicit Catalog(std::map<std::string, CatalogEntry> journeys);

  const CatalogEntry* Find(absl::string_view journey) const;
  // The version a run is on; null when this gateway does not know it (yet).
  const Definition* FindVersion(absl::string_view journey, std::uint64_t version) const;
  const std::map<std::string, CatalogEntry>& journeys() const { return journeys_; }
  // The version that runs on this one have to move to; null when they stay, or when this gateway
  // does not know it (yet).
  const Definition* FindMigration(absl::string_view journey, std::uint64_t version) const;
  // Whether runs of any journey have to move.
  bool Migrates() const { return migrates_; }

  // Active journeys that an event of this name may start, in the order of their names.
  const std::vector<const Definition*>& StartedBy(absl::string_view event_name) const;
  // Active journeys that a change of this attribute may start.
  const std::vector<const Definition*>& StartedByAttribute(absl::string_view attribute) const;
  // Active journeys that the clock starts: dates in attributes, schedules, occasions.
  const std::vector<const Definition*>& Dated() const { return dated_; }
  // Whether a step of the journey, of whatever version, sends at the best hour.
  bool LearnsHours(absl::string_view journey) const { return learns_hours_.contains(journey); }
  // Whether any journey cares for the properties of events of this name.
  bool Listens(absl::string_view event_name) const { return heard_.contains(event_name); }
  // Whether some journey asks how often events of this name happened.
  bool Counts(absl::string_view event_name) const { return counted_.contains(event_name); }
  // The properties of events of this name that some journey sums, sorted.
  const std::vector<std::string>& SummedOf(absl::string_view event_name) const;

 private:
  std::map<std::string, CatalogEntry> journeys_;
  absl::flat_hash_map<std::string, std::vector<const Definition*>> started_by_;
  absl::flat_hash_map<std::string, std::vector<const Definition*>> started_by_attribute_;
  std::vector<const Definition*> dated_;
  bool migrates_ = false;
  absl::flat_hash_set<std::string> learns_hours_;
  absl::flat_hash_map<std::string, bool> heard_;
  absl::flat_hash_map<std::string, bool> counted_;
  absl::flat_hash_map<std::string, std::vector<std::string>> summed_;
};

}  // namespace usher::journey
