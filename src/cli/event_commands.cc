#include "cli/event_commands.h"

#include <fstream>

#include "absl/strings/str_cat.h"

#include "cli/event_lines.h"
#include "cli/input_file.h"
#include "cli/progress.h"
#include "cli/rpc_error.h"
#include "cli/verifier.h"

namespace usher::cli {

ExitCode PublishFrom(const Session& session, const EventPublishOptions& options,
                     EventSource* source) {
  // Opened first, so that a wrong path is known before hours of publishing.
  std::ofstream report;
  if (!options.report.empty()) {
    report.open(options.report);
    if (!report.is_open()) {
      PrintError(absl::StrCat(options.report, ": cannot be written"), session.console);
      return kFailure;
    }
  }
  const Connection connection = session.Connect();
  Progress progress("events", session.console, session.timing);
  Publisher publisher(options.publish, &connection, &progress, session.timing);
  const PublishSummary summary = publisher.Run(source);

  if (report.is_open()) report << summary.ToJson() << std::flush;
  if (session.format == OutputFormat::kJson) {
    *session.console.out << summary.ToJson();
  } else {
    *session.console.out << "published " << summary.published << ", duplicates "
                         << summary.duplicates << ", failed " << summary.failed << "\n";
  }
  if (!summary.gave_up.ok()) {
    PrintError(summary.gave_up, session.server, session.console);
    *session.console.err << "gave up; publish the same input again, what was taken counts once\n";
  }
  if (report.is_open() && !report) {
    PrintError(absl::StrCat(options.report, ": cannot be written"), session.console);
    return kFailure;
  }
  return summary.ok() ? kOk : kFailure;
}

ExitCode PublishEvents(const Session& session, const EventPublishOptions& options,
                       const std::string& file) {
  auto input = InputFile::Open(file, session.console);
  if (!input.ok()) {
    PrintError(input.status().message(), session.console);
    return kFailure;
  }
  EventLines events(&input->stream(), input->bytes_total());
  return PublishFrom(session, options, &events);
}

ExitCode VerifyEvents(const Session& session, const EventVerifyOptions& options,
                      const std::string& file) {
  auto input = InputFile::Open(file, session.console);
  if (!input.ok()) {
    PrintError(input.status().message(), session.console);
    return kFailure;
  }
  EventLines events(&input->stream(), input->bytes_total());
  const Connection connection = session.Connect();
  Progress progress("events", session.console, session.timing);
  Verifier verifier(options.in_flight, options.retry_for, &connection, &progress, session.timing);
  const VerifySummary summary = verifier.Run(&events);
  if (session.format == OutputFormat::kJson) {
    *session.console.out << summary.ToJson();
  } else {
    *session.console.out << "events " << summary.events << ", found " << summary.found << ", lost "
                         << summary.lost << ", unknown " << summary.unknown << "\n";
  }
  if (!summary.error.ok()) PrintError(summary.error, session.server, session.console);
  return summary.ok() ? kOk : kFailure;
}

}  // namespace usher::cli
