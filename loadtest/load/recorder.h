#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "absl/types/span.h"

#include "load/arrival.h"
#include "load/histogram.h"
#include "load/schedule.h"

namespace usher::load {

inline constexpr std::size_t kCodes = 17;

// What happened to the events of one segment, or of several.
struct Tally {
  std::uint64_t offered = 0;
  std::uint64_t not_started = 0;  // among errors: their time was over before they could be sent
  std::uint64_t duplicates = 0;   // among ok
  std::array<std::uint64_t, kCodes> codes = {};  // by grpc::StatusCode; 0 is ok
  // Acknowledgements of events of any segment that came while this one ran.
  std::uint64_t ok_meanwhile = 0;
  Histogram latency_ns;  // from the scheduled time, of what was acknowledged or timed out

  std::uint64_t completed() const;
  std::uint64_t ok() const { return codes[0]; }
  std::uint64_t shed() const;
  // Neither ok nor shed.
  std::uint64_t errors() const { return completed() - ok() - shed(); }
  void Merge(const Tally& other);
};

// What happened between two looks.
struct Interval {
  std::uint64_t ok = 0;
  std::uint64_t shed = 0;
  std::uint64_t errors = 0;
  std::uint64_t p50_ns = 0;
  std::uint64_t p99_ns = 0;
  std::uint64_t p999_ns = 0;
};

// Counts replies. Thread-safe.
class Recorder {
 public:
  // Times in replies are of the monotonic clock; the run starts at `start_ns` of it.
  Recorder(std::vector<Segment> segments, std::int64_t start_ns);

  void Offer(std::uint16_t segment) { offered_[segment].fetch_add(1, std::memory_order_relaxed); }
  // Replies that came at `now_ns`.
  void Record(absl::Span<const Reply> replies, std::int64_t now_ns);
  // Time was over before the event could be sent.
  void NotStarted(const Arrival& arrival, std::int64_t now_ns);
  // The first text of each code is kept.
  void NoteError(int code, const std::string& text);

  // What happened since the last call.
  Interval TakeInterval();
  // By segment.
  std::vector<Tally> Tallies() const;
  std::map<int, std::string> error_texts() const;

 private:
  // Guarded by mutex_.
  void Count(const Arrival& arrival, int code, std::int64_t now_ns);

  const std::vector<Segment> segments_;
  std::vector<std::int64_t> ends_ns_;
  std::deque<std::atomic<std::uint64_t>> offered_;
  mutable std::mutex mutex_;
  std::vector<Tally> tallies_;
  std::size_t running_ = 0;
  Histogram interval_latency_ns_;
  Interval interval_;
  std::map<int, std::string> error_texts_;
};

}  // namespace usher::load
