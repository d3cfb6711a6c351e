#pragma once

#include <cstddef>

#include "absl/time/time.h"

namespace usher::customer {

// Bounds on what one record may hold. What is beyond is refused (profile) or dropped, oldest
// first (history); each bound names which.
struct Limits {
  std::size_t seen_min = 32;                           // event ids kept whatever their age
  std::size_t seen_max = 1024;                         // dropped beyond
  absl::Duration seen_for = absl::Hours(24);           // dropped after, down to seen_min
  std::size_t history_max = 128;                       // times for each event name; dropped beyond
  std::size_t histories_max = 32;                      // event names; dropped beyond
  std::size_t summed_max = 32;                         // properties with values; dropped beyond
  std::size_t runs_max = 32;                           // a further run does not start
  std::size_t marks_max = 256;                         // dropped beyond
  std::size_t contacts_max = 1024;                     // messages are refused beyond
  absl::Duration contacts_for = absl::Hours(24 * 33);  // beyond any cap's window
  std::size_t decisions_max = 64;                      // dropped beyond
  std::size_t attributes_max = 100;                    // refused beyond
  std::size_t attributes_bytes_max = 16 * 1024;        // as JSON; refused beyond
  std::size_t consents_max = 32;                       // refused beyond
  std::size_t audiences_max = 32;                      // a further one is not joined
  std::size_t dates_max = 32;                          // a further date is not watched
  std::size_t inbox_max = 20;                          // messages shown; the oldest give way
  std::size_t inbox_bytes_max = 16 * 1024;             // of their contents; the oldest give way
  std::size_t merges_max = 32;                         // visitors remembered; forgotten beyond
  std::size_t merge_events_max = 8;                    // kept for visitors' runs; forgotten beyond
  std::size_t merge_event_bytes_max = 2 * 1024;        // of properties as JSON; left out beyond
  std::size_t replies_max = 32;                        // replies on their way; the oldest are lost
  std::size_t written_to_max = 8;                      // for each address; forgotten beyond
};

}  // namespace usher::customer
