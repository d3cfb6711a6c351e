#pragma once

#include <string>

#include "absl/time/time.h"

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct CustomerImportOptions {
  std::string file;
  int in_flight = 8;
  absl::Duration retry_for = absl::Seconds(60);
};

// Upserts the profiles of the JSON lines of a file, or of standard input for "-": several at once,
// those of one customer one after another.
ExitCode ImportCustomers(const Session& session, const CustomerImportOptions& options);

}  // namespace usher::cli
