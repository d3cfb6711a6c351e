#include "load/stream_lane.h"

#include <utility>

#include "load/deadline.h"

namespace usher::load {
namespace {

constexpr std::int64_t kReopenAfterNs = 200'000'000;

void* AsTag(Tag* tag) { return tag; }

}  // namespace

StreamLane::StreamLane(const Wiring* wiring, std::shared_ptr<grpc::Channel> channel)
    : wiring_(*wiring), stub_(std::move(channel)) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Open();
}

void StreamLane::Send(absl::Span<const Arrival> arrivals) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const Arrival& arrival : arrivals) slots_.push_back({.arrival = arrival});
  if (open_ && !writing_) Write();
}

void StreamLane::Close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  closing_ = true;
  if (context_) context_->TryCancel();
}

void StreamLane::Open() {
  context_.emplace();
  // The first event waits for the connection, as its time goes on meanwhile.
  context_->set_wait_for_ready(true);
  stream_ = stub_.PrepareCall(&*context_, "/usher.v1.EventService/PublishStream", wiring_.queue);
  stream_->StartCall(AsTag(&on_open_));
}

void StreamLane::OnOpen(bool ok) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!ok) return Finish();
  open_ = true;
  stream_->Read(&response_, AsTag(&on_read_));
  if (!closing_ && sent_ < slots_.size()) Write();
}

void StreamLane::Write() {
  writing_ = true;
  const std::uint64_t sequence = first_ + sent_;
  message_.clear();
  while (sent_ < slots_.size() && message_.size() < wiring_.batch) {
    message_.push_back(slots_[sent_++].arrival.number);
  }
  stream_->Write(wiring_.writer->StreamRequest(sequence, message_), AsTag(&on_written_));
}

void StreamLane::OnWritten(bool ok) {
  const std::lock_guard<std::mutex> lock(mutex_);
  writing_ = false;
  if (finish_waits_) return Finish();
  // A broken stream shows in the read, which ends it.
  if (ok && open_ && !closing_ && sent_ < slots_.size()) Write();
}

void StreamLane::OnRead(bool ok) {
  if (!ok) {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_ = false;
    finish_waits_ = writing_;
    if (!writing_) Finish();
    return;
  }
  replies_.clear();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const v1::PublishStreamResponse::Ack& ack : response_.acks()) Settle(ack);
  }
  wiring_.on_durability(response_.durability());
  stream_->Read(&response_, AsTag(&on_read_));
  wiring_.on_replies(replies_, replies_.size());
}

void StreamLane::Settle(const v1::PublishStreamResponse::Ack& ack) {
  const std::uint64_t slot = ack.sequence() - first_;
  if (slot >= sent_ || slots_[slot].settled) return;
  if (ack.code() != 0) wiring_.on_error(ack.code(), ack.message());
  replies_.push_back({.arrival = slots_[slot].arrival,
                      .code = CodeOf(ack.code()),
                      .duplicate = ack.result().duplicate(),
                      .beyond_horizon = ack.result().beyond_dedup_horizon()});
  slots_[slot].settled = true;
  Forget();
}

void StreamLane::Forget() {
  while (!slots_.empty() && slots_.front().settled) {
    slots_.pop_front();
    ++first_;
    --sent_;
  }
}

void StreamLane::Finish() {
  finish_waits_ = false;
  stream_->Finish(&status_, AsTag(&on_finished_));
}

void StreamLane::FailSlots(int code, bool also_unsent) {
  if (also_unsent) sent_ = slots_.size();
  for (std::size_t slot = 0; slot < sent_; ++slot) {
    if (slots_[slot].settled) continue;
    replies_.push_back({.arrival = slots_[slot].arrival, .code = CodeOf(code)});
    slots_[slot].settled = true;
  }
  Forget();
}

// What was sent and not settled has failed with the call; what was not sent goes on the next one.
void StreamLane::OnFinished(bool) {
  replies_.clear();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_ = false;
    if (closing_) {
      FailSlots(grpc::StatusCode::DEADLINE_EXCEEDED, /*also_unsent=*/true);
      ended_ = true;
    } else {
      const int code = status_.ok() ? grpc::StatusCode::UNAVAILABLE : status_.error_code();
      wiring_.on_error(code, status_.ok() ? "the stream ended" : status_.error_message());
      FailSlots(code, /*also_unsent=*/false);
      reopen_.Set(wiring_.queue, Deadline(NowNs() + kReopenAfterNs), AsTag(&on_reopen_));
    }
  }
  if (!replies_.empty()) wiring_.on_replies(replies_, replies_.size());
}

void StreamLane::OnReopen(bool) {
  replies_.clear();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stream_.reset();
    context_.reset();
    if (closing_) {
      FailSlots(grpc::StatusCode::DEADLINE_EXCEEDED, /*also_unsent=*/true);
      ended_ = true;
    } else {
      Open();
    }
  }
  if (!replies_.empty()) wiring_.on_replies(replies_, replies_.size());
}

}  // namespace usher::load
