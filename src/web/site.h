#pragma once

#include <functional>
#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "messages/feedback_port.h"
#include "messages/link_port.h"
#include "web/hook_route.h"
#include "web/http_server.h"
#include "web/link_routes.h"
#include "web/reporter.h"

namespace usher::web {

struct SiteConfig {
  std::shared_ptr<messages::FeedbackPort> feedback;
  std::shared_ptr<messages::LinkPort> links;  // null: no links
  Hooks hooks;
  std::function<bool()> ready;                                   // whether customers can be served
  std::function<absl::Time()> now = [] { return absl::Now(); };  // real time
  absl::Duration click_wait = absl::Milliseconds(300);
  ReporterConfig reporter;
};

// What the gateway serves over HTTP. Paths: /u/, /c/ and /o/ of links in messages, /hooks/ of
// providers, /healthz and /readyz. Thread-safe.
class Site {
 public:
  explicit Site(SiteConfig config);

  void Handle(const WebRequest& request, const std::shared_ptr<Exchange>& exchange) const;
  // Waits for reports under way, but no longer than `grace`. Goes after the server's shutdown.
  void Drain(absl::Duration grace);

 private:
  const std::function<bool()> ready_;
  const std::shared_ptr<Reporter> reporter_;
  const LinkRoutes links_;
  const HookRoute hooks_;
};

}  // namespace usher::web
