#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "channel/policy.h"
#include "store/memory_store.h"
#include "tests/simulation/clients.h"
#include "tests/simulation/gateway.h"
#include "tests/simulation/journal.h"
#include "tests/simulation/network.h"
#include "tests/support/faulty_store.h"

namespace usher::simulation {

// Two gateways on one store, their clients and their providers: some days in the life of a shop,
// in which everything that may go wrong does. All of it follows from the seed.
class World {
 public:
  explicit World(std::uint64_t seed);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  // Days full of trouble, then as many as it takes to finish what was begun, without any.
  void Live();
  // Adds what was promised and not kept to the journal.
  void Judge();

  const Journal& journal() const { return journal_; }

 private:
  absl::Time Now() const;
  void Apply(const char* yaml);
  void Trouble();
  void TroubleAtGrant(Gateway& gateway, const base::CustomerId& customer);
  // Moves real time on by `span`, and lets everything happen that is due by then.
  void Step(absl::Duration span);
  void JudgeAttempts();
  void JudgeCaps();
  void JudgeRecords();
  void JudgeStatistics();
  void Expect(bool kept, const std::string& promise);
  std::map<std::string, std::int64_t> Stats(const std::string& journey);

  Dice dice_;
  Network network_;
  Journal journal_;
  bool faulty_ = false;
  channel::Policy policy_;
  store::MemoryStore memory_;
  support::FaultyStore store_;
  std::vector<std::unique_ptr<Gateway>> gateways_;
  Clients clients_;
};

}  // namespace usher::simulation
