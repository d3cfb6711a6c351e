#pragma once

#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/timing.h"

namespace usher::cli {

// Does what `arguments` (without the program's name) ask for.
ExitCode Run(const std::vector<std::string>& arguments, const Console& console, Timing* timing);

}  // namespace usher::cli
