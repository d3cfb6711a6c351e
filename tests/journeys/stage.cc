#include "tests/journeys/stage.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "cli/customer_lines.h"

namespace usher::journeys {
namespace {

using backtest::Happening;
using backtest::Script;
using backtest::TimelineEntry;

// As far as a gateway's clock moves at once.
constexpr absl::Duration kStride = absl::Hours(24 * 400);

absl::Time StartOf(const Script& script) {
  const absl::Time start = script.clock.start;
  return script.happenings.empty() ? start : std::min(start, script.happenings.front().at);
}

absl::Time EarliestStart(const std::vector<Script>& scripts) {
  absl::Time earliest = absl::InfiniteFuture();
  for (const Script& script : scripts) earliest = std::min(earliest, StartOf(script));
  return earliest;
}

std::vector<std::string> Flags(const backtest::CaseFile& file, absl::Time start) {
  std::vector<std::string> flags = {
      "--clock-speed", "0", "--clock-start",
      absl::FormatTime(absl::RFC3339_full, start, absl::UTCTimeZone())};
  if (!file.policy_path.empty()) flags.insert(flags.end(), {"--policy", file.policy_path});
  return flags;
}

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// All to whom something happens, the customer first.
std::vector<base::CustomerId> PeopleOf(const Script& script) {
  std::vector<base::CustomerId> people = {base::CustomerId::Known(script.customer)};
  const auto add = [&](const base::CustomerId& who) {
    if (std::find(people.begin(), people.end(), who) == people.end()) people.push_back(who);
  };
  for (const Happening& happening : script.happenings) {
    add(happening.who);
    if (!happening.was.empty()) add(base::CustomerId::Anonymous(happening.was));
  }
  return people;
}

v1::Event ToEvent(const Happening& happening, const std::string& send_id) {
  base::Value properties = happening.properties;
  if (!happening.of.empty()) properties.Set("send_id", base::Value(send_id));
  v1::Event event;
  event.set_id(happening.id);
  event.set_name(happening.name);
  event.set_properties_json(base::ToJson(properties));
  const std::string who(happening.who.name());
  event.set_customer_id(happening.who.anonymous() ? "" : who);
  event.set_anonymous_id(happening.who.anonymous() ? who : happening.was);
  const std::int64_t ms = absl::ToUnixMillis(happening.time);
  event.mutable_time()->set_seconds(ms / 1000);
  event.mutable_time()->set_nanos(static_cast<std::int32_t>(ms % 1000 * 1'000'000));
  return event;
}

journey::Message ToMessage(const support::LoggedMessage& logged, const base::CustomerId& who) {
  journey::Message message;
  EXPECT_TRUE(absl::SimpleHexAtoi(logged.send_id, &message.send_id)) << logged.send_id;
  message.customer = who;
  message.address = logged.address;
  message.channel = customer::ChannelFromName(logged.channel).value_or(customer::Channel::kNone);
  message.category = logged.category;
  message.content.assign(logged.content.begin(), logged.content.end());
  message.journey = logged.journey;
  message.step = logged.step;
  message.key = logged.key;
  message.at = logged.time;
  return message;
}

}  // namespace

Stage::Stage(const backtest::CaseFile& file, std::vector<Script> scripts)
    : scripts_(std::move(scripts)), now_(EarliestStart(scripts_)), gateway_(Flags(file, now_)) {
  for (const std::string& path : file.journeys.files) gateway_.client.Apply(ReadText(path));
}

std::vector<Played> Stage::Play() {
  std::vector<Played> played(scripts_.size());
  for (const Cue& cue : Cues()) {
    const Script& script = scripts_[cue.script];
    MoveTo(cue.at);
    switch (cue.kind) {
      case Cue::Kind::kIntroduce:
        Introduce(script);
        break;
      case Cue::Kind::kHappen:
        Happen(script.happenings[cue.happening], &played[cue.script]);
        break;
      case Cue::Kind::kEnd:
        ReadDecisions(script, &played[cue.script]);
        ReadMessages(script, &played[cue.script]);
        break;
    }
  }
  return played;
}

std::vector<Stage::Cue> Stage::Cues() const {
  std::vector<Cue> cues;
  for (std::size_t i = 0; i < scripts_.size(); ++i) {
    const Script& script = scripts_[i];
    cues.push_back({StartOf(script), Cue::Kind::kIntroduce, i, 0});
    for (std::size_t j = 0; j < script.happenings.size(); ++j) {
      const absl::Time at = script.happenings[j].at;
      if (at <= script.end) cues.push_back({at, Cue::Kind::kHappen, i, j});
    }
    cues.push_back({script.end, Cue::Kind::kEnd, i, 0});
  }
  std::stable_sort(cues.begin(), cues.end(),
                   [](const Cue& a, const Cue& b) { return a.at < b.at; });
  return cues;
}

void Stage::MoveTo(absl::Time at) {
  while (now_ < at) {
    now_ = std::min(at, now_ + kStride);
    gateway_.client.AdvanceTo(now_);
  }
}

void Stage::Introduce(const Script& script) {
  for (const base::CustomerId& who : PeopleOf(script)) {
    if (who.anonymous()) continue;
    Tell(who, who.name() == script.customer ? script.profile : script.strangers);
  }
}

void Stage::Happen(const Happening& happening, Played* played) {
  if (happening.name.empty()) {
    Tell(happening.who, happening.told);
    return;
  }
  v1::PublishRequest request;
  *request.mutable_event() = ToEvent(happening, happening.of.empty() ? "" : LastSendId(happening));
  v1::PublishResponse response;
  const grpc::Status status =
      gateway_.client.Call(&v1::EventService::Stub::Publish, request, &response);
  if (!status.ok() || response.result().duplicate()) {
    TimelineEntry entry;
    entry.at = happening.at;
    entry.who = std::string(happening.who.name());
    entry.what = "ignored";
    entry.why = status.ok() ? "the same event came before" : status.error_message();
    played->run.entries.push_back(std::move(entry));
  }
  // What follows from it at once is done before anything else happens.
  gateway_.client.AdvanceTo(now_);
}

void Stage::Tell(const base::CustomerId& who, const customer::ProfileChange& change) {
  gateway_.client.Must(&v1::CustomerService::Stub::Upsert, cli::ToRequest(who, change));
  gateway_.client.AdvanceTo(now_);
}

std::string Stage::LastSendId(const Happening& happening) const {
  std::string send_id;
  for (const support::LoggedMessage& message : gateway_.Messages()) {
    const bool of_step = message.step == happening.of;
    if (of_step && message.customer == happening.who.name()) send_id = message.send_id;
  }
  return send_id;
}

void Stage::ReadDecisions(const Script& script, Played* played) {
  for (const base::CustomerId& who : PeopleOf(script)) {
    v1::ExplainRequest request;
    const std::string name(who.name());
    (who.anonymous() ? request.mutable_anonymous_id() : request.mutable_customer_id())
        ->assign(name);
    v1::ExplainResponse response;
    const grpc::Status status =
        gateway_.client.Call(&v1::CustomerService::Stub::Explain, request, &response);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) continue;
    EXPECT_TRUE(status.ok()) << status.error_message();
    played->truncated = played->truncated || response.truncated();
    for (const auto& decision : response.decisions()) {
      played->run.entries.push_back({support::ToTime(decision.time()), name, decision.what(),
                                     decision.journey(), decision.step(), decision.key(),
                                     decision.why()});
    }
  }
  std::stable_sort(played->run.entries.begin(), played->run.entries.end(),
                   [](const TimelineEntry& a, const TimelineEntry& b) { return a.at < b.at; });
}

void Stage::ReadMessages(const Script& script, Played* played) const {
  played->run.clock = script.clock;
  played->run.customer = script.customer;
  const std::vector<base::CustomerId> people = PeopleOf(script);
  for (const support::LoggedMessage& logged : gateway_.Messages()) {
    for (const base::CustomerId& who : people) {
      if (logged.customer != who.name()) continue;
      played->run.messages.push_back(ToMessage(logged, who));
      break;
    }
  }
}

}  // namespace usher::journeys
