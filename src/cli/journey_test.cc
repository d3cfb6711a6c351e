#include "cli/journey_test.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "backtest/case_check.h"
#include "backtest/case_file.h"
#include "backtest/case_run.h"
#include "cli/rpc_error.h"
#include "cli/table.h"

namespace usher::cli {
namespace {

using backtest::CaseFile;
using backtest::CaseRun;

// Runs files and keeps count.
class Tester {
 public:
  Tester(const Session& session, const JourneyTestOptions& options)
      : console_(session.console), options_(options) {}

  void RunFile(const std::string& path) {
    const auto file = backtest::ReadCaseFile(path);
    if (!file.ok()) return Fault(file.status());
    for (const std::string& warning : file->journeys.warnings) {
      if (!warned_.insert(warning).second) continue;
      *console_.err << Paint("warning:", Colour::kYellow, console_.colour_err) << " " << warning
                    << "\n";
    }
    for (int i = 0; i < file->test.cases_size(); ++i) {
      if (absl::StrContains(file->test.cases(i).name(), options_.only)) RunCase(*file, i);
    }
  }

  void Fault(const absl::Status& status) {
    ++faulty_;
    for (const absl::string_view line : absl::StrSplit(status.message(), '\n')) {
      PrintError(line, console_);
    }
  }

  ExitCode Conclude() const {
    if (faulty_ == 0 && passed_ + failed_ == 0) {
      PrintError("no case was run", console_);
      return kUsage;
    }
    *console_.out << passed_ << " passed";
    if (failed_ > 0) *console_.out << ", " << failed_ << " failed";
    if (faulty_ > 0) *console_.out << ", " << faulty_ << " could not be run";
    *console_.out << "\n";
    if (faulty_ > 0) return kUsage;
    return failed_ > 0 ? kFailure : kOk;
  }

 private:
  void RunCase(const CaseFile& file, int index) {
    const auto run = backtest::RunCase(file, index);
    if (!run.ok()) return Fault(run.status());
    const auto differences = backtest::CheckCase(file, index, *run);
    if (!differences.ok()) return Fault(differences.status());
    const bool pass = differences->empty();
    ++(pass ? passed_ : failed_);
    *console_.out << Paint(pass ? "pass" : "FAIL", pass ? Colour::kGreen : Colour::kRed,
                           console_.colour_out)
                  << "  " << file.path << ": " << Printable(file.test.cases(index).name()) << "\n";
    for (const std::string& difference : *differences) PrintIndented(difference);
    if (!pass || options_.explain) PrintStory(*run);
  }

  void PrintIndented(const std::string& text) {
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      *console_.out << "  " << Printable(line) << "\n";
    }
  }

  void PrintStory(const CaseRun& run) {
    *console_.out << "  what happened to " << Printable(run.customer) << ":\n";
    Table table({"", "TIME", "WHAT", "STEP", "KEY", "WHY"});
    for (const backtest::TimelineEntry& entry : run.entries) {
      const std::string who = entry.who == run.customer ? "" : absl::StrCat(" (", entry.who, ")");
      table.AddRow({"", backtest::MomentText(entry.at, run.clock), absl::StrCat(entry.what, who),
                    entry.step.empty() ? entry.journey : entry.step, entry.key, entry.why});
    }
    table.Print(console_.colour_out, console_.out);
  }

  const Console& console_;
  const JourneyTestOptions& options_;
  std::set<std::string> warned_;
  int passed_ = 0;
  int failed_ = 0;
  int faulty_ = 0;
};

}  // namespace

ExitCode TestJourneys(const Session& session, const JourneyTestOptions& options) {
  Tester tester(session, options);
  for (const std::string& path : options.paths) {
    const auto files = backtest::FindCaseFiles(path);
    if (!files.ok()) {
      tester.Fault(files.status());
      continue;
    }
    for (const std::string& file : *files) tester.RunFile(file);
  }
  return tester.Conclude();
}

}  // namespace usher::cli
