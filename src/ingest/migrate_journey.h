#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"

#include "journey/catalog_documents.h"
#include "usher/v1/journey_service.pb.h"

namespace usher::ingest {

// The two versions that a request names; an empty `to` is the one that takes entries. NOT_FOUND for
// a journey that is not there or a text that is no version.
struct MigrationVersions {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};
absl::StatusOr<MigrationVersions> VersionsOf(const v1::MigrateRequest& request,
                                             const journey::Documents& documents);

// Says what moving does: steps and what becomes of runs there, with the journey's counters.
absl::Status FillMigration(const v1::MigrateRequest& request, const journey::Documents& documents,
                           const std::map<std::string, std::int64_t>& counters,
                           v1::MigrateResponse* response);

}  // namespace usher::ingest
