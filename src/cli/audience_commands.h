#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// Audiences that journeys name, and which journeys these are.
ExitCode ListAudiences(const Session& session);

struct AudienceExportOptions {
  std::string audience;
  std::vector<std::string> channels;  // whose addresses are wanted
  std::string category;               // of messages that customers agreed to; empty: marketing
  bool csv = false;                   // else lines of JSON
};

// Writes everybody in an audience, each once.
ExitCode ExportAudience(const Session& session, const AudienceExportOptions& options);

}  // namespace usher::cli
