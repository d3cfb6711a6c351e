#include "journey/catalog_documents.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "journey/compile.h"
#include "journey/compiler_context.h"
#include "usher/store/v1/catalog.pb.h"
#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

constexpr char kHeadPrefix[] = "journey/";
constexpr int kVersionsMax = 100;
constexpr std::size_t kJourneysMax = 1000;

std::string HeadName(const std::string& journey) { return absl::StrCat(kHeadPrefix, journey); }

std::string VersionName(const std::string& journey, std::uint64_t version) {
  return absl::StrCat("version/", journey, "/", VersionText(version));
}

std::optional<store::v1::JourneyHead> FindHead(const Documents& documents,
                                               const std::string& journey) {
  const auto it = documents.find(HeadName(journey));
  store::v1::JourneyHead head;
  if (it == documents.end() || !head.ParseFromString(it->second) || head.versions().empty()) {
    return std::nullopt;
  }
  return head;
}

absl::Status NoSuchJourney(const Documents& documents, const std::string& name) {
  return absl::NotFoundError(absl::StrCat("there is no journey \"", name, "\"",
                                          DidYouMean(name, JourneyNames(documents))));
}

}  // namespace

absl::StatusOr<ApplyPlan> PlanApply(const Documents& documents, const std::string& name,
                                    std::uint64_t version, const std::string& definition,
                                    absl::Time now) {
  std::optional<store::v1::JourneyHead> head = FindHead(documents, name);
  ApplyPlan plan;
  plan.change = head ? Change::kConfigured : Change::kCreated;
  const auto active = static_cast<std::uint32_t>(JourneyStatus::kActive);
  const auto archived = static_cast<std::uint32_t>(JourneyStatus::kArchived);
  if (!head) {
    if (JourneyNames(documents).size() >= kJourneysMax) {
      return absl::ResourceExhaustedError(
          absl::StrCat("there are ", kJourneysMax, " journeys already, which is the limit"));
    }
    head.emplace();
    head->set_status(active);
  } else if (head->versions().rbegin()->hash() == version && head->status() != archived) {
    plan.change = Change::kUnchanged;
    return plan;
  }
  if (head->status() == archived) head->set_status(active);
  auto& versions = *head->mutable_versions();
  versions.erase(std::remove_if(versions.begin(), versions.end(),
                                [&](const auto& old) { return old.hash() == version; }),
                 versions.end());
  if (versions.size() >= kVersionsMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("journey \"", name, "\" has ", kVersionsMax,
                     " versions, which is the limit; archive it and use a new name"));
  }
  store::v1::JourneyHead::Version* newest = head->add_versions();
  newest->set_hash(version);
  newest->set_applied_at_ms(absl::ToUnixMillis(now));
  plan.changes[HeadName(name)] = head->SerializeAsString();
  plan.changes[VersionName(name, version)] = definition;
  return plan;
}

absl::StatusOr<DocumentChanges> PlanStatus(const Documents& documents, const std::string& name,
                                           JourneyStatus status) {
  std::optional<store::v1::JourneyHead> head = FindHead(documents, name);
  if (!head) return NoSuchJourney(documents, name);
  const auto wanted = static_cast<std::uint32_t>(status);
  if (head->status() == wanted) return DocumentChanges();
  if (head->status() == static_cast<std::uint32_t>(JourneyStatus::kArchived)) {
    return absl::FailedPreconditionError(
        absl::StrCat("journey \"", name, "\" is archived; apply it again to bring it back"));
  }
  head->set_status(wanted);
  DocumentChanges changes;
  changes[HeadName(name)] = head->SerializeAsString();
  return changes;
}

absl::StatusOr<DocumentChanges> PlanMigration(const Documents& documents, const std::string& name,
                                              std::uint64_t from, std::uint64_t to) {
  std::optional<store::v1::JourneyHead> head = FindHead(documents, name);
  if (!head) return NoSuchJourney(documents, name);
  std::map<std::uint64_t, store::v1::JourneyHead::Version*> versions;
  for (auto& version : *head->mutable_versions()) versions[version.hash()] = &version;
  for (const std::uint64_t version : {from, to}) {
    if (versions.count(version) > 0) continue;
    return absl::NotFoundError(
        absl::StrCat("journey \"", name, "\" has no version \"", VersionText(version), "\""));
  }
  if (from == to) {
    return absl::InvalidArgumentError(
        absl::StrCat("from and to are both version ", VersionText(from), "; they must differ"));
  }
  if (head->versions().rbegin()->hash() == from) {
    return absl::FailedPreconditionError(
        absl::StrCat("version ", VersionText(from), " takes entries; apply the other one first"));
  }
  // Moving back replaces what moved them here. Otherwise `to` is no place to stay.
  if (versions[to]->migrate_to() == from) versions[to]->clear_migrate_to();
  if (versions[to]->migrate_to() != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("runs on version ", VersionText(to), " are moved on to ",
                     VersionText(versions[to]->migrate_to()), " themselves; move these there"));
  }
  if (versions[from]->migrate_to() == to) return DocumentChanges();
  versions[from]->set_migrate_to(to);
  DocumentChanges changes;
  changes[HeadName(name)] = head->SerializeAsString();
  return changes;
}

absl::StatusOr<JourneySummary> Summarize(const Documents& documents, const std::string& name) {
  const std::optional<store::v1::JourneyHead> head = FindHead(documents, name);
  if (!head) return NoSuchJourney(documents, name);
  JourneySummary summary;
  summary.name = name;
  summary.status = static_cast<JourneyStatus>(head->status());
  for (const auto& version : head->versions()) {
    summary.versions.push_back(version.hash());
    if (version.migrate_to() != 0) summary.migrations[version.hash()] = version.migrate_to();
  }
  summary.applied_at = absl::FromUnixMillis(head->versions().rbegin()->applied_at_ms());
  return summary;
}

const std::string* FindDefinition(const Documents& documents, const std::string& name,
                                  std::uint64_t version) {
  const auto it = documents.find(VersionName(name, version));
  return it == documents.end() ? nullptr : &it->second;
}

std::vector<std::string> JourneyNames(const Documents& documents) {
  std::vector<std::string> names;
  const std::string prefix = kHeadPrefix;
  for (auto it = documents.lower_bound(prefix);
       it != documents.end() && it->first.compare(0, prefix.size(), prefix) == 0; ++it) {
    names.push_back(it->first.substr(prefix.size()));
  }
  return names;
}

std::shared_ptr<const Catalog> BuildCatalog(const Documents& documents, const Catalog& known,
                                            std::vector<std::string>* unreadable) {
  std::map<std::string, CatalogEntry> journeys;
  for (const std::string& name : JourneyNames(documents)) {
    const auto summary = Summarize(documents, name);
    if (!summary.ok()) {
      unreadable->push_back(name);
      continue;
    }
    const CatalogEntry* before = known.Find(name);
    CatalogEntry entry;
    entry.status = summary->status;
    entry.migrations = summary->migrations;
    for (const std::uint64_t version : summary->versions) {
      if (before != nullptr && before->versions.count(version) > 0) {
        entry.versions[version] = before->versions.at(version);
        continue;
      }
      const std::string* bytes = FindDefinition(documents, name, version);
      v1::Journey journey;
      std::shared_ptr<const Definition> definition;
      if (bytes != nullptr && journey.ParseFromString(*bytes)) {
        definition = Compile(journey).definition;
      }
      if (definition == nullptr) {
        unreadable->push_back(absl::StrCat(name, " version ", VersionText(version)));
      } else {
        entry.versions[version] = std::move(definition);
      }
    }
    const auto newest = entry.versions.find(summary->versions.back());
    if (newest == entry.versions.end()) continue;
    entry.current = newest->second;
    journeys[name] = std::move(entry);
  }
  return std::make_shared<const Catalog>(std::move(journeys));
}

}  // namespace usher::journey
