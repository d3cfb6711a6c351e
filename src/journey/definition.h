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

#include "customer/channel.h"
#include "journey/content.h"
#include "journey/expression.h"

// A journey as it runs: one immutable version, checked and compiled. Steps refer to one another by
// index; an index equal to the number of steps means the end.
namespace usher::journey {

using StepIndex = std::uint32_t;

struct Enter {
  std::vector<std::string> on;
  std::optional<Expression> when;
  std::optional<Expression> key;
  bool reenter = false;
  absl::Duration reenter_after;
  std::uint32_t reenter_at_most = 0;  // 0: no limit
  absl::Duration max_age;
};

struct Exit {
  std::vector<std::string> on;
  std::optional<Expression> when;
};

struct Goal {
  std::string event;
  std::optional<Expression> when;
  absl::Duration within;
  std::optional<Expression> value;
};

struct Until {
  std::string event;
  std::optional<Expression> when;
  std::optional<StepIndex> of;  // a send step
  StepIndex then = 0;
};

struct Wait {
  absl::Duration at_most;  // InfiniteDuration never occurs
  std::vector<Until> until;
  StepIndex timed_out = 0;       // where to when the time is over
  absl::Duration idle_at_least;  // zero: not asked for
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
  std::shared_ptr<const Content> content;
  absl::Duration expire;
  OnRefusal on_refusal = OnRefusal::kNextThenHold;
  std::optional<Expression> when;
  StepIndex otherwise = 0;  // where to when nothing was sent
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

struct Step {
  std::string id;
  std::variant<Wait, Branch, Split, Send, Set, GoTo, End> kind;
};

// The kind's name as in YAML: wait, branch, split, send, set, go_to, exit.
absl::string_view StepKindName(const Step& step);

struct Definition {
  std::string name;
  std::uint64_t version = 0;  // content hash
  Enter enter;
  std::optional<Exit> exit;
  std::optional<Goal> goal;
  std::vector<Step> steps;
  // Members of the starting event that steps and templates read; all of them when `keep_all`.
  std::set<std::string> event_fields;
  bool keep_all_event_fields = false;
  std::vector<std::string> counted_events;
};

}  // namespace usher::journey
