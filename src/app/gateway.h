#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "app/options.h"

namespace usher::app {

// A whole gateway: store, actors, front door. Introduces them to one another.
class Gateway {
 public:
  // Starts everything; on failure nothing is left running.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const Options& options);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  // Stops at once what Stop() did not.
  ~Gateway();

  // Where gRPC listens.
  const std::string& address() const;
  // Where HTTP listens; "" when it does not.
  std::string http_address() const;
  // Reads the policy file again; on a fault the old policy stays and the status says why.
  absl::Status ReloadPolicy();
  // Reads the file of providers again; on a fault the old ones stay and the status says why. Gives
  // the names of the channels that have another provider now.
  absl::StatusOr<std::string> ReloadProviders();
  // To be called every 100 ms or so, from one thread: health, clock.
  void Tick();
  // Takes nothing new, finishes what is under way, and stops everything in order. OK when all of it
  // was finished within the drain timeout.
  absl::Status Stop();

 private:
  class Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace usher::app
