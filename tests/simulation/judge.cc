// What the world promised, judged by what clients, providers and the store recorded.

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "tests/simulation/world.h"
#include "tests/support/await.h"

namespace usher::simulation {
namespace {

// Clocks of gateways are this far apart at most, and the two may have dealt with one run.
constexpr absl::Duration kClocksApart = absl::Milliseconds(200);

std::string Show(const Journal::Attempt& attempt) {
  const journey::Message& message = attempt.message;
  return absl::StrCat(message.customer.key(), " ", message.journey, "/", message.step, " ",
                      message.key, " on ", customer::ChannelName(message.channel), " granted ",
                      absl::FormatTime(message.at, absl::UTCTimeZone()));
}

}  // namespace

void World::Expect(bool kept, const std::string& promise) {
  if (!kept) journal_.violations.push_back(promise);
}

void World::Judge() {
  Expect(clients_.open() == 0, absl::StrCat(clients_.open(), " requests were never acknowledged"));
  JudgeAttempts();
  JudgeCaps();
  JudgeRecords();
  JudgeStatistics();
}

void World::JudgeAttempts() {
  for (const Journal::Attempt& attempt : journal_.attempts) {
    const journey::Message& message = attempt.message;
    const absl::Time started = journal_.started_at.at(message.key);
    absl::Duration at_least;
    if (message.step == "first") at_least = absl::Hours(1);
    if (message.step == "second") at_least = absl::Hours(4);
    if (message.step == "later") at_least = absl::ZeroDuration();
    if (message.step == "send-3") at_least = absl::Minutes(10);
    Expect(attempt.called_at >= started + at_least - kClocksApart,
           absl::StrCat("a timer was early: ", Show(attempt)));
    if (message.channel == customer::Channel::kSms) {
      const auto hour = absl::ToCivilHour(message.at, absl::UTCTimeZone()).hour();
      Expect(hour >= 7 && hour < 22, absl::StrCat("sent in quiet hours: ", Show(attempt)));
    }
    // What a visitor is sent before he is taken over, he is sent as the visitor he was.
    const auto ordered = journal_.ordered_at.find(message.key);
    if (message.journey == "cart" && !message.customer.anonymous() &&
        ordered != journal_.ordered_at.end()) {
      Expect(message.at <= ordered->second + kClocksApart,
             absl::StrCat("sent after the order: ", Show(attempt)));
    }
    if (attempt.delivered) ++journal_.counts["delivered"];
  }
}

void World::JudgeCaps() {
  for (const channel::Cap& cap : policy_.caps) {
    for (const Journal::Attempt& first : journal_.attempts) {
      int in_window = 0;
      for (const Journal::Attempt& other : journal_.attempts) {
        const journey::Message& message = other.message;
        if (other.delivered && message.customer == first.message.customer &&
            cap.channels.Has(message.channel) &&
            (cap.category.empty() || cap.category == message.category) &&
            message.at >= first.message.at && message.at < first.message.at + cap.per) {
          ++in_window;
        }
      }
      Expect(in_window <= static_cast<int>(cap.max),
             absl::StrCat("cap ", cap.name, " holds ", in_window, " from: ", Show(first)));
    }
  }
}

void World::JudgeRecords() {
  for (int i = 0; i < Clients::kCustomers + Clients::kVisitors; ++i) {
    const bool visitor = i >= Clients::kCustomers;
    const auto id =
        visitor ? base::CustomerId::Anonymous(absl::StrCat("visitor-", i - Clients::kCustomers))
                : base::CustomerId::Known(absl::StrCat("customer-", i));
    const auto stored = support::Load(memory_, id);
    Expect(stored.ok(), absl::StrCat("unreadable: ", id.key()));
    if (!stored.ok() || !stored->record) continue;
    const customer::Record& record = *stored->record;
    Expect(record.runs.empty(), absl::StrCat("a run is left: ", id.key()));
    Expect(record.sends.empty(), absl::StrCat("a message is left: ", id.key()));
    Expect(record.pending_merges.empty(), absl::StrCat("a merge is left: ", id.key()));
    const auto once = std::count_if(record.marks.begin(), record.marks.end(), [](const auto& mark) {
      return mark.journey == "once" && mark.entries == 1;
    });
    const bool known = !visitor && record.created_at != absl::UnixEpoch();
    Expect(once == (known ? 1 : 0),
           absl::StrCat("the time of the schedule came ", once, " times: ", id.key()));
    if (known) ++journal_.counts["found by the clock"];
    if (!record.merged_visitors.empty()) ++journal_.counts["merged"];
    const auto latest = clients_.attributes().find(i);
    if (!visitor && latest != clients_.attributes().end()) {
      const base::Value attributes(record.profile.attributes);
      const base::Value* value = attributes.Find("latest");
      Expect(value != nullptr && *value == base::Value(latest->second),
             absl::StrCat("a change of the profile was lost: ", id.key()));
    }
  }
  for (int shard = 0; shard < memory_.shards(); ++shard) {
    const absl::Time end = Now() + absl::Hours(24 * 1000);
    const auto claim = support::ClaimDue(memory_, shard, end, end, 100);
    Expect(claim.ok() && claim->customers.empty(), "somebody is still due");
  }
}

std::map<std::string, std::int64_t> World::Stats(const std::string& journey) {
  const auto stats = support::ReadStats(memory_, journey);
  return stats.value();
}

void World::JudgeStatistics() {
  std::int64_t sent = 0;
  std::int64_t unknown = 0;
  for (const auto& [journey, event] : {std::pair("cart", "Added"), std::pair("news", "Seen")}) {
    const auto stats = Stats(journey);
    std::int64_t entered = 0;
    std::int64_t ended = 0;
    for (const auto& [counter, value] : stats) {
      if (counter == "entered") entered = value;
      if (absl::StartsWith(counter, "ended:")) ended += value;
      if (absl::StartsWith(counter, "held:")) journal_.counts["held"] += static_cast<int>(value);
      if (absl::StartsWith(counter, "outcome:") && absl::EndsWith(counter, ":sent")) sent += value;
      if (absl::StartsWith(counter, "outcome:") && absl::EndsWith(counter, ":unknown")) {
        unknown += value;
      }
      Expect(!absl::StartsWith(counter, "waiting:") || value == 0,
             absl::StrCat(value, " in ", journey, " ", counter));
      Expect(!absl::StartsWith(counter, "not_entered:"),
             absl::StrCat(journey, " ", counter, ": ", value));
    }
    Expect(entered == clients_.Acknowledged(event),
           absl::StrCat(journey, " was entered ", entered, " times for ",
                        clients_.Acknowledged(event), " events"));
    Expect(ended == entered, absl::StrCat(journey, " was ended ", ended, " times of ", entered));
  }
  std::int64_t delivered = 0;
  for (const Journal::Attempt& attempt : journal_.attempts) {
    if (attempt.delivered && attempt.message.journey != "brief") ++delivered;
  }
  Expect(sent <= delivered && delivered <= sent + unknown,
         absl::StrCat(delivered, " delivered, but ", sent, " sent and ", unknown, " unknown"));
}

}  // namespace usher::simulation
