#include "backtest/world.h"

#include <algorithm>
#include <map>
#include <utility>

namespace usher::backtest {

bool Reactions::any() const {
  const auto some = [](double share) { return share > 0; };
  return std::any_of(open_share.begin(), open_share.end(), some) ||
         std::any_of(click_share.begin(), click_share.end(), some);
}

customer::Limits LimitsOfReplay() {
  customer::Limits limits;
  limits.decisions_max = 1 << 16;
  return limits;
}

journey::Catalog Paused(const journey::Catalog& catalog) {
  std::map<std::string, journey::CatalogEntry> journeys = catalog.journeys();
  for (auto& [name, entry] : journeys) entry.status = journey::JourneyStatus::kPaused;
  return journey::Catalog(std::move(journeys));
}

}  // namespace usher::backtest
