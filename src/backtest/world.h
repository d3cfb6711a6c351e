#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"

#include "channel/policy.h"
#include "channel/zone.h"
#include "customer/limits.h"
#include "journey/advance.h"
#include "journey/catalog.h"
#include "journey/compose.h"
#include "journey/input.h"

namespace usher::backtest {

// How an attempt to send ends, with the provider's words.
struct Attempt {
  journey::AttemptResult result = journey::AttemptResult::kSent;
  std::string detail;
};

// How many of the messages on a channel are opened and clicked, by assumption; whoever clicks is
// among those who open, unless more click.
struct Reactions {
  std::array<double, 8> open_share{};   // by channel, 0 to 1
  std::array<double, 8> click_share{};  // by channel, 0 to 1
  absl::Duration after = absl::Minutes(10);

  bool any() const;
};

// What happens to people besides what they do themselves. Shared among threads; outlives them.
struct World {
  const journey::Catalog& catalog;
  const journey::Catalog& asleep;  // the same journeys, paused: they remember, and do nothing
  const channel::Policy& policy;
  customer::Limits limits;
  absl::Time from;  // before this, journeys are asleep
  absl::Time to;    // the clock ends here
  Reactions reactions;
  std::function<Attempt(const journey::Message&)> attempt;  // empty: everything is sent
  bool inbox = false;  // messages on in_app go to the inbox, and are no attempts
};

// As a gateway has it, but with room for every decision of one transition.
customer::Limits LimitsOfReplay();

// The same journeys, all of them paused.
journey::Catalog Paused(const journey::Catalog& catalog);

}  // namespace usher::backtest
