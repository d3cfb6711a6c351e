#pragma once

#include <string>

#include "load/report.h"

namespace usher::load {

// The report as one HTML page that needs no other file: tables, and plots of latency by percentile
// and of rates, latency and CPU over time. Light or dark as the reader's system is.
std::string HtmlReport(const Report& report);

}  // namespace usher::load
