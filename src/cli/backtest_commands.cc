#include "cli/backtest_commands.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <future>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "backtest/report_html.h"
#include "backtest/report_json.h"
#include "backtest/wording.h"
#include "cli/backtest_progress.h"
#include "cli/backtest_view.h"
#include "cli/input_file.h"
#include "cli/rpc_error.h"

namespace usher::cli {
namespace {

// Files are opened before the work, so that a wrong path is known at once.
class ReportFile {
 public:
  absl::Status Open(const std::string& path) {
    if (path.empty()) return absl::OkStatus();
    path_ = path;
    file_.open(path, std::ios::binary);
    if (file_.is_open()) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(path, ": cannot be written"));
  }

  absl::Status Write(const std::string& text) {
    if (path_.empty()) return absl::OkStatus();
    file_ << text << std::flush;
    if (file_.good()) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat(path_, ": cannot be written"));
  }

 private:
  std::string path_;
  std::ofstream file_;
};

void PrintFaults(const absl::Status& status, const Console& console) {
  for (const absl::string_view line : absl::StrSplit(status.message(), '\n')) {
    PrintError(line, console);
  }
}

absl::StatusOr<backtest::RunResult> RunWithProgress(const Session& session,
                                                    const backtest::RunOptions& options) {
  backtest::RunProgress progress;
  if (!session.console.err_is_terminal) return backtest::Run(options, &progress);
  auto result = std::async(std::launch::async, [&] { return backtest::Run(options, &progress); });
  BacktestProgress bar(progress, session.console);
  while (result.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) bar.Draw();
  bar.Clear();
  return result.get();
}

void PrintSpeed(const backtest::RunResult& result, int threads, std::ostream* err) {
  const backtest::Report& report = result.report;
  const std::int64_t events =
      (report.events + report.events_before) * static_cast<std::int64_t>(report.sides.size());
  const double read = absl::ToDoubleSeconds(result.times.read);
  const double replay = std::max(absl::ToDoubleSeconds(result.times.replay), 1e-6);
  *err << absl::StreamFormat(
      "read in %.2f s, replayed %s events in %.2f s on %d thread%s: %s events/s in all, for each "
      "thread\n",
      read, backtest::Grouped(events), replay, threads, threads == 1 ? "" : "s",
      backtest::Grouped(std::llround(static_cast<double>(events) / (read + replay) / threads)));
}

}  // namespace

ExitCode RunBacktest(const Session& session, const BacktestOptions& options) {
  ReportFile json, html;
  absl::Status opened = json.Open(options.json);
  opened.Update(html.Open(options.html));
  if (!opened.ok()) {
    PrintError(opened.message(), session.console);
    return kFailure;
  }
  backtest::RunOptions run = options.run;
  run.standard_input = session.console.in;
  const auto result = RunWithProgress(session, run);
  if (!result.ok()) {
    PrintFaults(result.status(), session.console);
    return kFailure;
  }
  for (const std::string& warning : result->warnings) {
    *session.console.err << Paint("warning:", Colour::kYellow, session.console.colour_err) << " "
                         << warning << "\n";
  }
  const backtest::Report& report = result->report;
  absl::Status written = json.Write(backtest::ToJson(report));
  written.Update(html.Write(backtest::ToHtml(report)));
  if (session.format == OutputFormat::kJson) {
    *session.console.out << backtest::ToJson(report);
  } else {
    PrintBacktest(report, session.console.colour_out, session.console.out);
  }
  PrintSpeed(*result, options.run.threads, session.console.err);
  bool found = true;
  for (const backtest::Timeline& timeline : report.timelines) {
    if (timeline.found) continue;
    found = false;
    PrintError(absl::StrCat("there are no events of customer \"", timeline.customer, "\""),
               session.console);
  }
  if (!written.ok()) PrintError(written.message(), session.console);
  return written.ok() && found ? kOk : kFailure;
}

}  // namespace usher::cli
