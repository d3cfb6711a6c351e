#pragma once

namespace usher::cli {

// What the shell sees.
enum ExitCode : int {
  kOk = 0,
  // The command was understood, but not all of it was done.
  kFailure = 1,
  // The command line itself is wrong; nothing was tried.
  kUsage = 2,
  // Not for now: EX_TEMPFAIL, by which mail servers know to try again.
  kTryAgain = 75,
};

}  // namespace usher::cli
