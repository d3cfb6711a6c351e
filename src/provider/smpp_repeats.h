#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

#include "provider/smpp_session.h"

namespace usher::provider {

// Tells a message that a centre delivers again from one that somebody wrote again. It was delivered
// again if it is the last that was heard from that telephone, within ten minutes, unless the centre
// surely heard that it was taken: by the same session, within five seconds. Remembers the last so
// many telephones. Pure: told times. Not thread-safe.
class SmppRepeats {
 public:
  // Which of a telephone's messages one is: the same when it is delivered again.
  struct Place {
    absl::Time first_at;       // when it was heard first
    std::uint32_t number = 0;  // among its messages of the same content
  };

  explicit SmppRepeats(std::size_t telephones_max = 10'000) : telephones_max_(telephones_max) {}

  // `content` is the hash of a message, `at` is `now` by the calendar.
  Place Hear(const std::string& telephone, std::uint64_t content, std::uint64_t session,
             SmppMoment now, absl::Time at);
  // The centre is being told that the message was taken.
  void Taken(const std::string& telephone, std::uint64_t content, SmppMoment now);

 private:
  struct Telephone {
    std::uint64_t content = 0;  // of its last message
    std::uint64_t session = 0;
    SmppMoment heard;
    std::optional<SmppMoment> taken;
    Place place;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> counts;  // messages by content
  };

  const std::size_t telephones_max_;
  absl::flat_hash_map<std::string, Telephone> telephones_;
  std::deque<std::string> oldest_first_;
};

}  // namespace usher::provider
