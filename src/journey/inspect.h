#pragma once

#include <set>
#include <vector>

#include "absl/time/time.h"

#include "channel/policy.h"
#include "customer/channel.h"
#include "journey/compile.h"

namespace usher::v1 {
class Journey;
}

namespace usher::journey {

// What a journey would run among.
struct Neighbourhood {
  const channel::Policy* policy = nullptr;                // null: not known
  const std::set<customer::Channel>* channels = nullptr;  // with a provider; null: not known
  absl::Time now = absl::InfinitePast();                  // infinite past: not known
};

// What a definition that compiles does wrong or oddly all the same: ways that nobody takes or that
// never end, properties that events do not have, messages that cannot go. Asked when a journey is
// applied, and not when it is loaded, so that stored journeys run on whatever this learns to see.
std::vector<Problem> Inspect(const v1::Journey& journey, const Definition& definition,
                             const Neighbourhood& neighbourhood);

}  // namespace usher::journey
