#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace usher::customer {

// An event id seen, for deduplication. The first result is kept so that a repetition gets it again.
// Small, because whoever is active has hundreds of them.
struct SeenEvent {
  std::uint64_t id_hash = 0;
  std::uint32_t at_s = 0;          // when it came: seconds since the Unix epoch, rounded up
  std::uint16_t payload_hash = 0;  // its lowest bits; another payload passes once in 65,536 times
  std::uint16_t runs_entered = 0;
  friend bool operator==(const SeenEvent&, const SeenEvent&) = default;
};

// The ids of a customer's last events, ascending by time of arrival. They come at the end and leave
// at the front, so that whoever stores them need not store again what has only moved up.
class SeenEvents {
 public:
  using value_type = SeenEvent;
  using const_iterator = std::vector<SeenEvent>::const_iterator;

  SeenEvents() = default;
  SeenEvents(std::initializer_list<SeenEvent> events) : events_(events) {}
  explicit SeenEvents(std::vector<SeenEvent> events) : events_(std::move(events)) {}

  bool empty() const { return events_.empty(); }
  std::size_t size() const { return events_.size(); }
  const SeenEvent& operator[](std::size_t i) const { return events_[i]; }
  const SeenEvent& front() const { return events_.front(); }
  const SeenEvent* data() const { return events_.data(); }
  const_iterator begin() const { return events_.begin(); }
  const_iterator end() const { return events_.end(); }
  auto rbegin() const { return events_.rbegin(); }
  auto rend() const { return events_.rend(); }

  void Add(const SeenEvent& event) { events_.push_back(event); }
  // Of the one added last.
  void SetRunsEntered(std::uint16_t runs) { events_.back().runs_entered = runs; }
  void DropOldest(std::size_t count);
  // Takes in those of `others`, each at its time. Of the same time, ours come first.
  void Merge(const SeenEvents& others);
  // What is left of this when all are forgotten.
  SeenEvents Emptied() const;

  // How many have left the front since this was made; anything but Add() and DropOldest() counts as
  // if all had left that were there. Says where one that was at a known place is now.
  std::uint64_t dropped() const { return dropped_; }

  // Whether the same are in both, however they came there.
  friend bool operator==(const SeenEvents& a, const SeenEvents& b) {
    return a.events_ == b.events_;
  }

 private:
  std::vector<SeenEvent> events_;
  std::uint64_t dropped_ = 0;
};

}  // namespace usher::customer
