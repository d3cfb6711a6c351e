#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace usher::support {

// One message as the log provider wrote it.
struct LoggedMessage {
  std::string send_id;
  std::string customer;  // or visitor
  std::string channel;
  std::string address;
  std::string category;
  std::map<std::string, std::string> content;
  std::string journey;
  std::string step;
  std::string key;
  absl::Time time;  // when it was granted
};

// The whole lines of a message log; none if there is no such file. A line that is no message
// aborts the test.
std::vector<LoggedMessage> ReadMessageLog(const std::string& path);

}  // namespace usher::support
