#include "load/recorder.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "grpcpp/support/status_code_enum.h"

namespace usher::load {

std::uint64_t Tally::completed() const {
  return std::accumulate(codes.begin(), codes.end(), std::uint64_t{0});
}

std::uint64_t Tally::shed() const { return codes[grpc::StatusCode::RESOURCE_EXHAUSTED]; }

void Tally::Merge(const Tally& other) {
  offered += other.offered;
  not_started += other.not_started;
  duplicates += other.duplicates;
  for (std::size_t i = 0; i < kCodes; ++i) codes[i] += other.codes[i];
  ok_meanwhile += other.ok_meanwhile;
  latency_ns.Merge(other.latency_ns);
}

Recorder::Recorder(std::vector<Segment> segments, std::int64_t start_ns)
    : segments_(std::move(segments)), offered_(segments_.size()), tallies_(segments_.size()) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    ends_ns_.push_back(start_ns + StartOf(segments_, i) + segments_[i].duration_ns);
  }
}

void Recorder::Count(const Arrival& arrival, int code, std::int64_t now_ns) {
  Tally& tally = tallies_[arrival.segment];
  ++tally.codes[static_cast<std::size_t>(code)];
  if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) {
    ++interval_.shed;
    return;
  }
  const bool ok = code == grpc::StatusCode::OK;
  ++(ok ? interval_.ok : interval_.errors);
  // A quick refusal says nothing about how long an event takes, but one that took too long does.
  if (!ok && code != grpc::StatusCode::DEADLINE_EXCEEDED) return;
  const auto latency =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, now_ns - arrival.at_ns));
  tally.latency_ns.Record(latency);
  interval_latency_ns_.Record(latency);
  if (!ok) return;
  while (running_ < ends_ns_.size() && now_ns >= ends_ns_[running_]) ++running_;
  if (running_ < ends_ns_.size()) ++tallies_[running_].ok_meanwhile;
}

void Recorder::Record(absl::Span<const Reply> replies, std::int64_t now_ns) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const Reply& reply : replies) {
    Count(reply.arrival, reply.code, now_ns);
    if (reply.code == 0 && reply.duplicate) ++tallies_[reply.arrival.segment].duplicates;
  }
}

void Recorder::NotStarted(const Arrival& arrival, std::int64_t now_ns) {
  const std::lock_guard<std::mutex> lock(mutex_);
  Count(arrival, grpc::StatusCode::DEADLINE_EXCEEDED, now_ns);
  ++tallies_[arrival.segment].not_started;
}

void Recorder::NoteError(int code, const std::string& text) {
  const std::lock_guard<std::mutex> lock(mutex_);
  error_texts_.try_emplace(code, text);
}

Interval Recorder::TakeInterval() {
  const std::lock_guard<std::mutex> lock(mutex_);
  Interval taken = std::exchange(interval_, {});
  taken.p50_ns = interval_latency_ns_.Quantile(0.5);
  taken.p99_ns = interval_latency_ns_.Quantile(0.99);
  taken.p999_ns = interval_latency_ns_.Quantile(0.999);
  interval_latency_ns_.Clear();
  return taken;
}

std::vector<Tally> Recorder::Tallies() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<Tally> tallies = tallies_;
  for (std::size_t i = 0; i < tallies.size(); ++i) tallies[i].offered = offered_[i].load();
  return tallies;
}

std::map<int, std::string> Recorder::error_texts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return error_texts_;
}

}  // namespace usher::load
