#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/customer_commands.h"
#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// What the customer is shown now.
ExitCode ListInbox(const Session& session, const CustomerName& customer);

// The same, and then each change, a line each; ends after `changes` responses, 0 for never.
ExitCode WatchInbox(const Session& session, const CustomerName& customer, std::uint32_t changes);

// The customer saw these messages; says how many he had not seen before.
ExitCode MarkSeen(const Session& session, const CustomerName& customer,
                  const std::vector<std::string>& send_ids);

// The customer put these messages away; says how many there were.
ExitCode DismissMessages(const Session& session, const CustomerName& customer,
                         const std::vector<std::string>& send_ids);

}  // namespace usher::cli
