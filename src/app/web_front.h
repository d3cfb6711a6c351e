#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "app/providers.h"
#include "messages/feedback_port.h"
#include "web/http_server.h"
#include "web/site.h"

namespace usher::app {

// The HTTP port, with what providers.h says that comes back over it.
class WebFront {
 public:
  // Errors of web::HttpServer::Start(). `ready` is asked on a thread of its own.
  static absl::StatusOr<std::unique_ptr<WebFront>> Start(
      const std::string& listen, const Providers& providers,
      std::shared_ptr<messages::FeedbackPort> feedback, std::function<bool()> ready);

  const std::string& address() const { return server_->address(); }
  // Answers what has arrived, and finishes reports under way; ends both after `grace`.
  void Shutdown(absl::Duration grace);

 private:
  explicit WebFront(web::SiteConfig config) : site_(std::move(config)) {}

  web::Site site_;
  std::unique_ptr<web::HttpServer> server_;
};

}  // namespace usher::app
