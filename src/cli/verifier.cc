#include "cli/verifier.h"

#include <unordered_map>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/value.h"
#include "cli/lanes.h"

namespace usher::cli {
namespace {

// The most one call may ask for.
constexpr std::size_t kIdsMax = 1000;
// How many events are held back so that those of one customer find together.
constexpr std::size_t kHeldMax = 200'000;

}  // namespace

std::string VerifySummary::ToJson() const {
  const auto number = [](std::uint64_t n) { return base::Value(static_cast<std::int64_t>(n)); };
  base::Value report;
  report.Set("events", number(events));
  report.Set("found", number(found));
  report.Set("lost", number(lost));
  report.Set("unknown", number(unknown));
  report.Set("unreadable", number(unreadable));
  return base::ToJson(report) + "\n";
}

Verifier::Verifier(int in_flight, absl::Duration retry_for, const Connection* connection,
                   Progress* progress, Timing* timing)
    : in_flight_(in_flight),
      connection_(connection),
      progress_(progress),
      stub_(v1::EventService::NewStub(connection->channel())),
      retry_(retry_for, timing, [=](const auto& status) { progress->Trouble(status); }) {}

VerifySummary Verifier::Run(EventSource* source) {
  Feed(source);
  progress_->Finish();
  return summary_;
}

void Verifier::Feed(EventSource* source) {
  Lanes<Question> lanes({.lanes = in_flight_, .batch_items_max = 16},
                        [this](const std::vector<Question>& questions) {
                          for (const Question& question : questions) Ask(question);
                        });
  const auto push = [&](const std::string& key, Question question) {
    const std::size_t bytes = question.request.ByteSizeLong();
    lanes.Push(base::Hash64(key), bytes, std::move(question));
  };
  std::unordered_map<std::string, Question> held;
  std::size_t held_events = 0;
  while (true) {
    auto event = source->Next();
    progress_->OnRead(source->bytes_read(), source->bytes_total());
    if (!event.ok()) {
      progress_->Error(event.status().message());
      const std::lock_guard lock(mutex_);
      ++summary_.unreadable;
      continue;
    }
    if (!event->has_value()) break;
    const PlainEvent& plain = **event;
    const auto id = plain.customer_id.empty() ? base::CustomerId::Anonymous(plain.anonymous_id)
                                              : base::CustomerId::Known(plain.customer_id);
    Question& question = held[id.key()];
    question.request.set_customer_id(plain.customer_id);
    if (id.anonymous()) question.request.set_anonymous_id(plain.anonymous_id);
    question.request.add_event_ids(plain.id);
    question.lines.push_back(plain.line);
    ++held_events;
    if (question.lines.size() == kIdsMax) {
      held_events -= kIdsMax;
      push(id.key(), std::exchange(question, {}));
    }
    if (held_events >= kHeldMax) {
      for (auto& [key, waiting] : held) {
        if (!waiting.lines.empty()) push(key, std::move(waiting));
      }
      held.clear();
      held_events = 0;
    }
  }
  for (auto& [key, waiting] : held) {
    if (!waiting.lines.empty()) push(key, std::move(waiting));
  }
}

void Verifier::Ask(const Question& question) {
  v1::LookupResponse response;
  grpc::Status status = retry_.Run(
      [&] { return stub_->Lookup(connection_->Context().get(), question.request, &response); });
  const std::size_t asked = question.lines.size();
  if (status.ok() && response.states_size() != static_cast<int>(asked)) {
    status = grpc::Status(grpc::StatusCode::INTERNAL,
                          absl::StrCat("the gateway answered ", response.states_size(),
                                       " states for ", asked, " events"));
  }
  const std::lock_guard lock(mutex_);
  summary_.events += asked;
  if (!status.ok()) {
    summary_.unknown += asked;
    summary_.error = status;
    progress_->OnDone(asked, asked);
    return;
  }
  for (std::size_t i = 0; i < asked; ++i) {
    switch (response.states(static_cast<int>(i))) {
      case v1::LookupResponse::STATE_FOUND:
        ++summary_.found;
        break;
      case v1::LookupResponse::STATE_NOT_FOUND:
        ++summary_.lost;
        progress_->Error(absl::StrCat("line ", question.lines[i], ": event ",
                                      question.request.event_ids(static_cast<int>(i)), " is lost"));
        break;
      default:
        ++summary_.unknown;
    }
  }
  progress_->OnDone(asked, 0);
}

}  // namespace usher::cli
