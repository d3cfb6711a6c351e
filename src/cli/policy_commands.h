#pragma once

#include <string>
#include <vector>

#include "cli/customer_commands.h"
#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// Checks policy files here, without a gateway.
ExitCode ValidatePolicies(const Session& session, const std::vector<std::string>& files);

struct PolicyApplyOptions {
  std::string file;
  bool dry_run = false;  // the gateway only checks it
};

// Takes a policy live on all gateways without a policy file of their own.
ExitCode ApplyPolicy(const Session& session, const PolicyApplyOptions& options);

// The policy in force, as it was applied.
ExitCode GetPolicy(const Session& session);

struct PolicyExplainOptions {
  CustomerName customer;
  std::string category;  // empty: marketing
  std::string journey;   // whose own caps count too; empty: none
};

// What could be sent to a customer now, on which channel, and what stands against it.
ExitCode ExplainPolicy(const Session& session, const PolicyExplainOptions& options);

}  // namespace usher::cli
