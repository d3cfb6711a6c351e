#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "channel/decide.h"
#include "channel/zone.h"
#include "customer/feedback_kind.h"
#include "customer/profile.h"
#include "customer/record.h"
#include "journey/event_properties.h"

// What can happen to a customer, and what is answered.
namespace usher::journey {

// The customer did something.
struct EventInput {
  std::string id;
  std::string name;
  absl::Time at;
  EventProperties properties;
  std::uint32_t payload_hash = 0;  // of everything but the id
  std::string merge_from;          // name of the visitor the customer turned out to be; or empty
};

// The shop puts the customer into a journey.
struct EnterInput {
  std::string request_id;  // the same request again changes nothing
  std::string journey;
  base::Value properties;          // a map; what the journey sees as `event`
  std::uint32_t payload_hash = 0;  // of the properties
};

// Something in the record is due.
struct WakeInput {
  // If one is given: messages that could not start on this channel need not wait any longer.
  customer::Channel open = customer::Channel::kNone;
};

// How an attempt to send ended.
enum class AttemptResult : std::uint8_t {
  kSent,
  kRejected,           // definitely not sent, and never will be on this channel
  kTemporary,          // definitely not sent, may be tried again
  kNotStarted,         // definitely not sent: its start was too late or was called off
  kUnknown,            // may have been sent, so it is not repeated
  kUnknownRepeatable,  // may have been sent, and is repeated: the provider knows it by its id
  kThrottled,          // definitely not sent: the provider had too much to do
  kDeadAddress,        // definitely not sent: the address does not exist
  kComplaint,          // definitely not sent: the addressee complained of messages as spam
};

struct OutcomeInput {
  std::uint64_t send_id = 0;
  std::uint32_t attempt = 0;
  AttemptResult result = AttemptResult::kUnknown;
  std::string detail;          // the provider's words, for explanations
  absl::Duration retry_after;  // another attempt may start this late at the earliest
  customer::Address address;   // where it was to go; empty when not known
  std::vector<std::string> dead_addresses =
      {};  // of several on its channel, those that do not exist
};

// The shop tells something about the customer.
using ProfileInput = customer::ProfileChange;

// The shop wants the customer forgotten.
struct EraseInput {};

// A visitor who turned out to be this customer: takes over what is known of him. Once the visitor
// has forgotten it, `finished` ends the matter.
struct AbsorbInput {
  std::string visitor;
  std::shared_ptr<const customer::Record> record;  // as the visitor left it; null when finished
  bool finished = false;
};

// The other side of it: this visitor is `customer` from now on. The record is left for the
// customer to absorb; once it is, `absorbed` clears it.
struct MergeIntoInput {
  std::string customer;
  bool absorbed = false;
};

// The customer saw messages inside the app, or put them away. Of messages that are not shown
// nothing changes.
struct InboxInput {
  std::vector<std::uint64_t> send_ids;
  bool dismissed = false;
};

// To an address: may this attempt of some customer's be made? The answer is a verdict.
struct ReserveInput {
  std::uint64_t attempt_id = 0;
  customer::Channel channel = customer::Channel::kNone;
  std::string category;
  std::string journey;
  channel::Zone zone;  // the customer's
  absl::Time until;    // by then its outcome is known
};

// To an address: the attempt was taken by the provider, or definitely was not.
struct SettleInput {
  std::uint64_t attempt_id = 0;
  bool taken = false;
};

// To an address: this customer or visitor, by his key, is written to there.
struct WrittenToInput {
  std::string customer;
};

// Something came back about a message, or from the customer. See messages/feedback_port.h.
struct FeedbackInput {
  std::string id;
  customer::FeedbackKind kind = customer::FeedbackKind::kDelivered;
  customer::Channel channel = customer::Channel::kNone;  // kNone: that of the message
  std::string address;                                   // empty: not known
  std::uint64_t send_id = 0;                             // 0: not known
  absl::Time at;
  bool permanent = false;
  std::string category;
  std::string link;
  std::string text;
  std::string detail;
  std::uint32_t payload_hash = 0;
};

// What the customer wrote was taken by those who answer, or was not for now.
struct HandedOverInput {
  std::uint64_t reply_id = 0;
  bool taken = false;
  std::string detail;  // why it was not
};

using Input = std::variant<EventInput, WakeInput, OutcomeInput, ProfileInput, EraseInput,
                           AbsorbInput, MergeIntoInput, EnterInput, InboxInput, ReserveInput,
                           SettleInput, WrittenToInput, FeedbackInput, HandedOverInput>;

// What is answered to whoever brought the input. With an error nothing was changed.
struct InputResult {
  absl::Status status;
  bool duplicate = false;
  bool beyond_dedup_horizon = false;
  std::uint32_t runs_entered = 0;
  std::string not_entered;  // for an EnterInput: why no run was started
  bool created = false;     // the customer was unknown before
  bool erased = false;
  std::uint32_t messages_changed = 0;               // for an InboxInput
  std::shared_ptr<const channel::Verdict> verdict;  // for a ReserveInput
  std::string forward_to;  // this visitor is that customer now; the input is his
};

}  // namespace usher::journey
