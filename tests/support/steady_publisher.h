#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"

#include "tests/support/gateway_client.h"

namespace usher::support {

// An event that was acknowledged.
struct Acknowledged {
  v1::Event event;
  absl::Time by;        // when, by the test's clock
  absl::Time earliest;  // the gateway's time before it was published first
};

// Publishes events one after another from a thread of its own, each again and again, with the same
// id, until it is acknowledged. Public functions are thread-safe.
class SteadyPublisher {
 public:
  SteadyPublisher(const std::string& address, std::vector<v1::Event> events);
  SteadyPublisher(const SteadyPublisher&) = delete;
  SteadyPublisher& operator=(const SteadyPublisher&) = delete;
  // Publishes what is left.
  ~SteadyPublisher();

  // Waits until so many are acknowledged.
  void AwaitAcknowledged(std::size_t count);
  // Waits until all are.
  void Join();
  // Gives up what is not acknowledged yet.
  void Stop();

  std::vector<Acknowledged> acknowledged() const;
  // How often the answer was UNAVAILABLE, or CANCELLED, which gRPC answers to calls that reach a
  // server while it shuts down.
  int unavailable() const;
  // What else was answered that is not OK.
  std::vector<std::string> surprises() const;

 private:
  void Run(const std::vector<v1::Event>& events);
  bool PublishOnce(const v1::Event& event, absl::Time earliest);
  bool Note(const grpc::Status& status);

  GatewayClient client_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Acknowledged> acknowledged_;
  std::vector<std::string> surprises_;
  int unavailable_ = 0;
  bool stopping_ = false;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace usher::support
