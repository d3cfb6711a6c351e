#include "cli/publisher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/ids.h"
#include "base/json.h"
#include "cli/lanes.h"
#include "cli/proto_time.h"
#include "cli/rpc_error.h"

namespace usher::cli {
namespace {

void Fill(const PlainEvent& event, v1::Event* proto) {
  proto->set_id(event.id);
  proto->set_customer_id(event.customer_id);
  proto->set_anonymous_id(event.anonymous_id);
  proto->set_name(event.name);
  if (event.time) *proto->mutable_time() = ToProto(*event.time);
  if (!event.properties_json.empty()) proto->set_properties_json(event.properties_json);
}

std::uint64_t LaneOf(const PlainEvent& event) {
  const auto id = event.customer_id.empty() ? base::CustomerId::Anonymous(event.anonymous_id)
                                            : base::CustomerId::Known(event.customer_id);
  return base::Hash64(id.key());
}

std::size_t SizeOf(const PlainEvent& event) {
  return event.id.size() + event.customer_id.size() + event.anonymous_id.size() +
         event.name.size() + event.properties_json.size();
}

std::string Describe(int code, absl::string_view field, absl::string_view message) {
  return absl::StrCat(CodeName(code), ": ", field, field.empty() ? "" : ": ", message);
}

}  // namespace

std::string PublishSummary::ToJson() const {
  const auto number = [](std::uint64_t n) { return base::Value(static_cast<std::int64_t>(n)); };
  const double seconds = absl::ToDoubleSeconds(elapsed);
  const double taken = static_cast<double>(published + duplicates);
  base::Value report;
  report.Set("published", number(published));
  report.Set("duplicates", number(duplicates));
  report.Set("failed", number(failed));
  report.Set("retries", number(retries));
  report.Set("runs_entered", number(runs_entered));
  report.Set("beyond_dedup_horizon", number(beyond_dedup_horizon));
  report.Set("durability", base::Value(v1::Durability_Name(durability)));
  report.Set("seconds", base::Value(seconds));
  report.Set("events_per_second", base::Value(seconds > 0 ? taken / seconds : 0.0));
  report.Set("gave_up", gave_up.ok() ? base::Value()
                                     : base::Value(Describe(gave_up.error_code(), "",
                                                            gave_up.error_message())));
  return base::ToJson(report) + "\n";
}

Publisher::Publisher(const PublishOptions& options, const Connection* connection,
                     Progress* progress, Timing* timing)
    : options_(options),
      connection_(connection),
      progress_(progress),
      timing_(timing),
      stub_(v1::EventService::NewStub(connection->channel())),
      retry_(options.retry_for, timing, [=](const auto& status) { progress->Trouble(status); }),
      clock_retry_(options.retry_for, timing,
                   [=](const auto& status) { progress->Trouble(status); }),
      clock_(connection, &clock_retry_, timing) {}

PublishSummary Publisher::Run(EventSource* source) {
  const absl::Time start = timing_->Now();
  Feed(source);
  progress_->Finish();
  summary_.elapsed = timing_->Now() - start;
  summary_.retries = retry_.retries() + clock_retry_.retries();
  return summary_;
}

void Publisher::Feed(EventSource* source) {
  Lanes<PlainEvent> lanes(
      {.lanes = options_.in_flight, .batch_items_max = static_cast<std::size_t>(options_.batch)},
      [this](std::vector<PlainEvent> events) { Send(std::move(events)); });
  const absl::Time start = timing_->Now();
  for (std::uint64_t index = 0; !stopped_; ++index) {
    auto event = source->Next();
    progress_->OnRead(source->bytes_read(), source->bytes_total());
    if (!event.ok()) {
      progress_->Error(event.status().message());
      progress_->OnDone(1, 1);
      const std::lock_guard lock(mutex_);
      ++summary_.failed;
      continue;
    }
    if (!event->has_value()) return;
    PlainEvent& plain = **event;
    if (!AwaitTurn(plain, index, start)) return Fail({plain}, "");
    const std::uint64_t lane = LaneOf(plain);
    const std::size_t bytes = SizeOf(plain);
    lanes.Push(lane, bytes, std::move(plain));
  }
}

bool Publisher::AwaitTurn(const PlainEvent& event, std::uint64_t index, absl::Time start) {
  if (options_.rate > 0) {
    const absl::Time turn = start + absl::Seconds(static_cast<double>(index) / options_.rate);
    const absl::Duration wait = turn - timing_->Now();
    if (wait > absl::ZeroDuration()) timing_->Sleep(wait);
  }
  if (options_.pace && event.time) {
    if (const grpc::Status status = clock_.WaitUntil(*event.time); !status.ok()) GiveUp(status);
  }
  return !stopped_;
}

void Publisher::Send(std::vector<PlainEvent> events) {
  for (int attempt = 1; !events.empty(); ++attempt) {
    if (stopped_) return Fail(events, "");
    v1::PublishBatchRequest request;
    for (const PlainEvent& event : events) Fill(event, request.add_events());
    v1::PublishBatchResponse response;
    grpc::Status status = stub_->PublishBatch(connection_->Context().get(), request, &response);
    if (status.ok()) {
      const std::size_t sent = events.size();
      events = Settle(std::move(events), response, &status);
      if (events.size() < sent) {
        retry_.OnSuccess();
        attempt = 1;
      }
      if (events.empty()) return;
    } else if (!IsRetryable(status.error_code())) {
      return Fail(events, Describe(status.error_code(), "", status.error_message()));
    }
    if (!retry_.WaitAfter(status, attempt)) {
      GiveUp(status);
      return Fail(events, Describe(status.error_code(), "", status.error_message()));
    }
  }
}

std::vector<PlainEvent> Publisher::Settle(std::vector<PlainEvent> events,
                                          const v1::PublishBatchResponse& response,
                                          grpc::Status* refusal) {
  if (response.items_size() != static_cast<int>(events.size())) {
    Fail(events, absl::StrCat("the gateway answered ", response.items_size(), " results for ",
                              events.size(), " events"));
    return {};
  }
  std::vector<PlainEvent> again;
  std::uint64_t done = 0;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < events.size(); ++i) {
      const auto& item = response.items(static_cast<int>(i));
      const auto code = static_cast<grpc::StatusCode>(item.code());
      if (item.code() == 0) {
        ++done;
        ++(item.result().duplicate() ? summary_.duplicates : summary_.published);
        summary_.runs_entered += item.result().runs_entered();
        if (item.result().beyond_dedup_horizon()) ++summary_.beyond_dedup_horizon;
      } else if (IsRetryable(code)) {
        *refusal = grpc::Status(code, item.message());
        again.push_back(std::move(events[i]));
      } else {
        ++summary_.failed;
        progress_->Error(absl::StrCat("line ", events[i].line, ": ",
                                      Describe(item.code(), item.field(), item.message())));
      }
    }
    if (done > 0 && (summary_.durability == v1::DURABILITY_UNSPECIFIED ||
                     response.durability() < summary_.durability)) {
      summary_.durability = response.durability();
    }
  }
  const std::uint64_t failed = events.size() - done - again.size();
  progress_->OnDone(done + failed, failed);
  return again;
}

void Publisher::Fail(const std::vector<PlainEvent>& events, absl::string_view why) {
  {
    const std::lock_guard lock(mutex_);
    summary_.failed += events.size();
  }
  if (!why.empty()) {
    const std::string rest =
        events.size() > 1 ? absl::StrCat(" and ", events.size() - 1, " events after it") : "";
    progress_->Error(absl::StrCat("line ", events.front().line, rest, ": ", why));
  }
  progress_->OnDone(events.size(), events.size());
}

void Publisher::GiveUp(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  if (stopped_.exchange(true)) return;
  summary_.gave_up = status;
}

}  // namespace usher::cli
