#include "backtest/groups.h"

#include <algorithm>
#include <numeric>

#include "backtest/parallel.h"

namespace usher::backtest {
namespace {

// Union-find with path halving.
class Ties {
 public:
  explicit Ties(std::size_t people) : parents_(people) {
    std::iota(parents_.begin(), parents_.end(), std::uint32_t{0});
  }

  std::uint32_t Root(std::uint32_t person) {
    while (parents_[person] != person) {
      parents_[person] = parents_[parents_[person]];
      person = parents_[person];
    }
    return person;
  }

  void Tie(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t root_a = Root(a), root_b = Root(b);
    // The smaller number stays, so that the outcome does not depend on the order of ties.
    parents_[std::max(root_a, root_b)] = std::min(root_a, root_b);
  }

 private:
  std::vector<std::uint32_t> parents_;
};

// Where each group's items begin, from how many there are; one more for the end.
std::vector<std::size_t> Begins(const std::vector<std::size_t>& counts) {
  std::vector<std::size_t> begins(counts.size() + 1, 0);
  std::partial_sum(counts.begin(), counts.end(), begins.begin() + 1);
  return begins;
}

bool Earlier(const PastEvent* a, const PastEvent* b) { return a->time_ms < b->time_ms; }

}  // namespace

Groups::Groups(const EventLog& log, int threads, const std::vector<Tie>& by_address) {
  Ties ties(log.people.size());
  for (const auto& [a, b] : by_address) ties.Tie(a, b);
  for (const auto& part : log.parts) {
    for (const PastEvent& event : part) {
      if (event.visitor != kNobody) ties.Tie(event.person, event.visitor);
    }
  }
  group_of_.resize(log.people.size());
  std::vector<std::size_t> people_counts;
  for (std::uint32_t person = 0; person < log.people.size(); ++person) {
    const std::uint32_t root = ties.Root(person);
    if (root == person) {
      group_of_[person] = static_cast<std::uint32_t>(people_counts.size());
      people_counts.push_back(0);
    } else {
      group_of_[person] = group_of_[root];
    }
    ++people_counts[group_of_[person]];
  }
  std::vector<std::size_t> event_counts(people_counts.size(), 0);
  for (const auto& part : log.parts) {
    for (const PastEvent& event : part) ++event_counts[group_of_[event.person]];
  }
  people_begins_ = Begins(std::move(people_counts));
  event_begins_ = Begins(std::move(event_counts));

  std::vector<std::size_t> next = people_begins_;
  people_.resize(log.people.size());
  for (std::uint32_t person = 0; person < log.people.size(); ++person) {
    people_[next[group_of_[person]]++] = person;
  }
  next = event_begins_;
  events_.resize(log.count);
  for (const auto& part : log.parts) {
    for (const PastEvent& event : part) events_[next[group_of_[event.person]]++] = &event;
  }
  constexpr std::size_t kBlock = 1024;
  Parallel(threads, (size() + kBlock - 1) / kBlock, [&](std::size_t block, std::size_t) {
    for (std::size_t group = block * kBlock; group < std::min(size(), (block + 1) * kBlock);
         ++group) {
      const auto begin = events_.begin() + static_cast<std::ptrdiff_t>(event_begins_[group]);
      const auto end = events_.begin() + static_cast<std::ptrdiff_t>(event_begins_[group + 1]);
      if (!std::is_sorted(begin, end, Earlier)) std::stable_sort(begin, end, Earlier);
    }
  });
}

Group Groups::operator[](std::size_t index) const {
  const auto people = absl::MakeConstSpan(people_).subspan(
      people_begins_[index], people_begins_[index + 1] - people_begins_[index]);
  const auto ahead = absl::MakeConstSpan(events_).subspan(event_begins_[index]);
  return {people, ahead.subspan(0, event_begins_[index + 1] - event_begins_[index]), ahead};
}

}  // namespace usher::backtest
