#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"

#include "messages/store_port.h"

namespace usher::store {

struct RedisConfig {
  // redis://[[user]:password@]host[:port][/db] or unix:///path/to.sock.
  std::string url = "redis://127.0.0.1:6379";
  // Used instead of the one in the URL, so that it need not stand on a command line.
  std::string password;
  // Number of shards of a store that is provisioned now, and what an existing one must have;
  // 0: kShardsDefault for a new one, and any for an existing one.
  int shards = 0;
  // kReplicated makes every commit wait for the replicas. Other levels are found out from Redis;
  // what is told here counts where it does not let us ask.
  std::optional<messages::Durability> durability;
  // Replicas that must have a commit when it is kReplicated; 0: as many as are connected when the
  // connection is made, and at least one.
  int replicas = 0;
  // Serve although Redis may throw records away when its memory is full.
  bool allow_eviction = false;

  // The first connection must be made within this.
  absl::Duration connect_timeout = absl::Seconds(10);
  // A call that is not answered after this fails, and the connection is made anew.
  absl::Duration call_timeout = absl::Seconds(5);
  // Pauses before connecting again; each is twice the one before.
  absl::Duration retry_min = absl::Milliseconds(20);
  absl::Duration retry_max = absl::Seconds(2);
  // How often the clock, the memory and the identity of Redis are looked at.
  absl::Duration probe_interval = absl::Seconds(10);

  // Customers in one batch, and batches under way at once.
  int batch_max = 128;
  int batches_max = 4;
  // Calls waiting for an answer; more are refused.
  int calls_max = 100'000;
};

inline constexpr int kShardsDefault = 16;
inline constexpr int kShardsMax = 16384;

}  // namespace usher::store
