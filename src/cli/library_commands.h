#pragma once

#include <string>

#include "cli/exit_code.h"
#include "cli/session.h"

namespace usher::cli {

// Prints the journeys of the library.
ExitCode ListLibrary(const Session& session);

// Prints a journey as it is written, with its comments; with a table asked for, its steps.
ExitCode ShowLibraryJourney(const Session& session, const std::string& id);

// Writes a journey and what belongs to it into `folder`, which is made if need be, and says how to
// go on. Fails and writes nothing if one of the journey's own files is there already; a policy or
// another journey that is there stays as it is.
ExitCode InitLibraryJourney(const Session& session, const std::string& id,
                            const std::string& folder);

}  // namespace usher::cli
