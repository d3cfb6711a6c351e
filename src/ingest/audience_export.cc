#include "ingest/audience_export.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

#include "grpcpp/alarm.h"

#include "channel/reachability.h"
#include "customer/addresses.h"
#include "ingest/proto_time.h"
#include "ingest/rpc_status.h"
#include "messages/record_page.h"

namespace usher::ingest {
namespace {

using Response = v1::ExportAudienceResponse;
using SteadyClock = std::chrono::steady_clock;

constexpr int kPage = 200;
constexpr auto kRestMax = std::chrono::seconds(1);
constexpr char kMarketing[] = "marketing";

// One step follows another: a page is read, written if somebody is in it, and rested for. So only
// what asks it to end comes from elsewhere.
class Export final : public grpc::ServerWriteReactor<Response>, public OpenStream {
 public:
  Export(std::shared_ptr<const FrontDoorConfig> config, v1::ExportAudienceRequest request,
         std::function<void()> over)
      : config_(std::move(config)), request_(std::move(request)), over_(std::move(over)) {
    if (request_.category().empty()) request_.set_category(kMarketing);
    place_ = config_->open_streams->Enter(this);
    ReadPage(request_.position());
  }

  void End() override { ending_ = true; }
  void OnCancel() override { cancelled_ = true; }
  void OnWriteDone(bool ok) override {
    if (!ok) cancelled_ = true;
    GoOn();
  }
  void OnDone() override {
    config_->open_streams->Leave(place_);
    over_();
    delete this;
  }

 private:
  void ReadPage(const std::string& position) {
    began_ = SteadyClock::now();
    messages::ReadRecords(
        config_->store.get(), position, kPage,
        [this](const absl::StatusOr<messages::RecordPage>& page) { OnPage(page); });
  }

  void OnPage(const absl::StatusOr<messages::RecordPage>& page) {
    if (!page.ok()) {
      Finish(ToGrpc(page.status(), ReasonOf(page.status())));
      return;
    }
    response_.Clear();
    response_.set_next(page->next);
    const auto policy = config_->policy->Get();
    for (const auto& [customer, record] : page->records) Add(*policy, customer, record);
    if (!cancelled_ && (response_.members_size() > 0 || response_.next().empty())) {
      StartWrite(&response_);
    } else {
      GoOn();
    }
  }

  void Add(const channel::Policy& policy, const base::CustomerId& customer,
           const customer::Record& record) {
    if (!record.merged_into.empty()) return;
    const auto& audiences = record.profile.audiences;
    const auto membership = std::find_if(
        audiences.begin(), audiences.end(),
        [&](const customer::Membership& one) { return one.audience == request_.audience(); });
    if (membership == audiences.end()) return;
    Response::Member* member = response_.add_members();
    (customer.anonymous() ? member->mutable_anonymous_id() : member->mutable_customer_id())
        ->assign(customer.name().data(), customer.name().size());
    SetTime(membership->since, member->mutable_since());
    const absl::Time now = std::max(record.last_at, config_->clock->Now());
    for (const int wanted : request_.channels()) {
      const auto channel = static_cast<customer::Channel>(wanted);
      const absl::string_view address = customer::AddressOn(record.profile, channel);
      if (address.empty() || channel::Reach(policy, record, now, channel, request_.category()) !=
                                 channel::Reachability::kReachable) {
        continue;
      }
      v1::Address* added = member->add_addresses();
      added->set_channel(static_cast<v1::Channel>(wanted));
      added->set_address(std::string(address));
    }
  }

  void GoOn() {
    if (cancelled_) {
      Finish({grpc::StatusCode::CANCELLED, "the caller went away"});
    } else if (response_.next().empty()) {
      Finish(grpc::Status::OK);
    } else if (ending_) {
      Finish(ToGrpc(absl::UnavailableError("the gateway is shutting down; go on elsewhere"),
                    "STORE_UNAVAILABLE"));
    } else {
      Rest();
    }
  }

  void Rest() {
    const auto took = std::min<SteadyClock::duration>(SteadyClock::now() - began_, kRestMax);
    alarm_.Set(std::chrono::system_clock::now() + took,
               [this](bool) { ReadPage(response_.next()); });
  }

  const std::shared_ptr<const FrontDoorConfig> config_;
  v1::ExportAudienceRequest request_;
  const std::function<void()> over_;
  OpenStreams::Place place_;
  Response response_;
  grpc::Alarm alarm_;
  SteadyClock::time_point began_;
  std::atomic<bool> ending_ = false;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

grpc::ServerWriteReactor<Response>* MakeAudienceExport(
    std::shared_ptr<const FrontDoorConfig> config, v1::ExportAudienceRequest request,
    std::function<void()> over) {
  return new Export(std::move(config), std::move(request), std::move(over));
}

}  // namespace usher::ingest
