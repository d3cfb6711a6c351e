#pragma once

#include <string>

#include "cli/event_source.h"
#include "cli/exit_code.h"
#include "cli/publisher.h"
#include "cli/session.h"

namespace usher::cli {

struct EventPublishOptions {
  PublishOptions publish;
  // Where the summary goes as JSON; empty for nowhere.
  std::string report;
};

// Publishes what `source` holds and prints the summary.
ExitCode PublishFrom(const Session& session, const EventPublishOptions& options,
                     EventSource* source);

// Publishes the JSON lines of `file`, or of standard input for "-".
ExitCode PublishEvents(const Session& session, const EventPublishOptions& options,
                       const std::string& file);

struct EventVerifyOptions {
  int in_flight = 8;
  absl::Duration retry_for = absl::Seconds(60);
};

// Asks which events of the JSON lines the gateway has taken.
ExitCode VerifyEvents(const Session& session, const EventVerifyOptions& options,
                      const std::string& file);

}  // namespace usher::cli
