#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::cli {

// One command and what may follow it.
struct CompletionEntry {
  // Names of the commands on the way, such as "journey apply"; empty for the program itself.
  std::string path;
  // Subcommands and long options.
  std::vector<std::string> words;
};

enum class Shell { kBash, kZsh, kFish };

// A script for `shell` that completes usherctl's commands and options, and file names elsewhere.
std::string CompletionScript(Shell shell, const std::vector<CompletionEntry>& entries);

}  // namespace usher::cli
