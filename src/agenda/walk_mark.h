#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

#include "journey/catalog.h"

// A journey that dates start concerns customers of whom nothing is heard, so somebody has to look
// at all of them once: a walk. The mark, which gateways replace in turn, says what was walked for,
// who walks, and how far he is. All functions are pure.
namespace usher::agenda {

// Versions of journeys, by name and content hash.
using Versions = std::set<std::pair<std::string, std::uint64_t>>;

struct WalkMark {
  Versions done;                // every customer was looked at for these
  Versions under_way;           // what the walk under way is for; empty: there is none
  std::uint64_t gateway = 0;    // who walks
  std::uint64_t step = 0;       // raised with every change, so that a walk that stands still shows
  std::string position;         // where it goes on; empty: at the beginning
  std::uint64_t customers = 0;  // looked at so far
  std::uint64_t woken = 0;      // of these

  friend bool operator==(const WalkMark&, const WalkMark&) = default;
};

// A mark that nobody wrote, or that is damaged, is as if nothing had been walked for.
WalkMark ReadWalkMark(absl::string_view text);
std::string WriteWalkMark(const WalkMark& mark);

// The versions that dates start and that take entries.
Versions DatedVersions(const journey::Catalog& catalog);

struct WalkPlan {
  enum class Kind : std::uint8_t {
    kRest,   // there is nothing to do
    kAwait,  // another gateway walks
    kWrite,  // replace the mark by `next`, then walk if that has a walk under way
    kWalk,   // this gateway walks already
  };
  Kind kind = Kind::kRest;
  WalkMark next;
};

// What gateway `self` has to do, if the catalog has the dated versions `wanted`. `stands_still`:
// whoever walks has not been heard of for the length of a lease.
WalkPlan PlanWalk(const WalkMark& mark, const Versions& wanted, std::uint64_t self,
                  bool stands_still);

// The mark after a page; `next` is where the following one begins, empty if this was the last.
WalkMark AfterPage(WalkMark mark, const Versions& wanted, std::string next, std::uint64_t customers,
                   std::uint64_t woken);

}  // namespace usher::agenda
