#include "journey/compile_wait.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kWaitMax = absl::Hours(24 * 400);
constexpr absl::Duration kMoment = absl::Milliseconds(1);
constexpr int kDayMinutes = 24 * 60;

std::optional<int> TimeOfDay(const std::string& path, const std::string& text, bool end,
                             CompilerContext& context) {
  const std::optional<int> minutes = ParseTimeOfDay(text, end);
  if (!minutes) {
    context.Fail(path, absl::StrCat("\"", text.substr(0, 40),
                                    "\" is no time of day; write one as HH:MM, such as 09:30"));
  }
  return minutes;
}

class WaitCompiler {
 public:
  WaitCompiler(const v1::Journey& journey, const std::string& path, StepIndex next,
               CompilerContext& context)
      : journey_(journey), path_(path), next_(next), context_(context) {}

  Wait Compile(const v1::Wait& wait) {
    CheckShape(wait);
    Wait compiled;
    const google::protobuf::Duration* length = nullptr;
    if (wait.has_at_most()) length = &wait.at_most();
    if (wait.has_for_()) length = &wait.for_();
    compiled.at_most = context_.Length(path_ + (wait.has_for_() ? ".for" : ".at_most"), length,
                                       absl::ZeroDuration(), kMoment, kWaitMax);
    if (wait.has_date()) compiled.date = CompileDate(wait.date());
    if (wait.has_local()) compiled.local = CompileLocal(wait.local());
    compiled.timed_out = context_.Resolve(path_ + ".else", wait.else_(), next_);
    for (int i = 0; i < wait.until_size(); ++i) {
      compiled.until.push_back(CompileUntil(wait.until(i), absl::StrCat(path_, ".until[", i, "]")));
    }
    if (wait.has_idle()) CompileIdle(wait.idle(), compiled);
    return compiled;
  }

 private:
  void CheckShape(const v1::Wait& wait) {
    const bool timed = wait.has_local() || wait.has_date();
    if (wait.has_for_() && wait.until_size() > 0) {
      context_.Fail(path_, "give either `for`, or `until` with `at_most`");
    } else if (wait.until_size() > 0 && !wait.has_at_most() && !timed) {
      context_.Fail(path_,
                    "`until` needs `at_most`, `local` or `date`, or the wait might never end");
    } else if (wait.has_at_most() && wait.until_size() == 0) {
      context_.Fail(path_ + ".at_most", "goes with `until`; without it, use `for`");
    } else if (!wait.has_for_() && wait.until_size() == 0 && !timed) {
      context_.Fail(path_, "give `for`, `until` with `at_most`, `local` or `date`");
    }
    if (wait.has_date() && (wait.has_for_() || wait.has_at_most())) {
      context_.Fail(path_ + ".date", absl::StrCat("excludes `", wait.has_for_() ? "for" : "at_most",
                                                  "`; use the date's `offset`"));
    }
  }

  DateWait CompileDate(const v1::DateWait& date) {
    const std::string path = path_ + ".date";
    DateWait compiled;
    auto of = context_.CompileExpression(path + ".of", date.of(), Expression::Kind::kAny, true);
    if (date.of().empty()) {
      context_.Fail(path + ".of", "say which date, such as event.appointment_at");
    }
    if (of) compiled.of = *std::move(of);
    compiled.rule = CompileDateRule(date.has_offset() ? &date.offset() : nullptr, date.at(),
                                    date.yearly(), path, context_);
    compiled.past = context_.Resolve(path + ".past", date.past(), next_);
    compiled.missing = context_.Resolve(path + ".missing", date.missing(), next_);
    return compiled;
  }

  LocalWindow CompileLocal(const v1::LocalTime& local) {
    const std::string path = path_ + ".local";
    LocalWindow compiled;
    const bool window = !local.from().empty() || !local.to().empty();
    if (!local.at().empty() && window) {
      context_.Fail(path, "give either `at`, or `from` and `to`");
    } else if (local.from().empty() != local.to().empty()) {
      context_.Fail(path, "`from` and `to` go together");
    } else if (!window && local.at().empty() && local.weekdays().empty()) {
      context_.Fail(path, "give `at`, `from` and `to`, or weekdays");
    } else if (window) {
      CompileWindow(local, path, compiled);
    } else if (!local.at().empty()) {
      compiled.from = TimeOfDay(path + ".at", local.at(), false, context_).value_or(0);
    } else {
      compiled.to = kDayMinutes;
    }
    if (!local.weekdays().empty()) compiled.weekdays = 0;
    for (int i = 0; i < local.weekdays_size(); ++i) {
      if (local.weekdays(i) < v1::WEEKDAY_MONDAY || local.weekdays(i) > v1::WEEKDAY_SUNDAY) {
        context_.Fail(absl::StrCat(path, ".weekdays[", i, "]"), "no such day of the week");
        continue;
      }
      compiled.weekdays = static_cast<std::uint8_t>(
          compiled.weekdays | (1 << (local.weekdays(i) - v1::WEEKDAY_MONDAY)));
    }
    return compiled;
  }

  void CompileWindow(const v1::LocalTime& local, const std::string& path, LocalWindow& compiled) {
    const auto from = TimeOfDay(path + ".from", local.from(), false, context_);
    const auto to = TimeOfDay(path + ".to", local.to(), true, context_);
    if (!from || !to) return;
    if (*from == *to) context_.Fail(path + ".to", "must differ from `from`");
    compiled.from = *from;
    compiled.to = *to > *from ? *to : *to + kDayMinutes;
  }

  Until CompileUntil(const v1::Until& until, const std::string& path) {
    Until compiled;
    compiled.event = until.event();
    if (until.event().empty()) context_.Fail(path + ".event", "name the event to wait for");
    compiled.when = context_.CompileExpression(path + ".when", until.when(),
                                               Expression::Kind::kCondition, false);
    compiled.key =
        context_.CompileExpression(path + ".key", until.key(), Expression::Kind::kKey, false);
    compiled.then = context_.Resolve(path + ".then", until.then(), next_);
    if (!until.of().empty()) {
      const StepIndex of = context_.Resolve(path + ".of", until.of(), next_);
      compiled.of = of;
      if (context_.HasStep(until.of()) && !journey_.steps(static_cast<int>(of)).has_send()) {
        context_.Fail(path + ".of", absl::StrCat("\"", until.of(), "\" is no send step"));
      }
    }
    return compiled;
  }

  void CompileIdle(const v1::Idle& idle, Wait& compiled) {
    const std::string path = path_ + ".idle";
    compiled.idle_at_least =
        context_.Length(path + ".at_least", idle.has_at_least() ? &idle.at_least() : nullptr,
                        absl::Minutes(30), kMoment, kDay * 7);
    const auto& since = idle.since();
    if (since.empty() || (since.size() == 1 && since.Get(0) == "any")) return;
    for (int i = 0; i < since.size(); ++i) {
      if (since.Get(i).empty() || since.Get(i) == "any") {
        context_.Fail(absl::StrCat(path, ".since[", i, "]"),
                      "name events; `any` stands alone, and is the default");
      }
      compiled.idle_since.push_back(since.Get(i));
      context_.counted_events.insert(since.Get(i));
    }
  }

  const v1::Journey& journey_;
  const std::string& path_;
  const StepIndex next_;
  CompilerContext& context_;
};

}  // namespace

Wait CompileWait(const v1::Journey& journey, const v1::Wait& wait, const std::string& path,
                 StepIndex next, CompilerContext& context) {
  return WaitCompiler(journey, path, next, context).Compile(wait);
}

DateRule CompileDateRule(const google::protobuf::Duration* offset, const std::string& at,
                         bool yearly, const std::string& path, CompilerContext& context) {
  DateRule rule;
  rule.offset =
      context.Length(path + ".offset", offset, absl::ZeroDuration(), -kDay * 400, kDay * 400);
  if (!at.empty()) rule.at = TimeOfDay(path + ".at", at, false, context);
  rule.yearly = yearly;
  return rule;
}

}  // namespace usher::journey
