#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace usher::provider {

// A text message, in the segments in which it travels.
struct SmppText {
  std::string to;                  // digits with the country's code, without a plus
  std::vector<std::string> texts;  // of each segment, with its header if there are several
  int data_coding = 0;             // 0: the default alphabet; 8: UCS-2
  absl::Duration validity;         // how long the centre may try
};

// What became of a text message.
struct SmppResult {
  enum class Fate {
    kTaken,    // all segments
    kRefused,  // `status` says why
    kNotSent,  // no segment reached the message centre
    kUnknown,  // some may have
  };
  Fate fate = Fate::kUnknown;
  std::uint32_t status = 0;              // command_status of the last answer
  std::vector<std::string> message_ids;  // of the segments that were taken
  std::string why;                       // if not sent or unknown: one line
};

// The way to a message centre. Thread-safe.
class SmppPort {
 public:
  virtual ~SmppPort() = default;

  // `done` is called exactly once, on another thread, and must not block.
  virtual void Send(SmppText text, std::function<void(SmppResult)> done) = 0;
};

}  // namespace usher::provider
