#include "journey/compile_enter.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include <google/protobuf/struct.pb.h>

#include "calendar/occasions.h"
#include "channel/zone.h"
#include "journey/compile_wait.h"
#include "journey/lasting.h"
#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr std::size_t kAttributeNameMax = 128;

void CheckAttributeName(const std::string& path, const std::string& name,
                        CompilerContext& context) {
  if (name.empty() || name.size() > kAttributeNameMax) {
    context.Fail(path, "name an attribute, in 1 to 128 bytes");
  }
}

std::vector<base::Value> Values(
    const std::string& path,
    const google::protobuf::RepeatedPtrField<google::protobuf::Value>& values,
    CompilerContext& context) {
  std::vector<base::Value> compiled;
  for (int i = 0; i < values.size(); ++i) {
    switch (values.Get(i).kind_case()) {
      case google::protobuf::Value::kBoolValue:
        compiled.emplace_back(values.Get(i).bool_value());
        break;
      case google::protobuf::Value::kNumberValue:
        compiled.emplace_back(values.Get(i).number_value());
        break;
      case google::protobuf::Value::kStringValue:
        compiled.emplace_back(values.Get(i).string_value());
        break;
      case google::protobuf::Value::kStructValue:
      case google::protobuf::Value::kListValue:
        context.Fail(absl::StrCat(path, "[", i, "]"),
                     "a value is a text, a number, true, false or null");
        break;
      default:
        compiled.emplace_back();
    }
  }
  return compiled;
}

// A trigger that takes customers in again and again, in a journey that takes each in only once.
void WarnOfOneEntry(const v1::Enter& enter, const char* path, CompilerContext& context) {
  if (enter.has_reenter() || !enter.key().empty()) return;
  context.Warn(path, "each customer enters once only; `reenter: {}` lets him enter every time");
}

ScheduleTrigger CompileSchedule(const v1::Enter& enter, CompilerContext& context) {
  const v1::ScheduleTrigger& trigger = enter.schedule();
  const std::string path = "enter.schedule";
  ScheduleTrigger compiled;
  if (trigger.cron().empty() == trigger.once().empty()) {
    context.Fail(path,
                 "give one of `cron`, such as \"0 10 * * mon\", and `once`, such as "
                 "2026-12-01T10:00");
  } else if (!trigger.cron().empty()) {
    Cron::Fault fault;
    compiled.cron = Cron::Parse(trigger.cron(), &fault);
    if (!compiled.cron) context.Fail(path + ".cron", fault.message, fault.offset);
    WarnOfOneEntry(enter, "enter.schedule.cron", context);
  } else {
    compiled.once = base::Value(trigger.once());
    if (!InstantOf({}, compiled.once, absl::UnixEpoch(), absl::UTCTimeZone())) {
      context.Fail(path + ".once", absl::StrCat("\"", trigger.once().substr(0, 80),
                                                "\" is no time; write 2026-12-01T10:00"));
    }
  }
  if (!trigger.time_zone().empty()) {
    compiled.zone = channel::LoadZone(trigger.time_zone());
    if (!compiled.zone) {
      context.Fail(path + ".time_zone",
                   absl::StrCat("\"", trigger.time_zone().substr(0, 80),
                                "\" is no time zone; use a name of the tz database, such as "
                                "Europe/Vienna"));
    }
  }
  compiled.spread =
      context.Length(path + ".spread", trigger.has_spread() ? &trigger.spread() : nullptr,
                     absl::ZeroDuration(), absl::Seconds(1), kDay);
  return compiled;
}

OccasionTrigger CompileOccasion(const v1::Enter& enter, CompilerContext& context) {
  const v1::OccasionTrigger& trigger = enter.occasion();
  const std::string path = "enter.occasion";
  const calendar::Occasions& known = calendar::Occasions::BuiltIn();
  OccasionTrigger compiled;
  compiled.default_country = trigger.default_country();
  if (trigger.name().empty()) {
    context.Fail(path, absl::StrCat("name an occasion: ", absl::StrJoin(known.Names(), ", ")));
  }
  for (int i = 0; i < trigger.name_size(); ++i) {
    const std::string& name = trigger.name(i);
    const std::string at = absl::StrCat(path, ".name[", i, "]");
    const calendar::Occasion* occasion = known.Find(name);
    if (occasion == nullptr) {
      const std::string nearest = DidYouMean(name, known.Names());
      context.Fail(at, absl::StrCat("no occasion \"", name.substr(0, 80), "\"", nearest,
                                    nearest.empty() ? "; there are " : "",
                                    nearest.empty() ? absl::StrJoin(known.Names(), ", ") : ""));
    } else if (!compiled.default_country.empty() && !occasion->KnownIn(compiled.default_country)) {
      context.Fail(path + ".default_country",
                   absl::StrCat("\"", compiled.default_country.substr(0, 80), "\" has no ", name,
                                "; give the two letters of a country that has"));
    }
    compiled.occasions.emplace_back(name, occasion);
  }
  compiled.rule = CompileDateRule(trigger.has_offset() ? &trigger.offset() : nullptr, trigger.at(),
                                  /*yearly=*/false, path, context);
  WarnOfOneEntry(enter, "enter.occasion", context);
  return compiled;
}

}  // namespace

Enter CompileEnter(const v1::Journey& journey, CompilerContext& context) {
  const v1::Enter& enter = journey.enter();
  Enter compiled;
  const bool another = enter.has_attribute() || enter.has_date() || enter.has_schedule() ||
                       enter.has_occasion() || enter.has_api();
  if (!enter.on().empty()) {
    compiled.on = context.EventNames("enter.on", enter.on());
  } else if (!another) {
    context.Fail("enter.on",
                 "name an event that starts a run, or give `attribute`, `date`, `schedule`, "
                 "`occasion` or `api` instead");
  }
  if (enter.has_attribute()) {
    const v1::AttributeTrigger& trigger = enter.attribute();
    CheckAttributeName("enter.attribute.name", trigger.name(), context);
    compiled.attribute =
        AttributeTrigger{trigger.name(), Values("enter.attribute.from", trigger.from(), context),
                         Values("enter.attribute.to", trigger.to(), context)};
  }
  if (enter.has_date()) {
    const v1::DateTrigger& trigger = enter.date();
    CheckAttributeName("enter.date.attribute", trigger.attribute(), context);
    compiled.date =
        DateTrigger{trigger.attribute(),
                    CompileDateRule(trigger.has_offset() ? &trigger.offset() : nullptr,
                                    trigger.at(), trigger.yearly(), "enter.date", context)};
  }
  if (enter.has_schedule()) compiled.schedule = CompileSchedule(enter, context);
  if (enter.has_occasion()) compiled.occasion = CompileOccasion(enter, context);
  compiled.api = enter.has_api();
  compiled.when =
      context.CompileExpression("enter.when", enter.when(), Expression::Kind::kCondition, false);
  if (compiled.when && compiled.timed()) compiled.lasting = LastingConditions(enter.when());
  compiled.key = context.CompileExpression("enter.key", enter.key(), Expression::Kind::kKey, false);
  compiled.max_age =
      context.Length("enter.max_age", enter.has_max_age() ? &enter.max_age() : nullptr, kDay,
                     absl::Minutes(1), kDay * 400);
  compiled.reenter = enter.has_reenter();
  const v1::Reenter& reenter = enter.reenter();
  compiled.reenter_after =
      context.Length("enter.reenter.after", reenter.has_after() ? &reenter.after() : nullptr,
                     absl::ZeroDuration(), absl::ZeroDuration(), kDay * 400);
  compiled.reenter_after_exit = context.Length(
      "enter.reenter.after_exit", reenter.has_after_exit() ? &reenter.after_exit() : nullptr,
      absl::ZeroDuration(), absl::ZeroDuration(), kDay * 400);
  compiled.reenter_at_most = reenter.at_most();
  return compiled;
}

}  // namespace usher::journey
