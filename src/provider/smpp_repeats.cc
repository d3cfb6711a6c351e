#include "provider/smpp_repeats.h"

#include <algorithm>
#include <chrono>

namespace usher::provider {
namespace {

// After so long no centre delivers again what it has delivered.
constexpr std::chrono::minutes kWindow(10);
// Centres wait longer for an answer.
constexpr std::chrono::seconds kPromptly(5);
constexpr std::size_t kContentsMax = 32;

}  // namespace

SmppRepeats::Place SmppRepeats::Hear(const std::string& telephone, std::uint64_t content,
                                     std::uint64_t session, SmppMoment now, absl::Time at) {
  auto [found, is_new] = telephones_.try_emplace(telephone);
  if (is_new) {
    oldest_first_.push_back(telephone);
    if (oldest_first_.size() > telephones_max_) {
      telephones_.erase(oldest_first_.front());
      oldest_first_.pop_front();
      found = telephones_.find(telephone);
    }
  }
  Telephone& known = found->second;
  const bool is_recent = !known.counts.empty() && now - known.heard <= kWindow;
  if (!is_recent) known.counts.clear();
  const bool answer_arrived =
      known.session == session && known.taken && *known.taken - known.heard <= kPromptly;
  if (!is_recent || known.content != content || answer_arrived) {
    auto count = std::find_if(known.counts.begin(), known.counts.end(),
                              [&](const auto& one) { return one.first == content; });
    if (count == known.counts.end()) {
      if (known.counts.size() >= kContentsMax) known.counts.erase(known.counts.begin());
      count = known.counts.insert(known.counts.end(), {content, 0});
    }
    known.content = content;
    known.place = {at, count->second++};
  }
  known.session = session;
  known.heard = now;
  known.taken.reset();
  return known.place;
}

void SmppRepeats::Taken(const std::string& telephone, std::uint64_t content, SmppMoment now) {
  const auto found = telephones_.find(telephone);
  if (found != telephones_.end() && found->second.content == content) found->second.taken = now;
}

}  // namespace usher::provider
