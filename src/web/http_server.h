#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "messages/inbound_port.h"

namespace usher::web {

using messages::WebReply;
using messages::WebRequest;

// How a request is answered. Thread-safe, and good for as long as it is held.
class Exchange {
 public:
  virtual ~Exchange() = default;

  // The first answer counts.
  virtual void Reply(WebReply reply) = 0;
  // Answers so, unless there is an answer in `time`. Without it, 503 is answered after 20 s.
  virtual void ReplyAfter(absl::Duration time, WebReply reply) = 0;
};

// Called on the server's thread; must not block. HEAD is answered like GET, without the body.
using Handler = std::function<void(WebRequest, const std::shared_ptr<Exchange>&)>;

struct HttpServerConfig {
  std::string listen;  // see OpenListenSocket()
  unsigned connections_max = 1'000;
  std::size_t header_bytes_max = 32 * 1024;  // of a request line with its headers
  std::size_t body_bytes_max = 256 * 1024;
  // For a request to arrive as a whole, counted from the connection or the answer before.
  absl::Duration arrive_within = absl::Seconds(30);
};

// An HTTP/1.1 server on one thread. Requests beyond the limits are answered 400, 413 or 431, or
// their connection is closed. Nothing a request holds makes it throw or block.
class HttpServer {
 public:
  // Errors of OpenListenSocket(); INTERNAL when the library does not start.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerConfig& config,
                                                           Handler handler);
  // Ends what Shutdown() did not.
  virtual ~HttpServer() = default;

  virtual const std::string& address() const = 0;
  // Takes no new connections, answers what has arrived, and closes what is left after `grace`.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace usher::web
