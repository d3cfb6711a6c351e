#pragma once

#include <string>
#include <vector>

#include "backtest/report.h"

// Sections of a report's page.
namespace usher::backtest {

// A table; cells are HTML. Columns whose heading begins with '<' hold words, not numbers.
std::string HtmlTable(const std::vector<std::string>& heading,
                      const std::vector<std::vector<std::string>>& rows);

// One journey: its figures, its funnel, its messages and its arms. `other` is the same journey on
// the other side, or null.
std::string HtmlJourney(const JourneyReport& journey, const JourneyReport* other);

// Rules, providers, messages to one person, faults of templates.
std::string HtmlSide(const SideReport& side, std::int64_t people);

// All that happened to one customer.
std::string HtmlTimeline(const Timeline& timeline);

}  // namespace usher::backtest
