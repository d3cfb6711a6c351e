#include "ingest/migrate_journey.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "journey/compile.h"

namespace usher::ingest {
namespace {

struct Version {
  v1::Journey journey;
  std::shared_ptr<const journey::Definition> definition;
};

absl::StatusOr<Version> Find(const journey::Documents& documents, const std::string& name,
                             std::uint64_t hash) {
  const std::string* bytes = journey::FindDefinition(documents, name, hash);
  Version version;
  if (bytes != nullptr && version.journey.ParseFromString(*bytes)) {
    version.definition = journey::Compile(version.journey).definition;
  }
  if (version.definition == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("journey \"", name, "\" has no version \"", journey::VersionText(hash), "\""));
  }
  return version;
}

v1::MigrateResponse::Fate FateOf(const journey::Step& step, const journey::Definition& to) {
  for (const journey::Step& other : to.steps) {
    if (other.id != step.id) continue;
    return other.kind.index() == step.kind.index() ? v1::MigrateResponse::FATE_KEPT
                                                   : v1::MigrateResponse::FATE_CHANGED;
  }
  return v1::MigrateResponse::FATE_REMOVED;
}

std::uint64_t CounterOf(const std::map<std::string, std::int64_t>& counters,
                        const std::string& name) {
  const auto it = counters.find(name);
  return it == counters.end() ? 0
                              : static_cast<std::uint64_t>(std::max<std::int64_t>(0, it->second));
}

}  // namespace

absl::StatusOr<MigrationVersions> VersionsOf(const v1::MigrateRequest& request,
                                             const journey::Documents& documents) {
  const auto summary = journey::Summarize(documents, request.journey());
  if (!summary.ok()) return summary.status();
  MigrationVersions versions;
  versions.to = summary->versions.back();
  const auto parse = [&](const std::string& text, std::uint64_t* version) {
    if (absl::SimpleHexAtoi(text, version)) return absl::OkStatus();
    return absl::NotFoundError(
        absl::StrCat("journey \"", request.journey(), "\" has no version \"", text, "\""));
  };
  absl::Status status = parse(request.from(), &versions.from);
  if (status.ok() && !request.to().empty()) status = parse(request.to(), &versions.to);
  if (!status.ok()) return status;
  return versions;
}

absl::Status FillMigration(const v1::MigrateRequest& request, const journey::Documents& documents,
                           const std::map<std::string, std::int64_t>& counters,
                           v1::MigrateResponse* response) {
  const auto versions = VersionsOf(request, documents);
  if (!versions.ok()) return versions.status();
  const auto from = Find(documents, request.journey(), versions->from);
  if (!from.ok()) return from.status();
  const auto to = Find(documents, request.journey(), versions->to);
  if (!to.ok()) return to.status();
  response->set_journey(request.journey());
  response->set_from(journey::VersionText(versions->from));
  response->set_to(journey::VersionText(versions->to));
  response->set_running(CounterOf(counters, absl::StrCat("running:", response->from())));
  for (std::size_t i = 0; i < from->definition->steps.size(); ++i) {
    const journey::Step& step = from->definition->steps[i];
    const v1::Step& written = from->journey.steps(static_cast<int>(i));
    v1::MigrateResponse::Step* added = response->add_steps();
    added->set_id(step.id);
    added->set_kind(std::string(journey::StepKindName(step)));
    added->set_fate(FateOf(step, *to->definition));
    added->set_waiting(CounterOf(counters, absl::StrCat("waiting:", step.id)));
    added->set_unnamed(written.id().empty() && written.send().id().empty());
  }
  return absl::OkStatus();
}

}  // namespace usher::ingest
