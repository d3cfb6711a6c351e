#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/repeated_field.h"

#include "channel/policy.h"
#include "channel/policy_loader.h"

namespace usher::channel {

// Reads fields of a policy, and collects what is wrong with them.
class PolicyFields {
 public:
  explicit PolicyFields(std::vector<PolicyProblem>& problems) : problems_(problems) {}

  void Add(std::string field, std::string message) {
    problems_.push_back({std::move(field), std::move(message)});
  }

  // 1 to 64 bytes without control characters.
  void CheckName(const std::string& field, absl::string_view name);
  void CheckCount(const std::string& field, std::size_t count, std::size_t max);
  // Two upper-case letters.
  void CheckCountry(const std::string& field, absl::string_view country);

  ChannelSet ReadChannels(const std::string& field,
                          const google::protobuf::RepeatedField<int>& channels);
  // At least `min`, at most `max`, in whole milliseconds.
  absl::Duration ReadDuration(const std::string& field, const google::protobuf::Duration& proto,
                              absl::Duration min, absl::Duration max);
  // Minutes since midnight; nothing if it is no time of day from 00:00 to 23:59.
  std::optional<int> ReadTimeOfDay(const std::string& field, const std::string& text);

 private:
  std::vector<PolicyProblem>& problems_;
};

// The keys of a protobuf map, sorted, so that problems come in the same order every time.
template <class Map>
std::vector<std::string> SortedKeys(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& entry : map) keys.push_back(entry.first);
  std::sort(keys.begin(), keys.end());
  return keys;
}

// Such as 31d, 36h or 90ms.
std::string DurationText(absl::Duration duration);

}  // namespace usher::channel
