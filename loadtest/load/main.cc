#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/synchronization/mutex.h"
#include <unistd.h>

#include "load/html_report.h"
#include "load/json_report.h"
#include "load/options.h"
#include "load/progress_line.h"
#include "load/session.h"
#include "load/table_report.h"

namespace {

std::atomic<bool> stop = false;

// The first signal ends the run and reports it, the second ends the program.
void OnSignal(int signal) {
  if (stop.exchange(true)) _exit(128 + signal);
}

bool Write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  file.close();
  if (file) return true;
  std::cerr << "usher-load: " << path << ": cannot be written\n";
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  // gRPC says on stderr what every caller learns from its status.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // Debian's Abseil looks for deadlocks at every lock that gRPC takes, which costs a twentieth of
  // a call.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  usher::load::Options options;
  switch (usher::load::ParseOptions(argc, argv, std::cout, std::cerr, &options)) {
    case usher::load::ParseOutcome::kHelp:
      return 0;
    case usher::load::ParseOutcome::kError:
      return 2;
    case usher::load::ParseOutcome::kRun:
      break;
  }
  std::signal(SIGINT, OnSignal);
  std::signal(SIGTERM, OnSignal);
  usher::load::ProgressLine progress(&std::cerr, isatty(STDERR_FILENO) == 1, options.quiet);
  const auto report = usher::load::Conduct(options, stop, &progress);
  progress.End();
  if (!report.ok()) {
    std::cerr << "usher-load: " << report.status().message() << "\n";
    return 1;
  }
  bool written = true;
  if (options.json_file == "-") {
    std::cout << usher::load::JsonReport(*report) << "\n";
  } else {
    usher::load::PrintReport(*report, &std::cout);
    if (!options.json_file.empty()) {
      written = Write(options.json_file, usher::load::JsonReport(*report) + "\n");
    }
  }
  if (!options.html_file.empty()) {
    written = Write(options.html_file, usher::load::HtmlReport(*report)) && written;
  }
  return written && report->ok() ? 0 : 1;
}
