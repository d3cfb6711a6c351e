#pragma once

#include <atomic>

#include "absl/status/statusor.h"

#include "load/options.h"
#include "load/progress_line.h"
#include "load/report.h"

namespace usher::load {

// Does what `options` ask for, from the connections to the checks. `stop` ends the run early; what
// was measured until then is reported. An error means that there is nothing to report.
absl::StatusOr<Report> Conduct(const Options& options, const std::atomic<bool>& stop,
                               ProgressLine* progress);

}  // namespace usher::load
