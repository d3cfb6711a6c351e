#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <queue>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/random.h"
#include "base/value.h"
#include "shop/event.h"

namespace usher::shop {

// Real orders, and before each "Order Completed" of a known customer an invented way there: visits
// on earlier days, some with a cart left behind, and the visit that ends in the order. Every
// invented event carries the property "simulated": true and an id that begins with "sim-"; the
// log's own events pass unchanged. Products are those of the order and of recent orders. For one
// thread.
class BrowsingBefore {
 public:
  // How long before its order an invented event can lie.
  static constexpr absl::Duration kHorizon = absl::Hours(8 * 24);

  // `events` are in time order; equal seeds and events give equal results.
  BrowsingBefore(std::vector<Event> events, std::uint64_t seed);

  // Overwrites `event` with the next event in time order; false at the end.
  bool Next(Event* event);

 private:
  struct Pending {
    std::uint64_t number;  // keeps events of one time in the order in which they were made
    Event event;
    friend bool operator>(const Pending& a, const Pending& b) {
      return a.event.time != b.event.time ? a.event.time > b.event.time : a.number > b.number;
    }
  };
  struct Way;  // to one order

  void Prepare(Event order);
  void LookEarlier(Way* way);
  void Buy(Way* way);
  void Add(Way* way, absl::string_view name, absl::Time time, base::Value properties);
  void Push(Event event);
  // One of the order's products or, more often, one of the recent ones.
  const base::Value& Glance(Way* way) const;

  std::vector<Event> events_;
  std::uint64_t seed_;
  std::size_t next_ = 0;
  std::uint64_t pushed_ = 0;
  std::deque<base::Value> recent_;  // products of the latest orders
  std::priority_queue<Pending, std::vector<Pending>, std::greater<Pending>> pending_;
};

}  // namespace usher::shop
