#include "app/web_front.h"

#include <utility>

#include "absl/time/clock.h"

namespace usher::app {

absl::StatusOr<std::unique_ptr<WebFront>> WebFront::Start(
    const std::string& listen, const Providers& providers,
    std::shared_ptr<messages::FeedbackPort> feedback, std::function<bool()> ready) {
  web::SiteConfig config;
  config.feedback = std::move(feedback);
  config.links = providers.links;
  config.hooks = providers.hooks;
  config.ready = std::move(ready);
  std::unique_ptr<WebFront> front(new WebFront(std::move(config)));
  web::HttpServerConfig server;
  server.listen = listen;
  auto started = web::HttpServer::Start(
      server, [site = &front->site_](const web::WebRequest& request,
                                     const std::shared_ptr<web::Exchange>& exchange) {
        site->Handle(request, exchange);
      });
  if (!started.ok()) return started.status();
  front->server_ = *std::move(started);
  return front;
}

void WebFront::Shutdown(absl::Duration grace) {
  const absl::Time end = absl::Now() + grace;
  server_->Shutdown(grace);
  site_.Drain(std::max(absl::ZeroDuration(), end - absl::Now()));
}

}  // namespace usher::app
