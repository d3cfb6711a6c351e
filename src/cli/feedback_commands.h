#pragma once

#include <string>

#include "absl/time/time.h"

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

struct FeedbackReportOptions {
  std::string file = "-";
  int in_flight = 8;
  absl::Duration retry_for = absl::Seconds(60);
};

// Reports the JSON lines of a file, or of standard input for "-": several at once, those about one
// customer one after another.
ExitCode ReportFeedback(const Session& session, const FeedbackReportOptions& options);

struct FeedbackBounceOptions {
  std::string file = "-";
  absl::Duration retry_for = absl::Seconds(20);
};

// Reports what a mail says that came back: a bounce or a complaint. kTryAgain when no gateway took
// it in time; a mail that is no such report is left alone.
ExitCode ReportBounce(const Session& session, const FeedbackBounceOptions& options);

}  // namespace usher::cli
