#pragma once

#include <string>
#include <vector>

#include "tests/support/gateway_client.h"
#include "tests/support/gateway_process.h"
#include "tests/support/message_log.h"
#include "tests/support/scratch_redis.h"

namespace usher::integration {

// The flags of a gateway whose clock stands at 2026-03-02 10:00 UTC, a Monday, until it is moved.
std::vector<std::string> StandingClock();

// A gateway with its own data directory and Redis, and a client of it.
struct RunningGateway {
  // `policy` is the text of the contact policy, `providers` that of the file of providers; "" for
  // none.
  explicit RunningGateway(std::vector<std::string> flags = StandingClock(),
                          const std::string& policy = "", const std::string& providers = "");

  // What was sent, in order.
  std::vector<support::LoggedMessage> Messages() const;

  support::ScratchDir dir;
  support::GatewayProcess process;
  support::GatewayClient client;
};

// A time in UTC, such as 2026-03-02T11:00:00Z.
absl::Time At(const std::string& rfc3339);

// Whether a decision of that kind was recorded; its reason, or "" if not. The last one counts.
std::string WhyOf(const std::vector<v1::ExplainResponse::Decision>& decisions,
                  const std::string& what);

}  // namespace usher::integration
