#include "load/run.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>

#include <sys/prctl.h>

#include "load/proto_duration.h"

namespace usher::load {
namespace {

// How long a thread sleeps before it looks again whether it is to stop.
constexpr std::int64_t kGlanceNs = 100'000'000;
// How long the pacer sleeps when too many calls are under way.
constexpr std::int64_t kHoldNs = 500'000;
// Forms unary and stream: what is due within so short a time is sent by one awakening. An awakening
// for every event would take as much of the machine as a gateway; latencies count from when each
// was due all the same.
constexpr std::int64_t kTogetherNs = 200'000;
// Form batch: the same for whole batches, each of which is sent and counted as it would be alone.
constexpr std::int64_t kBatchesTogetherNs = 1'000'000;

void SleepUntil(std::int64_t at_ns) {
  const timespec until = {.tv_sec = at_ns / 1'000'000'000, .tv_nsec = at_ns % 1'000'000'000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

std::int64_t Nanoseconds(const google::protobuf::Duration& proto) {
  return absl::ToInt64Nanoseconds(ToDuration(proto));
}

std::size_t BatchOf(const loadtest::v1::Scenario& scenario) {
  return scenario.form() == loadtest::v1::FORM_BATCH ? scenario.batch() : 1;
}

}  // namespace

Run::Run(Parts parts)
    : parts_(std::move(parts)),
      timeout_ns_(Nanoseconds(parts_.scenario->timeout())),
      end_ns_(parts_.start_ns + StartOf(parts_.segments, parts_.segments.size())),
      batch_(BatchOf(*parts_.scenario)),
      schedule_(parts_.segments, parts_.scenario->seed()),
      recorder_(parts_.segments, parts_.start_ns),
      draws_(parts_.scenario->seed(), 0x12e9ea7U),
      next_number_(parts_.first_number) {
  sender_ = MakeSender(
      parts_.scenario->form(),
      {.channels = parts_.channels,
       .queue = &queue_,
       .writer = parts_.writer,
       .timeout_ns = timeout_ns_,
       .batch = parts_.scenario->batch(),
       .on_replies = [this](absl::Span<const Reply> replies,
                            std::size_t calls) { OnReplies(replies, calls); },
       .on_error = [this](int code, const std::string& text) { recorder_.NoteError(code, text); },
       .on_durability = [this](int durability) { durability_.store(durability); }});
}

void Run::Start() {
  // In a closed loop the thread that takes replies also sends, so the first calls come before it.
  if (parts_.concurrency > 0) KeepBusy();
  replies_ = std::thread([this] { TakeReplies(); });
  if (parts_.concurrency > 0) return;
  pacer_ = std::thread([this] {
    prctl(PR_SET_TIMERSLACK, 1000);
    batch_ > 1 ? PaceBatches() : Pace();
    sending_is_over_ = true;
  });
}

Arrival Run::Draw(std::int64_t at_ns, std::uint16_t segment) {
  recorder_.Offer(segment);
  Arrival arrival{.at_ns = at_ns, .segment = segment};
  if (parts_.traffic->IsRepeat(arrivals_++)) {
    if (const auto recent = ledger_.Recent(draws_)) {
      arrival.number = *recent;
      arrival.repeat = true;
      return arrival;
    }
  }
  arrival.number = next_number_.fetch_add(1, std::memory_order_relaxed);
  return arrival;
}

bool Run::AwaitTurn(std::int64_t at_ns) {
  for (;;) {
    if (stopped()) return false;
    const std::int64_t now = NowNs();
    if (at_ns <= now) return true;
    SleepUntil(std::min(at_ns, now + kGlanceNs));
  }
}

void Run::Send(std::vector<Arrival>* arrivals) {
  const auto limit = static_cast<std::int64_t>(parts_.scenario->in_flight_max());
  bool held = false;
  while (in_flight_.load(std::memory_order_relaxed) >= limit && !stopped() &&
         NowNs() < arrivals->front().at_ns + timeout_ns_) {
    held = true;
    SleepUntil(NowNs() + kHoldNs);
  }
  if (held) held_back_.fetch_add(1, std::memory_order_relaxed);
  const std::int64_t now = NowNs();
  // Whoever waits for these has given up before they could start.
  std::size_t late = 0;
  while (late < arrivals->size() && now >= (*arrivals)[late].at_ns + timeout_ns_) {
    recorder_.NotStarted((*arrivals)[late++], now);
  }
  if (late == arrivals->size()) return;
  in_flight_.fetch_add(1, std::memory_order_relaxed);
  sender_->Send(absl::MakeConstSpan(*arrivals).subspan(late));
}

void Run::Pace() {
  std::vector<Arrival> one(1);
  while (const auto slot = schedule_.Next()) {
    const std::int64_t at_ns = parts_.start_ns + slot->at_ns;
    const std::int64_t now = NowNs();
    if (stopped() || (at_ns > now && !AwaitTurn(std::max(at_ns, now + kTogetherNs)))) return;
    one[0] = Draw(at_ns, slot->segment);
    Send(&one);
  }
}

// A batch leaves when it is full or when its first event has waited long enough. Both are known
// from the schedule, so the pacer wakes once for each batch, or for several that leave together.
void Run::PaceBatches() {
  const std::int64_t linger = Nanoseconds(parts_.scenario->batch_linger());
  std::vector<Arrival> batch;
  std::optional<Slot> slot = schedule_.Next();
  while (slot) {
    const std::int64_t leave_by = parts_.start_ns + slot->at_ns + linger;
    std::int64_t leave_at = leave_by;
    batch.clear();
    for (; slot && batch.size() < batch_; slot = schedule_.Next()) {
      const std::int64_t at_ns = parts_.start_ns + slot->at_ns;
      if (at_ns > leave_by) break;
      batch.push_back({.at_ns = at_ns, .segment = slot->segment});
    }
    if (batch.size() == batch_ || !slot) leave_at = batch.back().at_ns;
    const std::int64_t now = NowNs();
    if (stopped() || (leave_at > now && !AwaitTurn(std::max(leave_at, now + kBatchesTogetherNs)))) {
      return;
    }
    for (Arrival& arrival : batch) arrival = Draw(arrival.at_ns, arrival.segment);
    Send(&batch);
  }
}

void Run::KeepBusy() {
  for (std::size_t left = parts_.concurrency; left > 0;) {
    // Streams share the first events evenly.
    const std::size_t calls = std::min<std::size_t>(left, parts_.scenario->batch());
    if (!SendNext(calls)) return;
    left -= calls;
  }
}

bool Run::SendNext(std::size_t calls) {
  const std::int64_t now = NowNs();
  if (now >= end_ns_ || stopped()) {
    sending_is_over_ = true;
    return false;
  }
  while (now >= parts_.start_ns + StartOf(parts_.segments, closed_segment_ + 1)) ++closed_segment_;
  closed_batch_.clear();
  for (std::size_t i = 0; i < calls * batch_; ++i) {
    closed_batch_.push_back(Draw(now, static_cast<std::uint16_t>(closed_segment_)));
  }
  in_flight_.fetch_add(static_cast<std::int64_t>(calls), std::memory_order_relaxed);
  const bool together = parts_.scenario->form() == loadtest::v1::FORM_STREAM;
  const std::size_t step = together ? closed_batch_.size() : batch_;
  const absl::Span<const Arrival> all = closed_batch_;
  for (std::size_t at = 0; at < all.size(); at += step) sender_->Send(all.subspan(at, step));
  return true;
}

void Run::OnReplies(absl::Span<const Reply> replies, std::size_t calls) {
  recorder_.Record(replies, NowNs());
  ledger_.Note(replies);
  in_flight_.fetch_sub(static_cast<std::int64_t>(calls), std::memory_order_release);
  if (parts_.concurrency == 0) return;
  if (calls > 0) SendNext(calls);
}

void Run::TakeReplies() {
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) static_cast<Tag*>(tag)->OnEvent(ok);
}

void Run::Finish() {
  if (pacer_.joinable()) pacer_.join();
  // An early end waits for replies, too, but not as long.
  const std::int64_t patience =
      stopped() ? std::min<std::int64_t>(timeout_ns_, 2'000'000'000) : timeout_ns_;
  const std::int64_t until = NowNs() + patience;
  while (in_flight_.load() > 0 && NowNs() < until) SleepUntil(NowNs() + kHoldNs);
  sender_->Close();
  // Every call ends by its deadline, or by Close.
  while (in_flight_.load() > 0 || !sender_->Ended()) SleepUntil(NowNs() + kHoldNs);
  queue_.Shutdown();
  replies_.join();
}

}  // namespace usher::load
