#include "ingest/audience_service.h"

#include <atomic>
#include <map>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"

#include "ingest/audience_export.h"
#include "ingest/event_check.h"

namespace usher::ingest {
namespace {

using Context = grpc::CallbackServerContext;

constexpr int kExportsMax = 2;

struct Users {
  std::set<std::string> added_by;
  std::set<std::string> removed_by;
};

// Of every version that may still have runs.
std::map<std::string, Users> AudiencesOf(const journey::Catalog& catalog) {
  std::map<std::string, Users> audiences;
  for (const auto& [name, entry] : catalog.journeys()) {
    for (const auto& [version, definition] : entry.versions) {
      for (const journey::Step& step : definition->steps) {
        const auto* change = std::get_if<journey::Audience>(&step.kind);
        if (change == nullptr) continue;
        for (const auto& audience : change->add) audiences[audience].added_by.insert(name);
        for (const auto& audience : change->remove) audiences[audience].removed_by.insert(name);
      }
    }
  }
  return audiences;
}

// An export that is refused at once.
class Refusal final : public grpc::ServerWriteReactor<v1::ExportAudienceResponse> {
 public:
  explicit Refusal(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

class AudienceService final : public v1::AudienceService::CallbackService {
 public:
  explicit AudienceService(std::shared_ptr<const FrontDoorConfig> config)
      : config_(std::move(config)) {}

  grpc::ServerUnaryReactor* List(Context* context, const v1::ListAudiencesRequest*,
                                 v1::ListAudiencesResponse* response) override {
    for (const auto& [audience, users] : AudiencesOf(*config_->catalog->Get())) {
      auto* added = response->add_audiences();
      added->set_audience(audience);
      added->mutable_added_by()->Add(users.added_by.begin(), users.added_by.end());
      added->mutable_removed_by()->Add(users.removed_by.begin(), users.removed_by.end());
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<v1::ExportAudienceResponse>* Export(
      Context*, const v1::ExportAudienceRequest* request) override {
    std::vector<Violation> violations;
    CheckText(request->audience(), 64, "audience", &violations);
    for (int i = 0; i < request->channels_size(); ++i) {
      const v1::Channel channel = request->channels(i);
      if (channel != v1::CHANNEL_UNSPECIFIED && v1::Channel_IsValid(channel)) continue;
      violations.push_back({absl::StrCat("channels[", i, "]"), "is no channel"});
    }
    if (!violations.empty()) return new Refusal(BadRequest(violations));
    if (under_way_->fetch_add(1) >= kExportsMax) {
      under_way_->fetch_sub(1);
      return new Refusal(ToGrpc(
          absl::ResourceExhaustedError(absl::StrCat(kExportsMax, " exports are under way already")),
          "OVERLOADED"));
    }
    return MakeAudienceExport(config_, *request, [under_way = under_way_] { --*under_way; });
  }

 private:
  const std::shared_ptr<const FrontDoorConfig> config_;
  const std::shared_ptr<std::atomic<int>> under_way_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAudienceService(std::shared_ptr<const FrontDoorConfig> config) {
  return std::make_unique<AudienceService>(std::move(config));
}

}  // namespace usher::ingest
