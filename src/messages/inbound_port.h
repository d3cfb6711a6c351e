#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "messages/feedback_port.h"

namespace usher::messages {

// A request that came over HTTP. Everything in it is as a stranger wrote it.
struct WebRequest {
  std::string method;
  std::string path;   // from the slash to the question mark, not decoded
  std::string query;  // after the question mark, not decoded
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;

  // The first header of that name, which is in lower case; "" where there is none.
  absl::string_view Header(absl::string_view name) const {
    for (const auto& [header, value] : headers) {
      if (header == name) return value;
    }
    return "";
  }
};

struct WebReply {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// What a provider's request says.
struct InboundReading {
  std::vector<Feedback> reports;
  // The answer, once all reports are taken. Unless it is 2xx there are none.
  WebReply reply;
};

// Understands the requests by which one provider tells what became of messages, or who wrote.
// Thread-safe.
class InboundPort {
 public:
  virtual ~InboundPort() = default;

  // Checks whom the request comes from, and reads it. Does not block. `now` is real time.
  virtual InboundReading Read(const WebRequest& request, absl::Time now) = 0;
};

}  // namespace usher::messages
