#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"

#include "cli/connection.h"
#include "cli/console.h"
#include "cli/output.h"
#include "cli/timing.h"

namespace usher::cli {

// What every command gets: where to write, what the global options say, how time passes.
struct Session {
  Console console;
  Timing* timing = nullptr;
  std::string server = "localhost:7300";
  // Absent: each call takes its own default.
  std::optional<absl::Duration> timeout;
  OutputFormat format = OutputFormat::kTable;
  // Somebody asked for that format.
  bool format_chosen = false;

  Connection Connect() const { return Connection(server, timeout); }
};

}  // namespace usher::cli
