#pragma once

#include <functional>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// What the command line asks for: set while it is parsed, called when all of it is known.
using Command = std::function<ExitCode(const Session&)>;

// Each adds one group of commands to `app`; the chosen one ends up in `*command`, which outlives
// the parsing.
void AddJourneyCommands(CLI::App* app, Command* command);
void AddEventCommands(CLI::App* app, Command* command);
void AddCustomerCommands(CLI::App* app, Command* command);
void AddInboxCommands(CLI::App* app, Command* command);
void AddDeliveryCommands(CLI::App* app, Command* command);
void AddFeedbackCommands(CLI::App* app, Command* command);
void AddClockCommands(CLI::App* app, Command* command);
void AddTemplateCommands(CLI::App* app, Command* command);
void AddAudienceCommands(CLI::App* app, Command* command);
void AddOccasionCommands(CLI::App* app, Command* command);
void AddPolicyCommands(CLI::App* app, Command* command);
void AddEvalCommand(CLI::App* app, Command* command);
void AddBacktestCommand(CLI::App* app, Command* command);
void AddCompletionCommand(CLI::App* app, Command* command);

// Accepts a positive length of time such as 30s or 2m.
CLI::Validator IsDuration();

// What IsDuration() accepted.
absl::Duration ToDuration(const std::string& text);

}  // namespace usher::cli
