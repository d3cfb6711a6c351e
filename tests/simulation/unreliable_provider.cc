#include "tests/simulation/unreliable_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace usher::simulation {

using journey::AttemptResult;

void UnreliableProvider::Violation(const journey::Message& message, const std::string& what) {
  world_.journal->violations.push_back(
      absl::StrCat(what, ": ", message.customer.key(), " ", message.journey, "/", message.step, " ",
                   message.key, " on ", customer::ChannelName(message.channel), " at ",
                   absl::FormatTime(world_.now(), absl::UTCTimeZone())));
}

void UnreliableProvider::Check(const journey::Message& message) {
  Journal& journal = *world_.journal;
  for (const std::size_t index : journal.attempts_of[message.send_id]) {
    if (!journal.attempts[index].told) Violation(message, "sent again, though it may have arrived");
  }
  if (journal.opted_out.contains({message.customer.key(), message.channel})) {
    Violation(message, "sent after an acknowledged opt-out");
  }
  const auto erased = journal.erased.find(message.customer.key());
  if (erased != journal.erased.end() && world_.now() < erased->second) {
    Violation(message, "sent after an acknowledged erasure");
  }
  if (message.expire_at <= message.at) Violation(message, "sent though it had expired");
}

void UnreliableProvider::Send(const journey::Message& message,
                              std::function<void(messages::AttemptReport)> done) {
  if (!*life_) return;
  Check(message);
  Journal& journal = *world_.journal;
  const int dice = *world_.faulty ? world_.dice->Roll(100) : 99;
  AttemptResult result = AttemptResult::kSent;
  bool delivered = true;
  if (dice < 5) {
    result = AttemptResult::kRejected;
    delivered = false;
  } else if (dice < 12) {
    result = AttemptResult::kTemporary;
    delivered = false;
  } else if (dice < 17) {
    result = AttemptResult::kUnknown;
    delivered = world_.dice->Percent(50);
  }
  const bool slow = dice >= 17 && dice < 25;
  const std::size_t index = journal.attempts.size();
  journal.attempts.push_back({message, world_.now(), delivered, false});
  journal.attempts_of[message.send_id].push_back(index);
  ++journal.counts[absl::StrCat("attempts ended ", static_cast<int>(result))];
  if (slow) ++journal.counts["slow attempts"];
  const absl::Duration delay = world_.dice->UpTo(slow ? absl::Seconds(9) : absl::Milliseconds(50));
  world_.network->After(delay, [this, life = life_, index, result, done = std::move(done)] {
    if (!*life) return;
    world_.journal->attempts[index].told =
        result == AttemptResult::kRejected || result == AttemptResult::kTemporary;
    done({result, "as the dice say"});
  });
}

messages::AttemptReport UnreliableProvider::FindFate(std::uint64_t send_id, std::uint64_t) {
  if (!*life_) return {AttemptResult::kUnknown, "dead"};
  Journal& journal = *world_.journal;
  ++journal.counts["fates asked for"];
  if (!remembers_) return {AttemptResult::kUnknown, "nobody knows"};
  bool delivered = false;
  for (const std::size_t index : journal.attempts_of[send_id]) {
    journal.attempts[index].told = !journal.attempts[index].delivered;
    delivered = delivered || journal.attempts[index].delivered;
  }
  if (delivered) return {AttemptResult::kSent, "remembered"};
  ++journal.counts["attempts found not started"];
  return {AttemptResult::kNotStarted, "never heard of it"};
}

}  // namespace usher::simulation
