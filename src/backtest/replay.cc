#include "backtest/replay.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "journey/send_id.h"

namespace usher::backtest {

using journey::EventInput;
using journey::Input;
using journey::InputResult;

namespace {

constexpr std::size_t kNoPlace = static_cast<std::size_t>(-1);

// Where in [0, 1) a message falls: the same in every replay.
double Point(std::uint64_t send_id) {
  const std::uint64_t hash = base::HashFields({"reaction", journey::SendIdText(send_id)});
  return static_cast<double>(hash >> 11) * 0x1p-53;
}

EventInput Reaction(const char* name, const Sent& sent, absl::Time at) {
  EventInput event;
  event.id = absl::StrCat(name, " ", journey::SendIdText(sent.send_id));
  event.name = name;
  event.at = at;
  base::Value properties{base::Value::Map()};
  properties.Set("send_id", base::Value(journey::SendIdText(sent.send_id)));
  properties.Set("channel", base::Value(std::string(customer::ChannelName(sent.channel))));
  event.properties = std::move(properties);
  return event;
}

// A customer's events lie far apart in memory, and waiting for each in turn takes longer than the
// work on it. So the next ones are looked at together, which the processor does at once. Plain
// prefetching is no help, as it gives up where the page is not known either.
constexpr std::size_t kFetched = 16;

void Fetch(absl::Span<const PastEvent* const> events) {
  events = events.subspan(0, std::min(events.size(), kFetched));
  std::size_t seen = 0;
  for (const PastEvent* event : events) seen += event->properties.size();
  for (const PastEvent* event : events) {
    constexpr std::size_t kLineBytes = 64, kTextBytes = 512;
    seen += static_cast<std::size_t>(event->id[0]);
    for (std::size_t at = 0; at < std::min(event->properties.size(), kTextBytes);
         at += kLineBytes) {
      seen += static_cast<std::size_t>(event->properties[at]);
    }
  }
  // Nobody wants to know, but the compiler must not see that.
  asm volatile("" : : "r"(seen));
}

}  // namespace

void Replay::Run(const Group& group) {
  Introduce(group);
  const std::int64_t end_ms = absl::ToUnixMillis(world_.to);
  // People of a group are numbered as they stand in it, and it is ascending.
  for (std::size_t i = 0; i < group.events.size(); ++i) {
    const PastEvent* event = group.events[i];
    if (event->time_ms > end_ms) break;
    if (i % kFetched == 0) Fetch(group.ahead.subspan(i));
    const absl::Time at = absl::FromUnixMillis(event->time_ms);
    RunUntil(at);
    const auto place = std::lower_bound(group.people.begin(), group.people.end(), event->person);
    Happen(static_cast<std::size_t>(place - group.people.begin()), *event);
  }
  RunUntil(world_.to);
  for (std::size_t i = 0; i < people_.size(); ++i) {
    observer_->OnEnd(i, people_[i].life.id(), people_[i].life.record());
  }
}

void Replay::Introduce(const Group& group) {
  people_.clear();
  places_.clear();
  reactions_.clear();
  addresses_.Clear();
  queue_ = {};
  order_ = 0;
  observer_->OnGroup(group.people.size());
  for (const std::uint32_t person : group.people) {
    const std::size_t place = people_.size();
    people_.push_back({Life(place, log_.people[person])});
    if (group.people.size() > 1) places_.emplace(log_.people[person].key(), place);
  }
  if (!world_.catalog.Dated().empty() && world_.from <= world_.to) {
    for (std::size_t i = 0; i < people_.size(); ++i) {
      queue_.push({world_.from, order_++, i, kWalk});
    }
  }
  if (profiles_.empty()) return;
  const absl::Time at = std::min(absl::FromUnixMillis(log_.first_ms), world_.from);
  for (std::size_t i = 0; i < people_.size(); ++i) {
    const customer::ProfileChange* profile = profiles_[group.people[i]];
    if (profile != nullptr) Give(i, *profile, at);
  }
}

void Replay::RunUntil(absl::Time end) {
  while (!queue_.empty() && queue_.top().at <= end) {
    const Due due = queue_.top();
    queue_.pop();
    if (due.reaction == kWalk) {
      const bool known = people_[due.person].life.record().created_at != absl::UnixEpoch();
      if (known) Give(due.person, journey::WakeInput{}, due.at);
    } else if (due.reaction >= 0) {
      const EventInput& reaction = reactions_[static_cast<std::size_t>(due.reaction)];
      GiveEvent(due.person, reaction, reaction.at, /*assumed=*/true);
    } else if (due.at == people_[due.person].due) {
      Wake(due);
    }
  }
}

void Replay::Wake(const Due& due) {
  Person& person = people_[due.person];
  person.due = absl::InfiniteFuture();
  Give(due.person, journey::WakeInput{}, due.at);
  if (person.due <= due.at) {
    // Still due: a gateway would look again with its next tick.
    person.due = due.at + absl::Milliseconds(1);
    queue_.push({person.due, order_++, due.person});
  }
}

void Replay::Happen(std::size_t person, const PastEvent& event) {
  const absl::Time now = absl::FromUnixMillis(event.time_ms);
  if (event.name == kToldOf) {
    Give(person, log_.told[event.payload_hash], now);
    return;
  }
  if (event.name == kInInbox) {
    Give(person, log_.inbox[event.payload_hash], now);
    return;
  }
  const LateEvent own = event.name == kLate
                            ? log_.late[event.payload_hash]
                            : LateEvent{event.time_ms, event.name, event.payload_hash};
  EventInput input;
  input.id = std::string(event.id);
  input.name = log_.names[own.name];
  input.at = absl::FromUnixMillis(own.happened_ms);
  input.payload_hash = own.payload_hash;
  if (event.visitor != kNobody) {
    input.merge_from = std::string(log_.people[event.visitor].name());
  }
  // Nobody looks at what no journey listens to, so it need not be copied.
  if (!event.properties.empty() && world_.catalog.Listens(input.name)) {
    input.properties = journey::EventProperties::FromJson(std::string(event.properties));
  }
  GiveEvent(person, input, now, /*assumed=*/false);
}

void Replay::GiveEvent(std::size_t person, const EventInput& event, absl::Time now, bool assumed) {
  observer_->OnEvent(person, event, now, assumed);
  InputResult result = Give(person, event, now);
  if (!result.forward_to.empty()) {
    const std::size_t customer = Find(base::CustomerId::Known(result.forward_to));
    if (customer != kNoPlace) {
      person = customer;
      result = Give(person, event, now);
    }
  }
  observer_->OnAnswer(person, event, now, result);
}

InputResult Replay::Give(std::size_t person, const Input& input, absl::Time at) {
  Life& life = people_[person].life;
  InputResult result = life.Give(world_, zones_, observer_, &addresses_, input, at);
  if (life.any_sent()) AssumeReactions(person);
  if (!life.record().pending_merges.empty()) WorkOnMerges(person, at);
  Await(person);
  return result;
}

void Replay::WorkOnMerges(std::size_t person, absl::Time at) {
  const auto give = [&](std::size_t to, const Input& input) {
    InputResult result = people_[to].life.Give(world_, zones_, observer_, &addresses_, input, at);
    if (people_[to].life.any_sent()) AssumeReactions(to);
    return result;
  };
  const std::string name(people_[person].life.id().name());
  while (!people_[person].life.record().pending_merges.empty()) {
    const std::string visitor = people_[person].life.record().pending_merges.front();
    const std::size_t place = Find(base::CustomerId::Anonymous(visitor));
    // Looked after again when the merge is due, as it stays in the record.
    if (place == kNoPlace || !give(place, journey::MergeIntoInput{name, false}).status.ok()) return;
    // A visitor who had become somebody else before leaves nothing here.
    const bool ours = people_[place].life.record().merged_into == name;
    auto left = ours ? std::make_shared<customer::Record>(people_[place].life.record())
                     : std::make_shared<customer::Record>();
    if (ours) observer_->OnMerge(person, place);
    give(person, journey::AbsorbInput{visitor, std::move(left), /*finished=*/false});
    give(place, journey::MergeIntoInput{name, true});
    Await(place);
    give(person, journey::AbsorbInput{visitor, nullptr, /*finished=*/true});
  }
}

void Replay::AssumeReactions(std::size_t person) {
  const Reactions& reactions = world_.reactions;
  for (const Sent& sent : people_[person].life.TakeSent()) {
    const auto channel = static_cast<std::size_t>(sent.channel);
    const double point = Point(sent.send_id);
    const absl::Time at = sent.at + reactions.after;
    const auto expect = [&](const char* name) {
      queue_.push({at, order_++, person, static_cast<int>(reactions_.size())});
      reactions_.push_back(Reaction(name, sent, at));
    };
    if (point < reactions.open_share[channel]) expect("Message Opened");
    if (point < reactions.click_share[channel]) expect("Message Clicked");
  }
}

void Replay::Await(std::size_t person) {
  Person& who = people_[person];
  const absl::Time due = customer::EarliestDue(who.life.record());
  if (due == who.due) return;
  who.due = due;
  if (due <= world_.to) queue_.push({due, order_++, person});
}

std::size_t Replay::Find(const base::CustomerId& id) const {
  const auto place = places_.find(id.key());
  return place == places_.end() ? kNoPlace : place->second;
}

}  // namespace usher::backtest
