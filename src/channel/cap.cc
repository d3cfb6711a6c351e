#include "channel/cap.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace usher::channel {
namespace {

// Clocks are changed by up to two hours (Antarctica/Troll).
constexpr absl::Duration kLongestDay = absl::Hours(24 + 2);
constexpr absl::Duration kLongestWeek = absl::Hours(7 * 24 + 2);

absl::CivilDay FirstDay(CapWindow window, absl::CivilDay day) {
  if (window == CapWindow::kDay) return day;
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

// The end of the calendar window that a message at `at` counts in.
absl::Time CalendarEnd(CapWindow window, absl::Time at, const absl::TimeZone& zone) {
  const int days = window == CapWindow::kDay ? 1 : 7;
  absl::CivilDay next = FirstDay(window, absl::ToCivilDay(at, zone)) + days;
  // A clock put back over midnight shows the old day again after the new one has begun.
  while (absl::FromCivil(next, zone) <= at) next += days;
  return absl::FromCivil(next, zone);
}

// No message counts longer than this, whatever the zone: spares the time zone's tables and the rest
// of the ledger.
absl::Duration Horizon(const Cap& cap) {
  if (cap.window == CapWindow::kRolling) return cap.per;
  // A country that moves over the date line can make a day last two.
  return cap.window == CapWindow::kDay ? absl::Hours(3 * 24) : absl::Hours(9 * 24);
}

// When a message at `at` no longer counts.
absl::Time CountsUntil(const Cap& cap, absl::Time at, const Zone& zone) {
  if (cap.window == CapWindow::kRolling) return at + cap.per;
  if (zone.has_value()) return CalendarEnd(cap.window, at, *zone);
  return at + (cap.window == CapWindow::kDay ? kLongestDay : kLongestWeek);
}

bool Counts(const Policy& policy, const Cap& cap, const customer::Contact& contact) {
  return Concerns(cap, contact.channel, contact.category) &&
         !ClassOf(policy, contact.category).uncounted;
}

}  // namespace

bool Concerns(const Cap& cap, customer::Channel channel, absl::string_view category) {
  return cap.channels.Has(channel) && (cap.category.empty() || cap.category == category);
}

// A message counts the longer the later it was sent, so the cap opens when the max-th latest of
// those it counts leaves its window.
absl::Time NextAllowed(const Policy& policy, const Cap& cap,
                       absl::Span<const customer::Contact> contacts, absl::Time now,
                       const Zone& zone) {
  std::uint32_t counted = 0;
  for (auto contact = contacts.rbegin(); contact != contacts.rend(); ++contact) {
    if (contact->at + Horizon(cap) <= now) break;
    if (!Counts(policy, cap, *contact)) continue;
    if (++counted == cap.max) return std::max(now, CountsUntil(cap, contact->at, zone));
  }
  return now;
}

std::uint32_t CountNow(const Policy& policy, const Cap& cap,
                       absl::Span<const customer::Contact> contacts, absl::Time now,
                       const Zone& zone) {
  std::uint32_t counted = 0;
  for (auto contact = contacts.rbegin(); contact != contacts.rend(); ++contact) {
    if (contact->at + Horizon(cap) <= now) break;
    if (Counts(policy, cap, *contact) && CountsUntil(cap, contact->at, zone) > now) ++counted;
  }
  return counted;
}

}  // namespace usher::channel
