#pragma once

#include <string>

#include "load/report.h"

namespace usher::load {

// The report as one JSON object on a line; docs/load-testing.md lists its members.
std::string JsonReport(const Report& report);

}  // namespace usher::load
