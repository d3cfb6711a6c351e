#pragma once

#include <cstdint>

#include "cli/customer_commands.h"
#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// What the customer is shown now.
ExitCode ListInbox(const Session& session, const CustomerName& customer);

// The same, and then each change, a line each; ends after `changes` responses, 0 for never.
ExitCode WatchInbox(const Session& session, const CustomerName& customer, std::uint32_t changes);

}  // namespace usher::cli
