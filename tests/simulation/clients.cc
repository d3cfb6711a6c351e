#include "tests/simulation/clients.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "journey/send_id.h"

namespace usher::simulation {
namespace {

using base::CustomerId;
using customer::Channel;

constexpr absl::Duration kDeadline = absl::Seconds(4);
constexpr absl::Duration kPause = absl::Milliseconds(300);

CustomerId CustomerOf(int number) { return CustomerId::Known(absl::StrCat("customer-", number)); }
std::string VisitorName(int number) { return absl::StrCat("visitor-", number); }
// Several visitors turn out to be one customer.
int CustomerOfVisitor(int visitor) { return visitor / 2; }

bool IsRetried(absl::StatusCode code) {
  return code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kResourceExhausted;
}

bool HasId(const journey::Input& input) {
  return std::holds_alternative<journey::EventInput>(input) ||
         std::holds_alternative<journey::FeedbackInput>(input);
}

}  // namespace

struct Operation {
  CustomerId customer;
  journey::Input input;
  std::function<void(const journey::InputResult&)> acked;
  int tries = 0;
  bool done = false;
};

Clients::Clients(std::vector<std::unique_ptr<Gateway>>* gateways, Network* network, Dice* dice,
                 Journal* journal, std::function<absl::Time()> now)
    : gateways_(*gateways),
      network_(*network),
      dice_(*dice),
      journal_(*journal),
      now_(std::move(now)) {}

int Clients::Acknowledged(const std::string& event) const {
  const auto found = acknowledged_.find(event);
  return found == acknowledged_.end() ? 0 : found->second;
}

void Clients::DoSomething() {
  const int customer = dice_.Roll(kCustomers);
  const int what = dice_.Roll(100);
  if (customer >= kCustomers - kErasable) {
    if (what < 10) {
      Erase(customer);
    } else {
      Publish(CustomerOf(customer), "Pinged", 0);
    }
  } else if (what < 30) {
    Publish(CustomerOf(customer), "Added", 0);
  } else if (what < 50) {
    Publish(CustomerOf(customer), "Seen", 0);
  } else if (what < 55) {
    Publish(CustomerOf(customer), "Emptied", 0);
  } else if (what < 62) {
    Publish(CustomerOf(customer), "Bought", dice_.Roll(100));
  } else if (what < 72) {
    ChangeConsent(customer, dice_.Percent(50) ? Channel::kPush : Channel::kSms, dice_.Percent(40));
  } else if (what < 78) {
    SetAttribute(customer);
  } else if (what < 86) {
    Publish(CustomerId::Anonymous(VisitorName(dice_.Roll(kVisitors))), "Added", 0);
  } else if (what < 90) {
    const int visitor = dice_.Roll(kVisitors);
    if (dice_.Percent(50)) {
      OrderAsGuest(visitor);
    } else {
      Publish(CustomerOf(CustomerOfVisitor(visitor)), "Login", 0, VisitorName(visitor));
    }
  } else if (!journal_.attempts.empty()) {
    const auto last = static_cast<int>(journal_.attempts.size()) - 1;
    Open(journal_.attempts[static_cast<std::size_t>(last - dice_.Roll(std::min(last + 1, 20)))]
             .message);
  }
}

void Clients::Publish(const CustomerId& customer, const std::string& name, int total,
                      const std::string& visitor, const std::function<void()>& then) {
  journey::EventInput event;
  const std::string key = absl::StrCat(++events_made_);
  event.id = absl::StrCat("event-", key);
  event.name = name;
  event.at = absl::FromUnixMillis(absl::ToUnixMillis(now_()));
  event.properties = base::Value(
      base::Value::Map{{"n", base::Value(key)}, {"total", base::Value(std::int64_t{total})}});
  event.payload_hash = static_cast<std::uint32_t>(base::Hash64(key));
  event.merge_from = visitor;
  journal_.started_at[key] = event.at;
  ++events_[customer.key()];
  const auto acked = [this, customer, name, key, then](const journey::InputResult& result) {
    if (!result.status.ok()) return;
    ++acknowledged_[name];
    if (name == "Added") carts_[customer.key()].push_back(key);
    if (then) then();
  };
  Do(customer, std::move(event), acked);
}

void Clients::OrderAsGuest(int visitor) {
  std::vector<std::string> ended;
  for (const std::string& key : carts_[CustomerId::Anonymous(VisitorName(visitor)).key()]) {
    // Younger than the time within which an order is their goal.
    if (journal_.started_at[key] > now_() - absl::Hours(20)) ended.push_back(key);
  }
  if (!ended.empty()) ++journal_.counts["guests' orders"];
  Publish(CustomerOf(CustomerOfVisitor(visitor)), "Bought", dice_.Roll(100), VisitorName(visitor),
          [this, ended] {
            for (const std::string& key : ended) journal_.ordered_at.emplace(key, now_());
          });
}

void Clients::Open(const journey::Message& message) {
  journey::EventInput event;
  event.id = absl::StrCat("opened-", ++events_made_);
  event.name = "Opened";
  event.at = absl::FromUnixMillis(absl::ToUnixMillis(now_()));
  event.properties =
      base::Value(base::Value::Map{{"send_id", base::Value(journey::SendIdText(message.send_id))}});
  ++events_[message.customer.key()];
  Do(message.customer, std::move(event), [](const journey::InputResult&) {});
}

void Clients::Withdraw(const CustomerId& customer) {
  for (int number = 0; number < kCustomers; ++number) {
    if (CustomerOf(number) != customer) continue;
    if (number >= kCustomers - kErasable) {
      Erase(number);
    } else {
      ChangeConsent(number, dice_.Percent(50) ? Channel::kPush : Channel::kSms, false);
    }
  }
}

void Clients::ChangeConsent(int customer, Channel channel, bool granted) {
  if (std::exchange(changing_[customer], true)) return;
  const CustomerId id = CustomerOf(customer);
  journey::ProfileInput input;
  input.consents = {{channel, "", granted, {}, ""}};
  input.addresses = {{Channel::kPush, "device"}, {Channel::kSms, "number"}};
  // What was taken back may be granted before that is acknowledged.
  if (granted) journal_.opted_out.erase({id.key(), channel});
  const bool by_feedback = !granted && dice_.Percent(50);
  if (by_feedback) ++journal_.counts["opt-outs by what came back"];
  Do(id, by_feedback ? journey::Input(OptOut(channel)) : std::move(input),
     [this, customer, id, channel, granted](const journey::InputResult&) {
       changing_[customer] = false;
       if (granted) return;
       ++journal_.counts["opt-outs"];
       journal_.opted_out.insert({id.key(), channel});
     });
}

journey::FeedbackInput Clients::OptOut(Channel channel) {
  journey::FeedbackInput feedback;
  feedback.id = absl::StrCat("out-", ++events_made_);
  feedback.channel = channel;
  feedback.at = absl::FromUnixMillis(absl::ToUnixMillis(now_()));
  if (channel == Channel::kSms) {
    feedback.kind = customer::FeedbackKind::kReplied;
    feedback.text = "Stop!";
  } else {
    feedback.kind = dice_.Percent(50) ? customer::FeedbackKind::kComplained
                                      : customer::FeedbackKind::kUnsubscribed;
  }
  return feedback;
}

void Clients::SetAttribute(int customer) {
  if (std::exchange(changing_[customer], true)) return;
  journey::ProfileInput input;
  input.attributes = {{"latest", base::Value(++attributes_[customer])}};
  input.addresses = {{Channel::kPush, "device"}, {Channel::kSms, "number"}};
  Do(CustomerOf(customer), std::move(input),
     [this, customer](const journey::InputResult&) { changing_[customer] = false; });
}

void Clients::Erase(int customer) {
  if (std::exchange(erasing_[customer], true)) return;
  const CustomerId id = CustomerOf(customer);
  const absl::Time until = now_() + absl::Hours(23);
  Do(id, journey::EraseInput{}, [this, id, until](const journey::InputResult&) {
    ++journal_.counts["erasures"];
    journal_.erased[id.key()] = until;
  });
}

void Clients::Do(const CustomerId& customer, journey::Input input, Acked acked) {
  ++open_;
  Try(std::make_shared<Operation>(Operation{customer, std::move(input), std::move(acked)}));
}

// What has an id may be told again while an earlier try is under way. A change of the profile may
// not: the earlier one might be made after the next change.
void Clients::WaitForAnswer(const std::shared_ptr<Operation>& operation, int number,
                            const Life& life) {
  network_.After(kDeadline, [this, operation, number, life] {
    if (operation->done || operation->tries != number) return;
    if (*life && !HasId(operation->input)) {
      WaitForAnswer(operation, number, life);
    } else {
      Try(operation);
    }
  });
}

void Clients::Try(const std::shared_ptr<Operation>& operation) {
  if (operation->done) return;
  const int number = ++operation->tries;
  const auto again = [this, operation, number] {
    if (operation->tries == number) Try(operation);
  };
  Gateway& gateway =
      *gateways_[static_cast<std::size_t>(dice_.Roll(static_cast<int>(gateways_.size())))];
  if (!gateway.ready()) {
    network_.After(kPause, again);
    return;
  }
  WaitForAnswer(operation, number, gateway.life());
  const auto reply = [this, operation, number, again](const journey::InputResult& result) {
    network_.After(dice_.UpTo(absl::Milliseconds(5)), [this, operation, number, again, result] {
      if (operation->done || operation->tries != number) return;
      if (IsRetried(result.status.code())) {
        network_.After(kPause, again);
        return;
      }
      if (!result.status.ok() && result.status.code() != absl::StatusCode::kFailedPrecondition) {
        journal_.violations.push_back(absl::StrCat("refused: ", result.status.ToString()));
      }
      ++journal_.counts[number == 1 ? "acknowledged at once" : "acknowledged later"];
      operation->done = true;
      --open_;
      operation->acked(result);
    });
  };
  gateway.Deliver(operation->customer, operation->input, reply);
  // The same request twice, as when a proxy repeats it.
  if (HasId(operation->input) && dice_.Percent(5)) {
    network_.After(dice_.UpTo(absl::Seconds(8)), [this, operation] {
      Gateway& other =
          *gateways_[static_cast<std::size_t>(dice_.Roll(static_cast<int>(gateways_.size())))];
      if (!other.ready()) return;
      ++journal_.counts["repeated events"];
      other.Deliver(operation->customer, operation->input, [](const journey::InputResult&) {});
    });
  }
}

}  // namespace usher::simulation
