#include "ingest/health_service.h"

#include <string>

namespace usher::ingest {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

namespace {

enum class Kind { kUnknown, kGateway, kLiveness };

Kind KindOf(const std::string& service) {
  for (const char* known :
       {"", "usher.v1.EventService", "usher.v1.CustomerService", "usher.v1.JourneyService",
        "usher.v1.AudienceService", "usher.v1.InboxService", "usher.v1.DeliveryService",
        "usher.v1.PolicyService", "usher.v1.ClockService"}) {
    if (service == known) return Kind::kGateway;
  }
  return service == "liveness" ? Kind::kLiveness : Kind::kUnknown;
}

HealthCheckResponse::ServingStatus StatusOf(Kind kind, bool serving) {
  if (kind == Kind::kUnknown) return HealthCheckResponse::SERVICE_UNKNOWN;
  return kind == Kind::kLiveness || serving ? HealthCheckResponse::SERVING
                                            : HealthCheckResponse::NOT_SERVING;
}

}  // namespace

// One client that watches. All but the response is guarded by the service's lock.
class HealthService::Watcher final : public grpc::ServerWriteReactor<HealthCheckResponse> {
 public:
  Watcher(HealthService& service, Kind kind) : service_(service), kind_(kind) {
    const std::lock_guard<std::mutex> lock(service_.mutex_);
    place_ = service_.watchers_.insert(service_.watchers_.end(), this);
    Update();
  }

  // With the lock held: writes the state if the client does not know it yet, the last one too
  // before the watch ends.
  void Update() {
    if (finished_ || writing_) return;
    const auto status = StatusOf(kind_, service_.serving_);
    if (!cancelled_ && !(wrote_ && status == response_.status())) {
      writing_ = wrote_ = true;
      response_.set_status(status);
      StartWrite(&response_);
    } else if (cancelled_ || service_.ending_) {
      finished_ = true;
      Finish(grpc::Status::OK);
    }
  }

  void OnWriteDone(bool ok) override {
    const std::lock_guard<std::mutex> lock(service_.mutex_);
    writing_ = false;
    if (!ok) cancelled_ = true;
    Update();
  }

  void OnCancel() override {
    const std::lock_guard<std::mutex> lock(service_.mutex_);
    cancelled_ = true;
    Update();
  }

  void OnDone() override {
    {
      const std::lock_guard<std::mutex> lock(service_.mutex_);
      service_.watchers_.erase(place_);
    }
    delete this;
  }

 private:
  HealthService& service_;
  const Kind kind_;
  std::list<Watcher*>::iterator place_;
  HealthCheckResponse response_;
  bool writing_ = false;
  bool wrote_ = false;
  bool cancelled_ = false;
  bool finished_ = false;
};

void HealthService::SetServing(bool serving) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (serving_ == serving) return;
  serving_ = serving;
  for (Watcher* watcher : watchers_) watcher->Update();
}

void HealthService::EndWatches() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ending_ = true;
  for (Watcher* watcher : watchers_) watcher->Update();
}

grpc::ServerUnaryReactor* HealthService::Check(grpc::CallbackServerContext* context,
                                               const HealthCheckRequest* request,
                                               HealthCheckResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const Kind kind = KindOf(request->service());
  if (kind == Kind::kUnknown) {
    reactor->Finish({grpc::StatusCode::NOT_FOUND, "this server has no service of that name"});
    return reactor;
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    response->set_status(StatusOf(kind, serving_));
  }
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

grpc::ServerWriteReactor<HealthCheckResponse>* HealthService::Watch(
    grpc::CallbackServerContext*, const HealthCheckRequest* request) {
  return new Watcher(*this, KindOf(request->service()));
}

}  // namespace usher::ingest
