#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "base/value.h"
#include "customer/channel.h"
#include "customer/decision.h"
#include "customer/seen_events.h"

// Everything usher knows of one customer, in one value that is committed as a whole. Plain data:
// the functions that change it are in the other files of this folder and in journey/. All times
// are UTC with millisecond precision. Every list is bounded; customer/limits.h holds the bounds.
namespace usher::customer {

// An address on one channel. customer/addresses.h says how many there are; of those on one channel
// the one told last is the last.
struct Address {
  Channel channel = Channel::kNone;
  std::string address;
  bool dead = false;  // a provider said that it does not exist: nothing is sent there
  friend bool operator==(const Address&, const Address&) = default;
};

// Permission; a channel kNone means all channels, an empty category all but transactional ones.
// At most one for each pair of channel and category.
struct Consent {
  Channel channel = Channel::kNone;
  std::string category;
  bool granted = false;
  absl::Time at;
  std::string source;
  friend bool operator==(const Consent&, const Consent&) = default;
};

// That the customer is in an audience.
struct Membership {
  std::string audience;
  absl::Time since;
  friend bool operator==(const Membership&, const Membership&) = default;
};

// What the shop and its journeys say about the customer.
struct Profile {
  base::Value::Map attributes;
  std::string locale;
  std::string time_zone;
  std::string country;
  std::vector<Address> addresses;
  std::vector<Consent> consents;
  std::vector<Membership> audiences;  // at most one for each audience
  friend bool operator==(const Profile&, const Profile&) = default;
};

// What a property was in the last events of one name, in millionths: one for each time of the
// history, 0 where the event had no such number.
struct EventValues {
  std::string property;
  std::vector<std::int64_t> millionths;
  friend bool operator==(const EventValues&, const EventValues&) = default;
};

// Times of the last events of one name, ascending; kept only for names that live journeys count.
struct EventHistory {
  std::string name;
  std::vector<absl::Time> times;
  std::vector<EventValues> values = {};  // only of properties that live journeys sum
  friend bool operator==(const EventHistory&, const EventHistory&) = default;
};

// A message charged to the customer: what caps count. `send_id` lets a definite failure give it
// back.
struct Contact {
  absl::Time at;
  Channel channel = Channel::kNone;
  std::string category;
  std::uint64_t send_id = 0;
  std::string journey = {};  // whose message; empty in records from before this was kept
  // Hash of journey, template and key of the run: the same for the same message. 0 for what is no
  // message of its own, and in records from before this was kept.
  std::uint64_t content = 0;
  bool reacted = false;  // the customer opened or clicked it
  friend bool operator==(const Contact&, const Contact&) = default;
};

// Where a run stands.
enum class RunPhase : std::uint8_t {
  kAtStep = 0,    // at `step`, which it has yet to execute or in which it waits
  kWatching = 1,  // steps are over; only the goal may still be reached
};

// How often a run came to a step.
struct StepVisits {
  std::uint32_t step = 0;
  std::uint32_t visits = 0;
  friend bool operator==(const StepVisits&, const StepVisits&) = default;
};

// The last message a send step of the run sent: what "of" in a wait refers to.
struct SentMessage {
  std::uint32_t step = 0;
  std::uint64_t send_id = 0;
  friend bool operator==(const SentMessage&, const SentMessage&) = default;
};

// The arm of a split that a run took, kept only where chance would not give it again: the run came
// from a visitor, or from a version with other arms.
struct ArmTaken {
  std::uint32_t step = 0;
  std::string arm;
  friend bool operator==(const ArmTaken&, const ArmTaken&) = default;
};

// One customer's way through one journey.
struct Run {
  std::uint64_t id = 0;       // hash of customer, journey, key and the event that started it
  std::string journey;        // name
  std::uint64_t version = 0;  // content hash of the definition; the run stays on it
  std::string key;            // what tells runs of one journey apart
  absl::Time entered_at;
  RunPhase phase = RunPhase::kAtStep;
  std::uint32_t step = 0;  // index in the version's steps
  bool waiting = false;    // the step was begun; `due` says when it ends
  bool held_out = false;   // measured, never messaged
  absl::Time due;          // when the run has to be looked at again; InfiniteFuture if never
  absl::Time wait_from;    // when a wait for a local time or a date began; else the epoch
  base::Value event;       // what steps and templates need of the event that started the run
  std::vector<StepVisits> visits;
  std::vector<SentMessage> sent;
  std::vector<ArmTaken> arms;
  friend bool operator==(const Run&, const Run&) = default;
};

// Where a message stands on its way out.
enum class SendPhase : std::uint8_t {
  kWanted = 0,   // the run wants it; to be decided at `retry_at`
  kGranted = 1,  // charged and handed to one gateway until `lease_until`
};

// A message a run wants to send; gone once it has its outcome.
struct PendingSend {
  std::uint64_t id = 0;      // hash of customer, run, step and visit: the idempotency key
  std::uint64_t run_id = 0;  // the run may be over while an attempt is still under way
  std::string journey;
  std::uint64_t version = 0;
  std::string key;
  std::uint32_t step = 0;
  SendPhase phase = SendPhase::kWanted;
  std::uint32_t candidate = 0;  // index of the step's channel granted, or to try first
  std::uint32_t attempts = 0;   // attempts granted so far
  std::uint32_t failures = 0;   // of these, how many failed for the time being
  bool maybe_sent = false;      // the fate of an earlier attempt is unknown
  std::uint64_t gateway = 0;    // incarnation of the gateway that holds the attempt
  std::uint64_t provider = 0;   // provider instance the attempt was handed to
  absl::Time created_at;        // when it was wanted; later if it was to go at the best hour
  absl::Time expire_at;
  absl::Time retry_at;              // when kWanted
  absl::Time granted_at;            // when kGranted
  absl::Time lease_until;           // when kGranted: after this its fate is unknown
  std::string held_by;              // what stood against it at the last decision
  std::uint64_t withdraws = 0;      // the message that this one takes back; 0 for most
  std::vector<Channel> order = {};  // channels as they are tried; empty: as in the step
  friend bool operator==(const PendingSend&, const PendingSend&) = default;
};

// A message shown inside the app or on the site until its time is over, it is dismissed or taken
// back.
struct InboxMessage {
  std::uint64_t send_id = 0;
  std::string journey;
  std::string step;  // id
  std::string key;   // of the run
  std::string category;
  absl::Time sent_at;
  absl::Time expire_at;                       // the first moment at which it is not shown
  absl::Time seen_at = absl::InfinitePast();  // InfinitePast: not yet
  std::vector<std::pair<std::string, std::string>> content;  // named parts, such as text
  friend bool operator==(const InboxMessage&, const InboxMessage&) = default;
};

// That a customer was in a journey, so that re-entry rules can be kept after the run is gone.
struct EntryMark {
  std::string journey;
  std::uint64_t key_hash = 0;
  absl::Time last_entered_at;
  std::uint32_t entries = 0;
  absl::Time last_ended_at = absl::InfinitePast();  // only if a re-entry rule asks for it
  friend bool operator==(const EntryMark&, const EntryMark&) = default;
};

// A date of the customer that starts a run of a journey when it comes.
struct DateWatch {
  std::string journey;
  std::uint64_t version = 0;  // whose trigger this is
  absl::Time due;
  friend bool operator==(const DateWatch&, const DateWatch&) = default;
};

// An event that came while visitors were still to be taken over: their runs have to hear of it.
struct MergeEvent {
  std::string name;
  absl::Time at;
  base::Value properties;            // a map
  std::vector<std::uint64_t> goals;  // hashes of the journeys and keys that count it as their goal
  friend bool operator==(const MergeEvent&, const MergeEvent&) = default;
};

// A conversation with the customer, opened by a message of his. Over when `until` is past.
struct Conversation {
  absl::Time since = absl::InfinitePast();
  absl::Time until = absl::InfinitePast();
  friend bool operator==(const Conversation&, const Conversation&) = default;
};

// What the customer wrote, on its way to those who answer.
struct Reply {
  std::uint64_t id = 0;  // tells it apart for the receiver, however often it comes
  Channel channel = Channel::kNone;
  std::string address;     // it came from; may be empty
  std::string message_id;  // of whoever reported it
  std::string text;
  std::uint64_t send_id = 0;  // the message it answers; 0: not known
  std::uint64_t conversation = 0;
  absl::Time at;        // when it was written
  absl::Time retry_at;  // when it is handed over next
  std::uint32_t attempts = 0;
  friend bool operator==(const Reply&, const Reply&) = default;
};

struct Record {
  absl::Time created_at;
  absl::Time last_at;        // the latest `now` this record was changed with; never goes back
  absl::Time last_event_at;  // the latest event time
  // The latest time of an event that the policy calls a purchase; InfinitePast without any.
  absl::Time last_purchase_at = absl::InfinitePast();
  std::uint64_t events_total = 0;
  bool forgot_events = false;  // an event id left the ring, so an unknown id may have been seen
  absl::Time blocked_until;    // erased: nothing is taken before this
  std::string merged_into;     // for a visitor: the customer he turned out to be
  Profile profile;
  SeenEvents seen;
  std::vector<EventHistory> histories;
  std::vector<Contact> contacts;  // ascending by time
  std::vector<Run> runs;
  std::vector<PendingSend> sends;
  std::vector<EntryMark> marks;
  std::vector<DateWatch> dates;     // at most one for each journey
  std::vector<Decision> decisions;  // the latest, the oldest first
  bool decisions_truncated = false;
  std::vector<InboxMessage> inbox;             // ascending by time of sending; see customer/inbox.h
  std::vector<std::string> pending_merges;     // visitors whose history is still to be taken over
  std::vector<std::uint64_t> merged_visitors;  // hashes of visitors already taken over
  std::vector<MergeEvent> merge_events;        // empty when no visitor is still to be taken over
  Conversation conversation;
  std::vector<Reply> replies;  // to be handed over, the oldest first
  // For an address: keys of those last written to there, the latest first.
  std::vector<std::string> written_to;
  friend bool operator==(const Record&, const Record&) = default;
};

// The earliest time at which something in the record has to be looked at; InfiniteFuture if never.
// What a visitor left to a customer is the customer's to look after.
absl::Time EarliestDue(const Record& record);

}  // namespace usher::customer
