#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace usher::provider {

// A POST.
struct HttpRequest {
  std::string url;                   // http or https, without user and password
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
  absl::Duration timeout = absl::Seconds(10);  // for all of it
  // Never repeated by the client itself, which costs a connection of its own. Else a request that
  // meets a kept connection just as the server closes it is made again on a new one.
  bool once = false;
  // Over TLS, waits to share a connection of HTTP/2 with others rather than opening one of its own
  // at once: for servers that take many requests on few connections. Nothing if `once`.
  bool multiplexed = false;
};

struct HttpAnswer {
  int status = 0;                                            // 200 to 599
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // at most kHttpBodyBytesMax
  bool whole = true;           // false: the body was too large, or broke off
  absl::Duration retry_after;  // of Retry-After, in seconds or as a date; zero without

  // The first of that name, which is in lower case; "" if there is none.
  absl::string_view Header(absl::string_view name) const;
};

// Bounds on what a server may answer.
inline constexpr std::size_t kHttpBodyBytesMax = 64 * 1024;
inline constexpr std::size_t kHttpHeaderBytesMax = 32 * 1024;

// What became of a request.
enum class HttpFate {
  kAnswered,  // the server's answer is there, up to the end of its headers at least
  kNotSent,   // nothing of the request reached a server
  kUnknown,   // some of it did, and there is no answer
};

struct HttpResult {
  HttpFate fate = HttpFate::kUnknown;
  HttpAnswer answer;  // if kAnswered
  std::string why;    // else: one line
};

// The way to servers on the web. Thread-safe.
class HttpPort {
 public:
  virtual ~HttpPort() = default;

  // `done` is called exactly once, on another thread, and must not block. Redirects are not
  // followed: they are answers.
  virtual void Post(HttpRequest request, std::function<void(HttpResult)> done) = 0;
};

}  // namespace usher::provider
