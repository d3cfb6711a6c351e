#pragma once

namespace usher::simulation {

// Two journeys over the same customers, and one for those who will be erased. Runs of one customer
// are told apart by the number of the event that started them.
inline constexpr char kCart[] = R"(
journey: cart
enter: { on: Added, key: event.n }
exit: { on: Emptied }
goal: { event: Bought, within: 1d, value: event.total }
steps:
  - wait: { for: 1h, idle: { at_least: 10m } }
  - send: { id: first, channels: [push, in_app], template: t, expire: 12h }
  - wait: { until: { event: Opened, of: first, then: end }, at_most: 3h }
  - send: { id: second, channels: [sms, push], template: t, on_refusal: next_then_skip }
  - { id: end, exit: {} }
templates: { t: { push: { body: hi }, sms: { text: hi }, in_app: { text: hi } } }
)";

inline constexpr char kNews[] = R"(
journey: news
enter: { on: Seen, key: event.n }
steps:
  - send: { id: now, channels: [in_app, sms], template: t, category: news, on_refusal: hold,
            expire: 8h }
  - set: { attributes: { news: 'count("Seen")' } }
  - wait: { until: { event: Bought }, at_most: 2h }
  - send: { id: later, channels: push, template: t, category: news }
templates: { t: { push: { body: hi }, sms: { text: hi }, in_app: { text: hi } } }
)";

// A new version of the second, taken in while customers are in the first.
inline constexpr char kNewNews[] = R"(
journey: news
description: Shorter
enter: { on: Seen, key: event.n }
steps:
  - send: { id: now, channels: [in_app, sms], template: t, category: news, expire: 8h }
templates: { t: { push: { body: hi }, sms: { text: hi }, in_app: { text: hi } } }
)";

inline constexpr char kBrief[] = R"(
journey: brief
enter: { on: Pinged, key: event.n }
steps:
  - send: { channels: [in_app, push], template: t }
  - wait: { for: 10m }
  - send: { channels: [push], template: t }
templates: { t: { push: { body: hi }, in_app: { text: hi } } }
)";

// Starts when everybody has long been silent.
inline constexpr char kOnce[] = R"(
journey: once
enter: { schedule: { once: 2026-03-05T12:00, spread: 2h } }
steps: [ exit: {} ]
)";

}  // namespace usher::simulation
