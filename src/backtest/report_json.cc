#include "backtest/report_json.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "backtest/wording.h"
#include "base/json.h"
#include "base/value.h"

namespace usher::backtest {
namespace {

using base::Value;

// Members in the order of writing.
class Object {
 public:
  Object& Add(const char* name, Value value) {
    map_.emplace_back(name, std::move(value));
    return *this;
  }
  Object& Add(const char* name, const std::string& text) { return Add(name, Value(text)); }
  Object& Add(const char* name, std::int64_t number) { return Add(name, Value(number)); }
  Object& Add(const char* name, double number) { return Add(name, Value(number)); }
  Object& Add(const char* name, absl::Time time) { return Add(name, TimeText(time)); }
  Value Take() { return Value(std::move(map_)); }

 private:
  Value::Map map_;
};

template <class Items, class Convert>
Value ListOf(const Items& items, Convert convert) {
  Value::List list;
  for (const auto& item : items) list.push_back(convert(item));
  return Value(std::move(list));
}

Value Texts(const std::vector<std::string>& texts) {
  return ListOf(texts, [](const std::string& text) { return Value(text); });
}

Value CountsValue(const Counts& counts) {
  Value::Map map;
  for (const auto& [name, count] : counts) map.emplace_back(name, Value(count));
  return Value(std::move(map));
}

Value IntervalValue(const Interval& interval) {
  return Value(Value::List{Value(interval.low), Value(interval.high)});
}

Value ArmValue(const ArmReport& arm) {
  Object object;
  object.Add("arm", arm.name)
      .Add("runs", arm.runs)
      .Add("sent", arm.sent)
      .Add("goals", arm.goals)
      .Add("value", arm.value)
      .Add("goal_share_95", IntervalValue(arm.interval));
  if (arm.difference) object.Add("difference_95", IntervalValue(*arm.difference));
  return object.Take();
}

Value StepValue(const StepReport& step) {
  Object object;
  object.Add("step", step.id)
      .Add("kind", step.kind)
      .Add("reached", step.reached)
      .Add("waiting", step.waiting)
      .Add("left", step.reached - step.waiting);
  if (!step.outcomes.empty()) object.Add("outcomes", CountsValue(step.outcomes));
  if (!step.sent.empty()) object.Add("sent_by_channel", CountsValue(step.sent));
  if (!step.held.empty()) object.Add("held", CountsValue(step.held));
  if (!step.arms.empty()) {
    object.Add("compared_with", step.reference).Add("arms", ListOf(step.arms, ArmValue));
  }
  return object.Take();
}

Value JourneyValue(const JourneyReport& journey) {
  return Object()
      .Add("journey", journey.name)
      .Add("version", journey.version)
      .Add("entered", journey.entered)
      .Add("active", journey.active)
      .Add("sent", journey.sent)
      .Add("goals", journey.goals)
      .Add("goals_held_out", journey.goals_held_out)
      .Add("value", journey.value)
      .Add("ended", CountsValue(journey.ended))
      .Add("not_entered", CountsValue(journey.not_entered))
      .Add("steps", ListOf(journey.steps, StepValue))
      .Take();
}

Value RuleValue(const RuleReport& rule) {
  return Object()
      .Add("rule", rule.name)
      .Add("refused", rule.refused)
      .Add("held", rule.held)
      .Add("dropped", rule.dropped)
      .Add("people", rule.people)
      .Take();
}

Value ChannelValue(const ChannelReport& channel) {
  const ProviderLoad& load = channel.load;
  Object object;
  object.Add("channel", channel.name)
      .Add("sent", load.messages)
      .Add("busiest_hour", load.busiest_hour)
      .Add("in_busiest_hour", load.in_busiest_hour)
      .Add("in_busiest_second", load.in_busiest_second);
  if (channel.rate > 0) {
    object.Add("provider_rate", channel.rate)
        .Add("delayed", load.delayed)
        .Add("longest_delay_s", absl::ToDoubleSeconds(load.longest_delay))
        .Add("longest_delay_at", load.longest_delay_at);
  }
  return object.Take();
}

Value DistributionValue(const Distribution& distribution) {
  Value::Map histogram;
  for (const auto& [messages, number] : distribution.people) {
    histogram.emplace_back(absl::StrCat(messages), Value(number));
  }
  return Object()
      .Add("people_by_messages", Value(std::move(histogram)))
      .Add("mean", distribution.mean)
      .Add("median", distribution.median)
      .Add("p95", distribution.of_95)
      .Add("p99", distribution.of_99)
      .Add("most", distribution.most)
      .Take();
}

Value SideValue(const SideReport& side) {
  Object object;
  if (!side.label.empty()) object.Add("label", side.label);
  return object.Add("files", Texts(side.files))
      .Add("policy", side.policy)
      .Add("messages", side.messages)
      .Add("messages_after_last_event", side.messages_after)
      .Add("journeys", ListOf(side.journeys, JourneyValue))
      .Add("rules", ListOf(side.rules, RuleValue))
      .Add("channels", ListOf(side.channels, ChannelValue))
      .Add("messages_per_person", DistributionValue(side.distribution))
      .Add("unwritten", CountsValue(side.unwritten))
      .Add("assumed_events", CountsValue(side.assumed))
      .Take();
}

Value EntryValue(const TimelineEntry& entry) {
  Object object;
  object.Add("time", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", entry.at, absl::UTCTimeZone()))
      .Add("who", entry.who)
      .Add("what", entry.what);
  if (!entry.journey.empty()) object.Add("journey", entry.journey);
  if (!entry.key.empty()) object.Add("key", entry.key);
  if (!entry.step.empty()) object.Add("step", entry.step);
  return object.Add("why", entry.why).Take();
}

Value TimelineValue(const Timeline& timeline) {
  Object object;
  object.Add("customer", timeline.customer);
  if (!timeline.side.empty()) object.Add("side", timeline.side);
  return object.Add("entries", ListOf(timeline.entries, EntryValue)).Take();
}

}  // namespace

std::string ToJson(const Report& report) {
  Object object;
  object.Add("event_files", Texts(report.event_files))
      .Add("first_event", report.first_event)
      .Add("last_event", report.last_event)
      .Add("from", report.from)
      .Add("to", report.to)
      .Add("events", report.events)
      .Add("events_before", report.events_before)
      .Add("events_after", report.events_after)
      .Add("duplicates", report.duplicates)
      .Add("refused", report.refused)
      .Add("faulty_lines_skipped", report.skipped)
      .Add("people", report.people)
      .Add("assumptions", Texts(report.assumptions))
      .Add("caveats", Texts(report.caveats))
      .Add("sides", ListOf(report.sides, SideValue));
  if (!report.timelines.empty()) object.Add("timelines", ListOf(report.timelines, TimelineValue));
  return base::ToJson(object.Take()) + "\n";
}

}  // namespace usher::backtest
