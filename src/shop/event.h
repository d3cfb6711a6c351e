#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// A shop to test against: simulated customers, or the real orders of a log with the browsing before
// them simulated. docs/shop-simulator.md names every assumption and the figures behind it.
namespace usher::shop {

// Something a customer or an anonymous visitor did, in Segment's e-commerce vocabulary.
struct Event {
  std::string id;            // unique within one shop
  std::string customer_id;   // empty while the visitor is anonymous
  std::string anonymous_id;  // empty for a known customer, except where it links the two
  std::string name;          // for example "Product Viewed"
  absl::Time time;           // whole milliseconds
  std::string properties;    // a JSON object
};

// Appends `event` to `out` as one line of JSON, ended by a newline. Empty ids are left out.
void AppendJsonLine(const Event& event, std::string* out);

// Appends `time` as "2026-03-01T12:34:56.789Z".
void AppendTimestamp(absl::Time time, std::string* out);

}  // namespace usher::shop
