#include "ingest/journey_service.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "ingest/enter_journey.h"
#include "ingest/journey_source.h"
#include "ingest/journey_stats.h"
#include "ingest/migrate_journey.h"
#include "ingest/proto_time.h"
#include "journey/catalog_documents.h"
#include "journey/compile.h"

namespace usher::ingest {
namespace {

using Reactor = grpc::ServerUnaryReactor;
using Context = grpc::CallbackServerContext;
using messages::Documents;

constexpr std::uint32_t kPageDefault = 100;
constexpr std::uint32_t kPageMax = 1000;

void Refuse(Reactor* reactor, const absl::Status& status) {
  reactor->Finish(ToGrpc(status, ReasonOf(status)));
}

bool ParseDefinition(const Documents& documents, const std::string& name, std::uint64_t version,
                     v1::Journey* out) {
  const std::string* bytes = journey::FindDefinition(documents.by_name, name, version);
  return bytes != nullptr && out->ParseFromString(*bytes);
}

void FillInfo(const journey::JourneySummary& summary, const v1::Journey& definition,
              std::uint64_t version, v1::JourneyInfo* out) {
  out->set_journey(summary.name);
  out->set_version(journey::VersionText(version));
  out->set_state(static_cast<v1::JourneyState>(summary.status));
  SetTime(summary.applied_at, out->mutable_applied_at());
  for (const std::uint64_t each : summary.versions) {
    out->add_versions(journey::VersionText(each));
  }
  out->set_description(definition.description());
}

// The journey's newest version, or the one asked for.
absl::Status FindInfo(const Documents& documents, const std::string& name,
                      const std::string& version_text, bool with_definition, v1::JourneyInfo* out) {
  const auto summary = journey::Summarize(documents.by_name, name);
  if (!summary.ok()) return summary.status();
  std::uint64_t version = summary->versions.back();
  if (!version_text.empty() && !absl::SimpleHexAtoi(version_text, &version)) version = 0;
  v1::Journey definition;
  if (!ParseDefinition(documents, name, version, &definition)) {
    return absl::NotFoundError(
        absl::StrCat("journey \"", name, "\" has no version \"", version_text, "\""));
  }
  FillInfo(*summary, definition, version, out);
  if (with_definition) *out->mutable_definition() = std::move(definition);
  return absl::OkStatus();
}

class JourneyService final : public v1::JourneyService::CallbackService {
 public:
  explicit JourneyService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  Reactor* Apply(Context* context, const v1::ApplyRequest* request,
                 v1::ApplyResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    const auto policy = config_->policy->Get();
    CheckedJourney checked =
        CheckJourney(*request, {policy.get(), &config_->channels, config_->clock->Now()});
    for (std::string& warning : checked.warnings) response->add_warnings(std::move(warning));
    if (checked.definition == nullptr) {
      reactor->Finish(BadRequest(checked.violations));
      return reactor;
    }
    const auto change = std::make_shared<journey::Change>(journey::Change::kUnchanged);
    std::string bytes = checked.journey.SerializeAsString();
    ChangeCatalog(
        reactor,
        [change, definition = checked.definition, bytes = std::move(bytes),
         now = config_->clock->Now(), validate_only = request->validate_only()](
            const journey::Documents& documents) -> absl::StatusOr<journey::DocumentChanges> {
          auto plan =
              journey::PlanApply(documents, definition->name, definition->version, bytes, now);
          if (!plan.ok()) return plan.status();
          // Asked again after its own write, the plan finds nothing left to do.
          if (plan->change != journey::Change::kUnchanged) *change = plan->change;
          if (validate_only) return journey::DocumentChanges();
          return std::move(plan->changes);
        },
        [change, response, journey = std::move(checked.journey),
         version = checked.definition->version](const Documents& documents) {
          response->set_change(static_cast<v1::ApplyResponse::Change>(*change));
          v1::JourneyInfo* info = response->mutable_info();
          if (!FindInfo(documents, journey.journey(), "", true, info).ok()) {
            info->set_journey(journey.journey());
            info->set_version(journey::VersionText(version));
            *info->mutable_definition() = journey;
          }
          return absl::OkStatus();
        });
    return reactor;
  }

  Reactor* Get(Context* context, const v1::GetRequest* request,
               v1::GetResponse* response) override {
    return Read(context, [request, response](const Documents& documents) {
      return FindInfo(documents, request->journey(), request->version(), true,
                      response->mutable_info());
    });
  }

  Reactor* List(Context* context, const v1::ListRequest* request,
                v1::ListResponse* response) override {
    return Read(context, [request, response](const Documents& documents) {
      const std::vector<std::string> names = journey::JourneyNames(documents.by_name);
      const std::uint32_t size =
          request->page_size() == 0 ? kPageDefault : std::min(request->page_size(), kPageMax);
      auto it = std::upper_bound(names.begin(), names.end(), request->page_token());
      if (request->page_token().empty()) it = names.begin();
      for (std::uint32_t i = 0; i < size && it != names.end(); ++i, ++it) {
        absl::Status found = FindInfo(documents, *it, "", false, response->add_journeys());
        if (!found.ok()) return found;
      }
      if (it != names.end()) response->set_next_page_token(*(it - 1));
      return absl::OkStatus();
    });
  }

  Reactor* Pause(Context* context, const v1::PauseRequest* request,
                 v1::PauseResponse* response) override {
    return SetStatus(context, request->journey(), journey::JourneyStatus::kPaused, response);
  }
  Reactor* Resume(Context* context, const v1::ResumeRequest* request,
                  v1::ResumeResponse* response) override {
    return SetStatus(context, request->journey(), journey::JourneyStatus::kActive, response);
  }
  Reactor* Archive(Context* context, const v1::ArchiveRequest* request,
                   v1::ArchiveResponse* response) override {
    return SetStatus(context, request->journey(), journey::JourneyStatus::kArchived, response);
  }

  // The counters are read first, so that they say how many there were to move.
  Reactor* Migrate(Context* context, const v1::MigrateRequest* request,
                   v1::MigrateResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    config_->store->ReadStats(
        request->journey(), [this, reactor, request, response](
                                absl::StatusOr<std::map<std::string, std::int64_t>> counters) {
          if (!counters.ok()) return Refuse(reactor, counters.status());
          ChangeCatalog(
              reactor,
              [request](
                  const journey::Documents& documents) -> absl::StatusOr<journey::DocumentChanges> {
                const auto versions = VersionsOf(*request, documents);
                if (!versions.ok()) return versions.status();
                auto plan = journey::PlanMigration(documents, request->journey(), versions->from,
                                                   versions->to);
                if (plan.ok() && request->validate_only()) return journey::DocumentChanges();
                return plan;
              },
              [request, response, counters = *std::move(counters)](const Documents& documents) {
                return FillMigration(*request, documents.by_name, counters, response);
              });
        });
    return reactor;
  }

  Reactor* Enter(Context* context, const v1::EnterRequest* request,
                 v1::EnterResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    EnterJourney(config_, DeadlineOf(*context), *request, response, reactor);
    return reactor;
  }

  Reactor* Stats(Context* context, const v1::StatsRequest* request,
                 v1::StatsResponse* response) override {
    Reactor* reactor = context->DefaultReactor();
    const auto catalog = config_->catalog->Get();
    const journey::CatalogEntry* entry = catalog->Find(request->journey());
    if (entry == nullptr) {
      Refuse(reactor,
             absl::NotFoundError(absl::StrCat("there is no journey \"", request->journey(), "\"")));
      return reactor;
    }
    config_->store->ReadStats(
        request->journey(),
        [reactor, request, response, definition = entry->current](
            const absl::StatusOr<std::map<std::string, std::int64_t>>& counters) {
          if (!counters.ok()) {
            Refuse(reactor, counters.status());
            return;
          }
          response->set_journey(request->journey());
          FillStats(*counters, *definition, response);
          reactor->Finish(grpc::Status::OK);
        });
    return reactor;
  }

 private:
  using Plan = std::function<absl::StatusOr<journey::DocumentChanges>(const journey::Documents&)>;
  // Fills the response from the documents as they are after the change.
  using Fill = std::function<absl::Status(const Documents&)>;

  void ChangeCatalog(Reactor* reactor, Plan plan, Fill fill) {
    caf::anon_send(config_->catalog_actor,
                   messages::ChangeCatalog{
                       std::move(plan),
                       [reactor, fill = std::move(fill)](
                           const absl::StatusOr<std::shared_ptr<const Documents>>& documents) {
                         const absl::Status status =
                             documents.ok() ? fill(**documents) : documents.status();
                         if (status.ok()) {
                           reactor->Finish(grpc::Status::OK);
                         } else {
                           Refuse(reactor, status);
                         }
                       }});
  }

  // A read is a change of nothing, so that it sees what is stored now.
  Reactor* Read(Context* context, Fill fill) {
    Reactor* reactor = context->DefaultReactor();
    ChangeCatalog(
        reactor, [](const journey::Documents&) { return journey::DocumentChanges(); },
        std::move(fill));
    return reactor;
  }

  template <class Response>
  Reactor* SetStatus(Context* context, const std::string& name, journey::JourneyStatus status,
                     Response* response) {
    Reactor* reactor = context->DefaultReactor();
    ChangeCatalog(
        reactor,
        [name, status](const journey::Documents& documents) {
          return journey::PlanStatus(documents, name, status);
        },
        [name, response](const Documents& documents) {
          return FindInfo(documents, name, "", false, response->mutable_info());
        });
    return reactor;
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeJourneyService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<JourneyService>(std::move(config));
}

}  // namespace usher::ingest
