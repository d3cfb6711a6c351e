#pragma once

#include <ostream>

#include "load/report.h"

namespace usher::load {

// The report for people, as text.
void PrintReport(const Report& report, std::ostream* out);

// "1.2 ms" and so on, with about three digits.
std::string LatencyText(double nanoseconds);
// "12,345".
std::string CountText(double number);

}  // namespace usher::load
