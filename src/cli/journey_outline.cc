#include "cli/journey_outline.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "cli/channel_name.h"

namespace usher::cli {
namespace {

// As authors write it, to the second: "1d2h30m".
std::string SpanText(const google::protobuf::Duration& span) {
  std::string text = span.seconds() < 0 ? "-" : "";
  std::int64_t left = span.seconds() < 0 ? -span.seconds() : span.seconds();
  const auto take = [&](std::int64_t unit, const char* name) {
    if (left >= unit) absl::StrAppend(&text, left / unit, name);
    left %= unit;
  };
  take(86400, "d");
  take(3600, "h");
  take(60, "m");
  take(1, "s");
  return text.empty() ? "0s" : text;
}

std::string To(const std::string& step) { return step.empty() ? "" : absl::StrCat(" -> ", step); }

std::string Joined(const google::protobuf::RepeatedField<int>& channels) {
  return absl::StrJoin(channels, ", ", [](std::string* out, int channel) {
    absl::StrAppend(out, ChannelName(static_cast<v1::Channel>(channel)));
  });
}

// The order of a map of protobuf's is another in every run.
template <class Map>
std::map<std::string, typename Map::mapped_type> Sorted(const Map& map) {
  return {map.begin(), map.end()};
}

std::string LocalText(const v1::LocalTime& local) {
  std::vector<std::string> parts;
  if (!local.at().empty()) parts.push_back(absl::StrCat("until ", local.at()));
  if (!local.from().empty()) {
    parts.push_back(absl::StrCat("until it is ", local.from(), " to ", local.to()));
  }
  if (!local.weekdays().empty()) parts.emplace_back("on certain weekdays");
  return absl::StrJoin(parts, " ");
}

std::string WaitText(const v1::Wait& wait) {
  std::vector<std::string> parts;
  if (wait.has_for_()) parts.push_back(absl::StrCat("for ", SpanText(wait.for_())));
  if (wait.has_local()) parts.push_back(LocalText(wait.local()));
  if (wait.has_date()) parts.push_back(absl::StrCat("until the date ", wait.date().of()));
  for (const v1::Until& until : wait.until()) {
    const std::string of = until.of().empty() ? "" : absl::StrCat(" of ", until.of());
    parts.push_back(absl::StrCat("until ", until.event(), of, To(until.then())));
  }
  if (wait.has_at_most()) parts.push_back(absl::StrCat("at most ", SpanText(wait.at_most())));
  if (wait.has_idle()) {
    parts.push_back(absl::StrCat("until quiet for ", SpanText(wait.idle().at_least())));
  }
  if (!wait.else_().empty()) parts.push_back(absl::StrCat("else", To(wait.else_())));
  return absl::StrJoin(parts, ", ");
}

std::string BranchText(const v1::Branch& branch) {
  std::vector<std::string> parts;
  for (const auto& each : branch.cases()) {
    parts.push_back(absl::StrCat(each.when(), To(each.then())));
  }
  if (!branch.else_().empty()) parts.push_back(absl::StrCat("else", To(branch.else_())));
  return absl::StrJoin(parts, ", ");
}

std::string SendText(const v1::Send& send) {
  std::string text = absl::StrCat(send.template_(), " on ", Joined(send.channels()));
  if (!send.when().empty()) absl::StrAppend(&text, ", if ", send.when());
  if (!send.else_().empty()) absl::StrAppend(&text, ", else", To(send.else_()));
  return text;
}

std::string AudienceText(const v1::Audience& audience) {
  std::vector<std::string> parts;
  for (const std::string& name : audience.add()) parts.push_back(absl::StrCat("into ", name));
  for (const std::string& name : audience.remove()) parts.push_back(absl::StrCat("out of ", name));
  return absl::StrJoin(parts, ", ");
}

std::string WhatOf(const v1::Step& step) {
  switch (step.kind_case()) {
    case v1::Step::kWait:
      return WaitText(step.wait());
    case v1::Step::kBranch:
      return BranchText(step.branch());
    case v1::Step::kSplit:
      return absl::StrJoin(Sorted(step.split().arms()), ", ", absl::PairFormatter(" "));
    case v1::Step::kSend:
      return SendText(step.send());
    case v1::Step::kSet:
      return absl::StrJoin(Sorted(step.set().attributes()), ", ", absl::PairFormatter(" = "));
    case v1::Step::kGoTo:
      return absl::StrCat("->", " ", step.go_to().step());
    case v1::Step::kExit:
      return step.exit().reason();
    case v1::Step::kEmit:
      return step.emit().event();
    case v1::Step::kAudience:
      return AudienceText(step.audience());
    case v1::Step::kConsent:
      return absl::StrCat(ChannelName(step.consent().channel()), ", ",
                          step.consent().category().empty() ? "all" : step.consent().category());
    default:
      return "";
  }
}

// On one line, however the definition breaks it.
std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

std::vector<std::string> StartsOf(const v1::Journey& journey) {
  const v1::Enter& enter = journey.enter();
  std::vector<std::string> starts(enter.on().begin(), enter.on().end());
  if (enter.has_attribute())
    starts.push_back(absl::StrCat("a change of ", enter.attribute().name()));
  if (enter.has_date()) starts.push_back(absl::StrCat("the date in ", enter.date().attribute()));
  if (enter.has_schedule()) {
    const v1::ScheduleTrigger& schedule = enter.schedule();
    starts.push_back(absl::StrCat("the time ", schedule.cron(), schedule.once()));
  }
  if (enter.has_occasion()) {
    starts.push_back(absl::StrCat("the day of ", absl::StrJoin(enter.occasion().name(), ", ")));
  }
  if (enter.has_api()) starts.emplace_back("a call");
  return starts;
}

std::vector<std::string> ChannelsOf(const v1::Journey& journey) {
  std::vector<std::string> names;
  for (const v1::Step& step : journey.steps()) {
    for (const int channel : step.send().channels()) {
      std::string name = ChannelName(static_cast<v1::Channel>(channel));
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
      }
    }
  }
  return names;
}

std::vector<StepLine> StepsOf(const v1::Journey& journey) {
  const auto* kinds = v1::Step::descriptor()->FindOneofByName("kind");
  std::vector<StepLine> lines;
  for (const v1::Step& step : journey.steps()) {
    const auto* kind = v1::Step::GetReflection()->GetOneofFieldDescriptor(step, kinds);
    StepLine line{step.id(), kind == nullptr ? "" : kind->name(), OneLine(WhatOf(step))};
    if (line.id.empty()) line.id = step.send().id();
    if (line.id.empty()) line.id = absl::StrCat(line.kind, "-", lines.size() + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace usher::cli
