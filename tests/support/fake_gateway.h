#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/server.h"

#include "usher/v1/clock_service.grpc.pb.h"
#include "usher/v1/customer_service.grpc.pb.h"
#include "usher/v1/event.grpc.pb.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::testing {

// Error status as a gateway sends it, with RetryInfo.
grpc::Status RefusalWithRetryInfo(grpc::StatusCode code, absl::Duration retry_delay);

// Error status as a gateway sends it, with a BadRequest of one violation for each pair of field
// and description.
grpc::Status InvalidArgument(const std::string& message,
                             const std::vector<std::pair<std::string, std::string>>& violations);

// The public API on a port of the system's choosing: remembers events, journeys' YAML and
// profiles, and fails on demand. Thread-safe.
class FakeGateway : public v1::EventService::Service {
 public:
  FakeGateway();
  FakeGateway(const FakeGateway&) = delete;
  FakeGateway& operator=(const FakeGateway&) = delete;
  ~FakeGateway() override;

  const std::string& address() const { return address_; }

  // The next calls of PublishBatch end like this, one each, before any event is taken.
  void FailPublish(const std::vector<grpc::Status>& statuses);
  // Consulted for each event; a code other than 0 refuses it.
  void RefuseEvents(std::function<int(const v1::Event&)> code_of);
  // PublishBatch fails with this from now on.
  void FailPublishForGood(const grpc::Status& status);
  // The next Apply ends like this.
  void FailApply(const grpc::Status& status);
  // Lookup answers "unknown" for events it does not have.
  void ForgetEvents();
  // What the clock says when asked next; each time it is asked it goes on by an hour.
  void SetClock(absl::Time now, double speed);

  // Ids taken, in the order taken, by customer.
  std::map<std::string, std::vector<std::string>> taken();
  std::vector<v1::Event> events();
  std::size_t publish_calls();
  std::vector<v1::UpsertRequest> upserts();
  std::vector<v1::ApplyRequest> applied();

  grpc::Status PublishBatch(grpc::ServerContext*, const v1::PublishBatchRequest* request,
                            v1::PublishBatchResponse* response) override;
  grpc::Status Lookup(grpc::ServerContext*, const v1::LookupRequest* request,
                      v1::LookupResponse* response) override;

 private:
  class Clock;
  class Customers;
  class Journeys;

  std::mutex mutex_;
  std::deque<grpc::Status> publish_failures_;
  grpc::Status publish_failure_;
  std::function<int(const v1::Event&)> code_of_;
  bool forgetful_ = false;
  std::size_t publish_calls_ = 0;
  std::vector<v1::Event> events_;
  std::set<std::pair<std::string, std::string>> known_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Customers> customers_;
  std::unique_ptr<Journeys> journeys_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace usher::testing
