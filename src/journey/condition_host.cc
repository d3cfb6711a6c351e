#include "journey/condition_host.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "base/nearest.h"
#include "base/zone.h"
#include "channel/reachability.h"
#include "customer/channel.h"
#include "journey/fixed_digits.h"
#include "journey/window.h"

namespace usher::journey {
namespace {

enum FunctionIndex : int { kCount, kLast, kSinceEntry, kReachable, kLocalTime, kSum, kUnanswered };

// From Monday, as Abseil counts.
constexpr const char* kWeekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                     "friday", "saturday", "sunday"};

std::string CheckWindow(std::size_t argument, absl::string_view text) {
  if (argument != 1) return "";
  const auto window = ParseWindow(text);
  return window.ok() ? "" : std::string(window.status().message());
}

// The name of an event, a property of it, a window.
std::string CheckSum(std::size_t argument, absl::string_view text) {
  if (argument == 1 &&
      (text.empty() || text.size() > 128 || absl::StrContains(text, "[") || text.front() == '.' ||
       text.back() == '.' || absl::StrContains(text, ".."))) {
    return absl::StrCat("\"", text.substr(0, 130),
                        "\" is no property; name one in 1 to 128 bytes, ",
                        "such as \"total\", or in a map, such as \"cart.total\"");
  }
  return argument == 2 ? CheckWindow(1, text) : "";
}

std::string CheckChannel(std::size_t, absl::string_view text) {
  if (customer::ChannelFromName(text)) return "";
  std::vector<std::string> names;
  for (const auto channel : customer::kAllChannels) {
    names.emplace_back(customer::ChannelName(channel));
  }
  const std::string nearest = base::Nearest(text, names);
  return absl::StrCat("no channel \"", text, "\"", nearest.empty() ? "" : "; did you mean ",
                      nearest);
}

cel::Value DateText(const absl::CivilSecond& local, cel::Context& context) {
  char* text = context.arena().AllocateArray<char>(10);
  PutDigits(local.year(), 4, text);
  PutDigits(local.month(), 2, text + 5);
  PutDigits(local.day(), 2, text + 8);
  text[4] = text[7] = '-';
  return cel::Value::String({text, 10});
}

cel::Value TimeText(const absl::CivilSecond& local, cel::Context& context) {
  char* text = context.arena().AllocateArray<char>(5);
  PutDigits(local.hour(), 2, text);
  PutDigits(local.minute(), 2, text + 3);
  text[2] = ':';
  return cel::Value::String({text, 5});
}

}  // namespace

void AddConditionFunctions(cel::Environment* environment) {
  const cel::Type text(cel::Kind::kString);
  const cel::Type integer(cel::Kind::kInt);
  const cel::Type flag(cel::Kind::kBool);
  environment->AddFunction({"count", {text}, integer, kCount, CheckWindow});
  environment->AddFunction({"count", {text, text}, integer, kCount, CheckWindow});
  const cel::Type number(cel::Kind::kDouble);
  environment->AddFunction({"sum", {text, text}, number, kSum, CheckSum});
  environment->AddFunction({"sum", {text, text, text}, number, kSum, CheckSum});
  environment->AddFunction({"last", {text}, cel::Type(cel::Kind::kTimestamp), kLast, nullptr});
  environment->AddFunction({"since_entry", {text}, integer, kSinceEntry, nullptr});
  environment->AddFunction({"reachable", {text}, flag, kReachable, CheckChannel});
  environment->AddFunction({"unanswered", {}, integer, kUnanswered, CheckChannel});
  environment->AddFunction({"unanswered", {text}, integer, kUnanswered, CheckChannel});
  environment->AddFunction({"local_time",
                            {},
                            cel::Type::Record({{"year", integer},
                                               {"month", integer},
                                               {"day", integer},
                                               {"hour", integer},
                                               {"minute", integer},
                                               {"weekday", text},
                                               {"date", text},
                                               {"time", text}}),
                            kLocalTime,
                            nullptr});
}

cel::Value ConditionHost::Call(int function, absl::Span<const cel::Value> arguments,
                               cel::Context& context) const {
  switch (function) {
    case kCount:
      return Count(arguments, context);
    case kSum:
      return Sum(arguments, context);
    case kLast:
      return Last(arguments[0].text(), context);
    case kSinceEntry:
      if (scope_.run == nullptr) return cel::Value::Int(0);
      return cel::Value::Int(CountSince(arguments[0].text(), scope_.run->entered_at));
    case kReachable:
      return Reachable(arguments[0].text());
    case kUnanswered:
      return cel::Value::Int(Unanswered(arguments));
    default:
      return LocalTime(context);
  }
}

const customer::EventHistory* ConditionHost::Find(absl::string_view name) const {
  if (scope_.record == nullptr) return nullptr;
  for (const auto& history : scope_.record->histories) {
    if (name == history.name) return &history;
  }
  return nullptr;
}

// Events at or after `since`: windows are half-open, (now - window, now] being their past.
std::int64_t ConditionHost::CountSince(absl::string_view name, absl::Time since) const {
  const customer::EventHistory* history = Find(name);
  if (history == nullptr) return 0;
  return history->times.end() -
         std::lower_bound(history->times.begin(), history->times.end(), since);
}

cel::Value ConditionHost::Count(absl::Span<const cel::Value> arguments,
                                cel::Context& context) const {
  const absl::string_view name = arguments[0].text();
  if (arguments.size() == 1) return cel::Value::Int(CountSince(name, absl::InfinitePast()));
  const auto window = ParseWindow(arguments[1].text());
  if (!window.ok()) return context.Fail(cel::FaultCode::kHost, "not a window");
  return cel::Value::Int(CountSince(name, scope_.now - *window + absl::Milliseconds(1)));
}

cel::Value ConditionHost::Sum(absl::Span<const cel::Value> arguments, cel::Context& context) const {
  absl::Time since = absl::InfinitePast();
  if (arguments.size() > 2) {
    const auto window = ParseWindow(arguments[2].text());
    if (!window.ok()) return context.Fail(cel::FaultCode::kHost, "not a window");
    since = scope_.now - *window + absl::Milliseconds(1);
  }
  const customer::EventHistory* history = Find(arguments[0].text());
  if (history == nullptr) return cel::Value::Double(0);
  const auto first = std::lower_bound(history->times.begin(), history->times.end(), since) -
                     history->times.begin();
  // A sum of millionths may go beyond 64 bits.
  absl::int128 sum = 0;
  for (const customer::EventValues& values : history->values) {
    if (arguments[1].text() != values.property) continue;
    sum = std::accumulate(values.millionths.begin() + first, values.millionths.end(), sum);
  }
  return cel::Value::Double(static_cast<double>(sum) / 1e6);
}

cel::Value ConditionHost::Last(absl::string_view name, cel::Context& context) const {
  const customer::EventHistory* history = Find(name);
  if (history == nullptr || history->times.empty()) {
    return context.Fail(cel::FaultCode::kHost, "the event never happened");
  }
  return cel::Value::Timestamp(history->times.back());
}

cel::Value ConditionHost::Reachable(absl::string_view name) const {
  const auto channel = customer::ChannelFromName(name);
  return cel::Value::Bool(channel && scope_.record != nullptr &&
                          channel::HasAddress(scope_.record->profile, *channel));
}

// Each attempt of unknown fate is in the ledger, and all are one message.
std::int64_t ConditionHost::Unanswered(absl::Span<const cel::Value> arguments) const {
  if (scope_.record == nullptr) return 0;
  const auto channel =
      arguments.empty() ? std::nullopt : customer::ChannelFromName(arguments[0].text());
  if (!arguments.empty() && !channel) return 0;
  std::int64_t count = 0;
  std::uint64_t last = 0;
  const auto& contacts = scope_.record->contacts;
  for (auto contact = contacts.rbegin(); contact != contacts.rend(); ++contact) {
    if (channel && contact->channel != *channel) continue;
    if (contact->reacted) break;
    if (contact->send_id != last) ++count;
    last = contact->send_id;
  }
  return count;
}

cel::Value ConditionHost::LocalTime(cel::Context& context) const {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (scope_.zone.has_value()) {
    zone = *scope_.zone;
  } else if (scope_.record != nullptr) {
    base::FindZone(scope_.record->profile.time_zone, &zone);
  }
  const absl::CivilSecond local = absl::ToCivilSecond(scope_.now, zone);
  const auto weekday = static_cast<std::size_t>(absl::GetWeekday(local));
  const cel::Entry members[] = {
      {cel::Value::String("year"), cel::Value::Int(local.year())},
      {cel::Value::String("month"), cel::Value::Int(local.month())},
      {cel::Value::String("day"), cel::Value::Int(local.day())},
      {cel::Value::String("hour"), cel::Value::Int(local.hour())},
      {cel::Value::String("minute"), cel::Value::Int(local.minute())},
      {cel::Value::String("weekday"), cel::Value::String(kWeekdays[weekday])},
      {cel::Value::String("date"), DateText(local, context)},
      {cel::Value::String("time"), TimeText(local, context)}};
  auto* entries = context.arena().AllocateArray<cel::Entry>(std::size(members));
  std::copy(std::begin(members), std::end(members), entries);
  return cel::Value::Map(entries, std::size(members));
}

}  // namespace usher::journey
