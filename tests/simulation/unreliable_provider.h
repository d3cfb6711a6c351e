#pragma once

#include <functional>
#include <string>

#include "messages/provider_port.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/network.h"
#include "tests/simulation/slow_store.h"

namespace usher::simulation {

// A provider that refuses, stumbles, is slow, and does not always know what it did. It notes every
// call, and whether it should have been called. One object for each incarnation of a gateway.
class UnreliableProvider : public messages::ProviderPort {
 public:
  struct World {
    Network* network;
    Dice* dice;
    Journal* journal;
    std::function<absl::Time()> now;
    const bool* faulty;
  };

  // With `remembers`, every incarnation is told the fate of every attempt; `incarnation` tells them
  // apart.
  UnreliableProvider(World world, Life life, bool remembers, std::uint64_t incarnation)
      : world_(std::move(world)), life_(life), remembers_(remembers), incarnation_(incarnation) {}

  std::uint64_t instance() const override { return remembers_ ? 1 : incarnation_; }
  void Send(const journey::Message& message,
            std::function<void(messages::AttemptReport)> done) override;
  messages::AttemptReport FindFate(std::uint64_t send_id, std::uint64_t instance) override;

 private:
  void Check(const journey::Message& message);
  void Violation(const journey::Message& message, const std::string& what);

  const World world_;
  const Life life_;
  const bool remembers_;
  const std::uint64_t incarnation_;
};

}  // namespace usher::simulation
