#include "tests/support/fake_gateway.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace usher::testing {
namespace {

grpc::Status Rich(grpc::StatusCode code, const std::string& message,
                  const google::protobuf::Message& detail) {
  google::rpc::Status rich;
  rich.set_code(code);
  rich.set_message(message);
  rich.add_details()->PackFrom(detail);
  return grpc::Status(code, message, rich.SerializeAsString());
}

}  // namespace

grpc::Status RefusalWithRetryInfo(grpc::StatusCode code, absl::Duration retry_delay) {
  google::rpc::RetryInfo info;
  const std::int64_t seconds = absl::ToInt64Seconds(retry_delay);
  info.mutable_retry_delay()->set_seconds(seconds);
  info.mutable_retry_delay()->set_nanos(
      static_cast<std::int32_t>(absl::ToInt64Nanoseconds(retry_delay - absl::Seconds(seconds))));
  return Rich(code, "busy", info);
}

grpc::Status InvalidArgument(const std::string& message,
                             const std::vector<std::pair<std::string, std::string>>& violations) {
  google::rpc::BadRequest bad_request;
  for (const auto& [field, description] : violations) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  return Rich(grpc::StatusCode::INVALID_ARGUMENT, message, bad_request);
}

class FakeGateway::Clock : public v1::ClockService::Service {
 public:
  grpc::Status GetTime(grpc::ServerContext*, const v1::GetTimeRequest*,
                       v1::GetTimeResponse* response) override {
    const std::lock_guard lock(mutex);
    response->mutable_now()->set_seconds(absl::ToUnixSeconds(now));
    response->set_speed(speed);
    now += absl::Hours(1);
    return grpc::Status::OK;
  }
  grpc::Status Advance(grpc::ServerContext*, const v1::AdvanceRequest* request,
                       v1::AdvanceResponse* response) override {
    *response->mutable_now() = request->to();
    response->set_wakes(3);
    return grpc::Status::OK;
  }

  std::mutex mutex;
  absl::Time now = absl::UnixEpoch();
  double speed = 0;
};

class FakeGateway::Customers : public v1::CustomerService::Service {
 public:
  grpc::Status Upsert(grpc::ServerContext*, const v1::UpsertRequest* request,
                      v1::UpsertResponse* response) override {
    const std::lock_guard lock(mutex);
    upserts.push_back(*request);
    response->set_created(names.insert(request->customer_id()).second);
    return grpc::Status::OK;
  }

  std::mutex mutex;
  std::vector<v1::UpsertRequest> upserts;
  std::set<std::string> names;
};

class FakeGateway::Journeys : public v1::JourneyService::Service {
 public:
  // The whole text is the journey's name.
  grpc::Status Apply(grpc::ServerContext*, const v1::ApplyRequest* request,
                     v1::ApplyResponse* response) override {
    const std::lock_guard lock(mutex);
    if (!failure.ok()) return std::exchange(failure, grpc::Status::OK);
    applied.push_back(*request);
    response->mutable_info()->set_journey(request->yaml());
    response->set_change(v1::ApplyResponse::CHANGE_CREATED);
    return grpc::Status::OK;
  }
  grpc::Status Get(grpc::ServerContext*, const v1::GetRequest* request, v1::GetResponse*) override {
    return grpc::Status(grpc::StatusCode::NOT_FOUND,
                        absl::StrCat("there is no journey ", request->journey()));
  }

  std::mutex mutex;
  grpc::Status failure;
  std::vector<v1::ApplyRequest> applied;
};

FakeGateway::FakeGateway()
    : clock_(std::make_unique<Clock>()),
      customers_(std::make_unique<Customers>()),
      journeys_(std::make_unique<Journeys>()) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(this);
  builder.RegisterService(clock_.get());
  builder.RegisterService(customers_.get());
  builder.RegisterService(journeys_.get());
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
}

FakeGateway::~FakeGateway() { server_->Shutdown(); }

void FakeGateway::FailPublish(const std::vector<grpc::Status>& statuses) {
  const std::lock_guard lock(mutex_);
  publish_failures_.assign(statuses.begin(), statuses.end());
}

void FakeGateway::RefuseEvents(std::function<int(const v1::Event&)> code_of) {
  const std::lock_guard lock(mutex_);
  code_of_ = std::move(code_of);
}

void FakeGateway::FailPublishForGood(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  publish_failure_ = status;
}

void FakeGateway::FailApply(const grpc::Status& status) {
  const std::lock_guard lock(journeys_->mutex);
  journeys_->failure = status;
}

void FakeGateway::ForgetEvents() {
  const std::lock_guard lock(mutex_);
  forgetful_ = true;
}

void FakeGateway::SetClock(absl::Time now, double speed) {
  const std::lock_guard lock(clock_->mutex);
  clock_->now = now;
  clock_->speed = speed;
}

std::map<std::string, std::vector<std::string>> FakeGateway::taken() {
  std::map<std::string, std::vector<std::string>> ids;
  for (const v1::Event& event : events()) ids[event.customer_id()].push_back(event.id());
  return ids;
}

std::vector<v1::Event> FakeGateway::events() {
  const std::lock_guard lock(mutex_);
  return events_;
}

std::size_t FakeGateway::publish_calls() {
  const std::lock_guard lock(mutex_);
  return publish_calls_;
}

std::vector<v1::UpsertRequest> FakeGateway::upserts() {
  const std::lock_guard lock(customers_->mutex);
  return customers_->upserts;
}

std::vector<v1::ApplyRequest> FakeGateway::applied() {
  const std::lock_guard lock(journeys_->mutex);
  return journeys_->applied;
}

grpc::Status FakeGateway::PublishBatch(grpc::ServerContext*, const v1::PublishBatchRequest* request,
                                       v1::PublishBatchResponse* response) {
  const std::lock_guard lock(mutex_);
  ++publish_calls_;
  if (!publish_failure_.ok()) return publish_failure_;
  if (!publish_failures_.empty()) {
    grpc::Status status = publish_failures_.front();
    publish_failures_.pop_front();
    return status;
  }
  response->set_durability(v1::DURABILITY_LOCAL);
  for (const v1::Event& event : request->events()) {
    auto* item = response->add_items();
    if (code_of_) item->set_code(code_of_(event));
    if (item->code() != 0) {
      item->set_message("refused");
      item->set_field("name");
      continue;
    }
    const bool is_new = known_.insert({event.customer_id(), event.id()}).second;
    item->mutable_result()->set_duplicate(!is_new);
    if (is_new) events_.push_back(event);
  }
  return grpc::Status::OK;
}

grpc::Status FakeGateway::Lookup(grpc::ServerContext*, const v1::LookupRequest* request,
                                 v1::LookupResponse* response) {
  const std::lock_guard lock(mutex_);
  for (const std::string& id : request->event_ids()) {
    const bool found = known_.contains({request->customer_id(), id});
    response->add_states(found        ? v1::LookupResponse::STATE_FOUND
                         : forgetful_ ? v1::LookupResponse::STATE_UNKNOWN
                                      : v1::LookupResponse::STATE_NOT_FOUND);
  }
  return grpc::Status::OK;
}

}  // namespace usher::testing
