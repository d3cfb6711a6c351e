#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// Whom a command is about.
struct CustomerName {
  std::string id;
  // `id` is a visitor's.
  bool anonymous = false;
};

ExitCode GetCustomer(const Session& session, const CustomerName& customer);
// What was decided lately, as a timeline; the last `limit` decisions, 0 for all that are kept.
ExitCode ExplainCustomer(const Session& session, const CustomerName& customer, std::uint32_t limit);
ExitCode EraseCustomer(const Session& session, const CustomerName& customer);

// What to change in a profile; the rest stays.
struct CustomerSetOptions {
  // NAME=VALUE: the value as JSON if it is JSON, else as a string; null removes.
  std::vector<std::string> attributes;
  // CHANNEL=ADDRESS; an empty address removes.
  std::vector<std::string> addresses;
  std::vector<std::string> gone;  // CHANNEL=ADDRESS to remove
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<std::string> country;
};

ExitCode SetCustomer(const Session& session, const CustomerName& customer,
                     const CustomerSetOptions& options);

struct CustomerConsentOptions {
  // "all" for every channel.
  std::string channel = "all";
  // Empty for all but transactional.
  std::string category;
  bool granted = false;
  std::string source = "usherctl";
};

ExitCode SetCustomerConsent(const Session& session, const CustomerName& customer,
                            const CustomerConsentOptions& options);

}  // namespace usher::cli
