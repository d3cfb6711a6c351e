#include "channel/cap.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace usher::channel {
namespace {

// Clocks are changed by up to two hours (Antarctica/Troll).
constexpr absl::Duration kLongestDay = absl::Hours(24 + 2);
constexpr absl::Duration kLongestWeek = absl::Hours(7 * 24 + 2);
constexpr absl::Duration kLongestMonth = absl::Hours(31 * 24 + 2);

// The first day of the window after that of `day`.
absl::CivilDay NextWindow(CapWindow window, absl::CivilDay day) {
  switch (window) {
    case CapWindow::kMonth:
      return absl::CivilDay(absl::CivilMonth(day) + 1);
    case CapWindow::kWeek:
      return absl::NextWeekday(day, absl::Weekday::monday);
    default:
      return day + 1;
  }
}

// The end of the calendar window that a message at `at` counts in.
absl::Time CalendarEnd(CapWindow window, absl::Time at, const absl::TimeZone& zone) {
  absl::CivilDay next = NextWindow(window, absl::ToCivilDay(at, zone));
  // A clock put back over midnight shows the old day again after the new one has begun.
  while (absl::FromCivil(next, zone) <= at) next = NextWindow(window, next);
  return absl::FromCivil(next, zone);
}

// The longest that such a window is in any zone in use.
absl::Duration LongestInUnknownZone(CapWindow window) {
  switch (window) {
    case CapWindow::kMonth:
      return kLongestMonth;
    case CapWindow::kWeek:
      return kLongestWeek;
    default:
      return kLongestDay;
  }
}

// No message counts longer than this, whatever the zone: spares the time zone's tables and the rest
// of the ledger.
absl::Duration Horizon(const Cap& cap) {
  if (cap.window == CapWindow::kRolling) return cap.per;
  // A country that moves over the date line can make a day last two.
  return LongestInUnknownZone(cap.window) + absl::Hours(24);
}

// When a message at `at` no longer counts.
absl::Time CountsUntil(const Cap& cap, absl::Time at, const Zone& zone) {
  if (cap.window == CapWindow::kRolling) return at + cap.per;
  if (zone.has_value()) return CalendarEnd(cap.window, at, *zone);
  return at + LongestInUnknownZone(cap.window);
}

bool Counts(const Policy& policy, const Cap& cap, const customer::Contact& contact) {
  return Concerns(cap, contact.channel, contact.category, contact.journey) &&
         !ClassOf(policy, contact.category).uncounted;
}

}  // namespace

bool Concerns(const Cap& cap, customer::Channel channel, absl::string_view category,
              absl::string_view journey) {
  return cap.channels.Has(channel) && (cap.category.empty() || cap.category == category) &&
         (cap.journey.empty() || cap.journey == journey);
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
