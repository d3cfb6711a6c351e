#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "base/value.h"
#include "calendar/occasions.h"
#include "customer/channel.h"
#include "journey/content.h"
#include "journey/cron.h"
#include "journey/date_rule.h"
#include "journey/expression.h"
#include "journey/local_window.h"

// A journey as it runs: one immutable version, checked and compiled. Steps refer to one another by
// index; an index equal to the number of steps means the end.
namespace usher::journey {

using StepIndex = std::uint32_t;

// An attribute that changes starts runs. No values: whatever they are; null: none.
struct AttributeTrigger {
  std::string name;
  std::vector<base::Value> from;
  std::vector<base::Value> to;
};

// A date in an attribute starts runs.
struct DateTrigger {
  std::string attribute;
  DateRule rule;
};

// A time that comes for all customers starts runs: by one of `cron` and `once`.
struct ScheduleTrigger {
  std::optional<Cron> cron;
  base::Value once;                    // as date_rule.h reads it; null: it recurs
  std::optional<absl::TimeZone> zone;  // where it is meant; nothing: where the customer is
  absl::Duration spread;               // customers start within this
};

// A day that is special in the customer's country starts runs.
struct OccasionTrigger {
  // Names, and when they are; the calendars are never unloaded.
  std::vector<std::pair<std::string, const calendar::Occasion*>> occasions;
  DateRule rule;                // never yearly
  std::string default_country;  // or empty
};

struct Enter {
  std::vector<std::string> on;  // events that start runs
  std::optional<AttributeTrigger> attribute;
  std::optional<DateTrigger> date;
  std::optional<ScheduleTrigger> schedule;
  std::optional<OccasionTrigger> occasion;
  bool api = false;  // the API may start runs
  std::optional<Expression> when;
  std::vector<Expression> lasting;  // of `when`, see lasting.h
  std::optional<Expression> key;
  bool reenter = false;
  absl::Duration reenter_after;
  absl::Duration reenter_after_exit;
  std::uint32_t reenter_at_most = 0;  // 0: no limit
  absl::Duration max_age;

  // Whether the clock starts runs.
  bool timed() const { return date || schedule || occasion; }
};

struct Exit {
  std::vector<std::string> on;
  std::optional<Expression> when;
  std::optional<Expression> key;
};

struct Goal {
  std::string event;
  std::optional<Expression> when;
  std::optional<Expression> key;
  absl::Duration within;
  std::optional<Expression> value;
};

struct Until {
  std::string event;
  std::optional<Expression> when;
  std::optional<Expression> key;
  std::optional<StepIndex> of;  // a send step
  StepIndex then = 0;
};

struct DateWait {
  Expression of;
  DateRule rule;
  StepIndex past = 0;     // where to when the time is past as the wait begins
  StepIndex missing = 0;  // where to when there is no date
};

// The time of a wait is over `at_most` after its beginning or at the date, and then at the next
// local time, whichever are given; it ends later while the customer is active.
struct Wait {
  absl::Duration at_most;  // InfiniteDuration never occurs
  std::optional<DateWait> date;
  std::optional<LocalWindow> local;
  std::vector<Until> until;
  StepIndex timed_out = 0;              // where to when the time is over
  absl::Duration idle_at_least;         // zero: not asked for
  std::vector<std::string> idle_since;  // events that count as activity; empty: all
};

struct Branch {
  std::vector<std::pair<Expression, StepIndex>> cases;
  StepIndex otherwise = 0;
};

struct Arm {
  std::string name;
  std::uint32_t weight = 0;
  StepIndex then = 0;
  bool holdout = false;
};

struct Split {
  std::string by;
  std::vector<Arm> arms;  // sorted by name
  std::uint64_t total_weight = 0;
};

enum class OnRefusal : std::uint8_t { kNextThenHold = 1, kHold, kNextThenSkip, kSkip };

struct Send {
  std::vector<customer::Channel> channels;
  std::string category;
  std::string template_name;
  std::shared_ptr<const Content> content;
  absl::Duration expire;
  OnRefusal on_refusal = OnRefusal::kNextThenHold;
  bool best = false;       // the channel the customer reacts to most is tried first
  bool best_hour = false;  // it goes at the hour at which the customer reacts most
  std::optional<Expression> when;
  StepIndex otherwise = 0;  // where to when nothing was sent
  bool withdraw_at_end = false;
  absl::Duration show_for;  // in the inbox; zero: see docs/inbox.md
};

struct Set {
  std::vector<std::pair<std::string, Expression>> attributes;
};

struct GoTo {
  StepIndex step = 0;
  std::uint32_t at_most = 1;
};

struct End {
  std::string reason;
};

struct Emit {
  std::string event;
  std::vector<std::pair<std::string, Expression>> properties;
};

struct Audience {
  std::vector<std::string> add;
  std::vector<std::string> remove;
};

struct RecordConsent {
  customer::Channel channel = customer::Channel::kNone;  // kNone: all
  std::string category;                                  // empty: all but transactional
  std::string source;
};

struct Step {
  std::string id;
  std::variant<Wait, Branch, Split, Send, Set, GoTo, End, Emit, Audience, RecordConsent> kind;
};

// The kind's name as in YAML: wait, branch, split, send, set, go_to, exit, emit, audience,
// consent.
absl::string_view StepKindName(const Step& step);

struct Definition {
  std::string name;
  std::uint64_t version = 0;           // content hash
  std::optional<absl::TimeZone> zone;  // for customers whose own is not known
  Enter enter;
  std::optional<Exit> exit;
  std::optional<Goal> goal;
  std::vector<Step> steps;
  // Members of the starting event that steps and templates read; all of them when `keep_all`.
  std::set<std::string> event_fields;
  bool keep_all_event_fields = false;
  std::vector<std::string> counted_events;
  std::set<std::pair<std::string, std::string>> sums;  // events, and which property is summed
  std::string running_counter;                         // statistics: runs at a step of this version
};

}  // namespace usher::journey
