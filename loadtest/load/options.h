#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "load/process_cost.h"
#include "load/scenario_file.h"

namespace usher::load {

// What the command line asks for.
struct Options {
  std::string server = "127.0.0.1:7300";
  ScenarioFile scenario;
  std::string run;  // "": a fresh name
  std::string message_log;
  std::string json_file;
  std::string html_file;
  std::vector<WatchedProcess> processes;
  bool verify = true;
  bool quiet = false;
};

enum class ParseOutcome { kRun, kHelp, kError };

// Reads the command line and the scenario it names. What is wrong goes to `err`.
ParseOutcome ParseOptions(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                          Options* options);

}  // namespace usher::load
