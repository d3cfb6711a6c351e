#include "shop/browsing_before.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"
#include "shop/behaviour.h"
#include "shop/fitted.h"

namespace usher::shop {
namespace {

using base::Value;

constexpr std::uint64_t kPurpose = 5;
constexpr std::size_t kPropertiesBytesMax = 16 * 1024 * 1024;
constexpr std::size_t kRecentMax = 1000;
// Assumptions, listed in docs/shop-simulator.md.
constexpr std::uint64_t kEarlierVisitsMax = 4;  // drawn evenly from none to so many
constexpr std::uint64_t kDaysBefore = 7;
constexpr double kCartLeft = 0.5;             // earlier visits that leave a cart behind
constexpr double kLooksAtOrdered = 0.3;       // glances at a product of the later order
constexpr std::size_t kLinesBrowsedMax = 30;  // further lines are ordered from a list
constexpr double kPauseSecondsMax = 120;

absl::Duration Pause(base::Random* random) {
  const double seconds = random->LogNormal(fitted::kPauseMu, fitted::kPauseSigma);
  const double bounded = std::clamp(seconds, behaviour::kPauseSecondsMin, kPauseSecondsMax);
  return absl::Milliseconds(static_cast<std::int64_t>(bounded * 1000.0));
}

// What the order says of a product, without how many were bought.
Value Shown(const Value& line) {
  Value shown{Value::Map{}};
  for (const auto& [name, value] : *line.as_map()) {
    if (name != "quantity") shown.Set(name, value);
  }
  return shown;
}

Value Added(const Value& line, absl::string_view cart_id) {
  Value added{Value::Map{}};
  added.Set("cart_id", Value(std::string(cart_id)));
  for (const auto& [name, value] : *line.as_map()) added.Set(name, value);
  return added;
}

}  // namespace

struct BrowsingBefore::Way {
  const Event& order;
  const Value& properties;
  const Value::List& lines;
  base::Random random;
  int events = 0;
};

BrowsingBefore::BrowsingBefore(std::vector<Event> events, std::uint64_t seed)
    : events_(std::move(events)), seed_(seed) {}

bool BrowsingBefore::Next(Event* event) {
  // An event may leave once no later order can bring one before it.
  while (next_ < events_.size() &&
         (pending_.empty() || events_[next_].time - kHorizon <= pending_.top().event.time)) {
    Prepare(std::move(events_[next_++]));
  }
  if (pending_.empty()) return false;
  *event = pending_.top().event;
  pending_.pop();
  return true;
}

void BrowsingBefore::Prepare(Event order) {
  if (order.name == "Order Completed" && !order.customer_id.empty()) {
    const absl::StatusOr<Value> properties =
        base::ParseJson(order.properties, {.bytes_max = kPropertiesBytesMax});
    const Value* products = properties.ok() ? properties->Find("products") : nullptr;
    Value::List lines;
    if (products != nullptr && products->as_list() != nullptr) {
      for (const Value& line : *products->as_list()) {
        if (line.as_map() != nullptr) lines.push_back(line);
      }
    }
    if (!lines.empty()) {
      Way way{order, *properties, lines, base::Random(seed_, base::Hash64(order.id), kPurpose)};
      for (std::uint64_t n = way.random.Below(kEarlierVisitsMax + 1); n > 0; --n) LookEarlier(&way);
      Buy(&way);
      for (const Value& line : lines) recent_.push_back(Shown(line));
      while (recent_.size() > kRecentMax) recent_.pop_front();
    }
  }
  Push(std::move(order));
}

void BrowsingBefore::LookEarlier(Way* way) {
  base::Random& random = way->random;
  const auto days = static_cast<std::int64_t>(1 + random.Below(kDaysBefore));
  const auto shift_ms = static_cast<std::int64_t>(random.Below(6 * 3'600'000));
  absl::Time now =
      way->order.time - absl::Hours(24 * days) - absl::Hours(3) + absl::Milliseconds(shift_ms);
  const auto views = static_cast<int>(Inverse(fitted::kVisitViews, random.Unit()) + 0.5);
  Value last;
  for (int i = 0; i < views; ++i) {
    last = Shown(Glance(way));
    Add(way, "Product Viewed", now, last);
    now += Pause(&random);
  }
  if (random.Chance(kCartLeft)) {
    last.Set("quantity", Value(std::int64_t{1}));
    Add(way, "Product Added", now,
        Added(last, absl::StrCat("left-", way->order.id, "-", way->events)));
  }
}

void BrowsingBefore::Buy(Way* way) {
  // Told backwards from the order, so that it ends at the log's own time.
  const std::string cart_id = absl::StrCat("cart-", way->order.id);
  absl::Time now = way->order.time - Pause(&way->random);
  Add(way, "Checkout Started", now, way->properties);
  for (std::size_t i = std::min(way->lines.size(), kLinesBrowsedMax); i > 0; --i) {
    const Value& line = way->lines[i - 1];
    now -= Pause(&way->random);
    Add(way, "Product Added", now, Added(line, cart_id));
    now -= Pause(&way->random);
    Add(way, "Product Viewed", now, Shown(line));
  }
}

void BrowsingBefore::Add(Way* way, absl::string_view name, absl::Time time, Value properties) {
  properties.Set("simulated", Value(true));
  Event event;
  event.id = absl::StrCat("sim-", way->order.id, "-", ++way->events);
  event.customer_id = way->order.customer_id;
  event.name = std::string(name);
  event.time = time;
  event.properties = base::ToJson(properties);
  Push(std::move(event));
}

void BrowsingBefore::Push(Event event) { pending_.push({++pushed_, std::move(event)}); }

const Value& BrowsingBefore::Glance(Way* way) const {
  if (recent_.empty() || way->random.Chance(kLooksAtOrdered)) {
    return way->lines[way->random.Below(way->lines.size())];
  }
  return recent_[way->random.Below(recent_.size())];
}

}  // namespace usher::shop
