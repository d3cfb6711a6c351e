#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "journey/catalog.h"

// Journeys as they are stored: small named documents, from which every gateway builds the same
// catalog. All functions are pure.
namespace usher::journey {

using Documents = std::map<std::string, std::string>;
// Documents to set; none is ever deleted.
using DocumentChanges = std::map<std::string, std::optional<std::string>>;

// One journey as the API shows it.
struct JourneySummary {
  std::string name;
  JourneyStatus status = JourneyStatus::kActive;
  std::vector<std::uint64_t> versions;                // the newest, which takes entries, last
  std::map<std::uint64_t, std::uint64_t> migrations;  // runs on the first move to the second
  absl::Time applied_at;                              // of the newest
};

enum class Change : std::uint8_t { kCreated = 1, kConfigured = 2, kUnchanged = 3 };

struct ApplyPlan {
  Change change = Change::kUnchanged;
  DocumentChanges changes;
};

// What applying this definition (a serialized usher.v1.Journey) changes. An archived journey
// comes back; a version known before takes entries again. RESOURCE_EXHAUSTED: the journey has
// 100 versions, or there are 1,000 journeys.
absl::StatusOr<ApplyPlan> PlanApply(const Documents& documents, const std::string& name,
                                    std::uint64_t version, const std::string& definition,
                                    absl::Time now);

// What giving a journey this status changes. NOT_FOUND with the nearest name, or
// FAILED_PRECONDITION for pausing or resuming an archived one.
absl::StatusOr<DocumentChanges> PlanStatus(const Documents& documents, const std::string& name,
                                           JourneyStatus status);

// What moving the runs on one version to another changes. NOT_FOUND for a journey or version that
// is not there; INVALID_ARGUMENT when both are the same; FAILED_PRECONDITION when `from` takes
// entries, or runs on `to` are moved on themselves.
absl::StatusOr<DocumentChanges> PlanMigration(const Documents& documents, const std::string& name,
                                              std::uint64_t from, std::uint64_t to);

// The journey of that name; NOT_FOUND with the nearest name.
absl::StatusOr<JourneySummary> Summarize(const Documents& documents, const std::string& name);
// The serialized definition of a version, or nothing.
const std::string* FindDefinition(const Documents& documents, const std::string& name,
                                  std::uint64_t version);
// All names in order.
std::vector<std::string> JourneyNames(const Documents& documents);

// Compiles what is not in `known` yet. Documents that this gateway cannot understand, written by a
// newer one, are left out and named in `unreadable`.
std::shared_ptr<const Catalog> BuildCatalog(const Documents& documents, const Catalog& known,
                                            std::vector<std::string>* unreadable);

}  // namespace usher::journey
