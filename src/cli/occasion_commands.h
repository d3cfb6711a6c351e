#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// Lists when occasions are in these countries from year `first` on, for `years` years. No country:
// every occasion's name alone.
ExitCode ListOccasions(const Session& session, const std::vector<std::string>& countries, int first,
                       int years);

}  // namespace usher::cli
