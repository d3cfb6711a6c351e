#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "provider/smpp_pdu.h"
#include "provider/smpp_session.h"
#include "provider/smpp_text.h"

namespace usher::provider {

// What is kept of messages whose parts have not all come, and how long.
struct SmppPartBounds {
  std::size_t messages_max = 1'000;
  std::size_t bytes_max = 1024 * 1024;
  std::chrono::seconds wait{5 * 60};       // from the first part on, for the others
  std::chrono::seconds retry{30};          // before one that could not be taken is told again
  std::chrono::seconds give_up{60 * 60};   // from the first part on: then it is dropped
  std::chrono::seconds remember{10 * 60};  // that one was taken, should the centre repeat a part
};

// A long message put together, or what there is of it.
struct SmppWhole {
  std::uint64_t number = 0;  // for Settle()
  std::string from;          // the telephone's digits
  std::string text;          // UTF-8, at most 4,096 bytes; [...] stands for what is missing
  std::string identity;      // the same whenever the same parts come: 32 hexadecimal digits
  std::size_t missing = 0;   // parts
};

// Joins the parts of long messages. A centre is told at once that a part was taken, as many deliver
// one after the other; so what is here is lost with the gateway. Pure: told times. Not thread-safe.
class SmppParts {
 public:
  struct Added {
    // The message of which this was the last part: if that cannot be taken for now, neither was the
    // part. Without it the part is kept, or was taken before.
    std::optional<SmppWhole> whole;
    // Older messages that had to make room, or whose reference this part has too.
    std::vector<SmppWhole> displaced;
  };

  explicit SmppParts(const SmppPartBounds& bounds) : bounds_(bounds) {}

  Added Add(const SmppDeliver& deliver, const SmppPart& part, SmppMoment now);

  // The messages that have waited long enough, as far as they are there.
  std::vector<SmppWhole> TakeDue(SmppMoment now);
  // All that wait.
  std::vector<SmppWhole> TakeAll();
  // When TakeDue() has something to do.
  SmppMoment NextTime() const;

  // What became of a message that was given. Unless it was taken it becomes due again, until it is
  // too old; the number of parts that are lost by that.
  std::size_t Settle(std::uint64_t number, bool taken, SmppMoment now);

  // Parts that were dropped because of too many others, since this was last asked.
  std::size_t TakeDropped();

 private:
  struct Part {
    std::uint64_t hash = 0;
    int data_coding = 0;
    std::string bytes;  // empty once the message was taken
  };
  struct Message {
    std::string key;  // what its parts have in common
    std::string from;
    std::uint32_t total = 0;
    std::map<std::uint32_t, Part> parts;  // by number
    SmppMoment first;
    SmppMoment next;     // when something is to be done
    bool taken = false;  // remembered only
    bool is_whole() const { return parts.size() == total; }
  };
  using Messages = std::map<std::uint64_t, Message>;  // the oldest first

  SmppWhole Give(Messages::iterator message);
  void Forget(Messages::iterator message);
  void DropBytes(Message& message);
  // Its reference may be another message's from now on.
  void Unname(const Message& message, std::uint64_t number);
  bool IsOver(std::size_t factor) const;
  void MakeRoom(std::uint64_t newest, std::vector<SmppWhole>* displaced);

  const SmppPartBounds bounds_;
  Messages messages_;
  std::map<std::string, std::uint64_t> numbers_;  // by key, of those that more parts may join
  std::uint64_t last_number_ = 0;
  std::size_t bytes_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace usher::provider
