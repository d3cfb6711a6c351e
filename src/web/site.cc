#include "web/site.h"

#include <utility>

#include "absl/strings/strip.h"

namespace usher::web {
namespace {

WebReply Plain(int status, const char* text) {
  WebReply reply;
  reply.status = status;
  reply.body = text;
  return reply;
}

}  // namespace

Site::Site(SiteConfig config)
    : ready_(std::move(config.ready)),
      reporter_(std::make_shared<Reporter>(config.feedback, config.reporter)),
      links_(std::move(config.links), reporter_, config.now, config.click_wait),
      hooks_(std::move(config.hooks), std::move(config.feedback), config.now) {}

void Site::Handle(const WebRequest& request, const std::shared_ptr<Exchange>& exchange) const {
  absl::string_view path = request.path;
  if (absl::ConsumePrefix(&path, "/u/")) return links_.Unsubscribe(path, request, exchange);
  if (absl::ConsumePrefix(&path, "/c/")) return links_.Follow(path, request, exchange);
  if (absl::ConsumePrefix(&path, "/hooks/")) return hooks_.Handle(path, request, exchange);
  if (absl::ConsumePrefix(&path, "/o/") && absl::ConsumeSuffix(&path, ".gif")) {
    return links_.Open(path, request, exchange);
  }
  if (path == "/healthz") return exchange->Reply(Plain(200, "alive\n"));
  if (path == "/readyz") {
    return exchange->Reply(ready_() ? Plain(200, "ready\n") : Plain(503, "not ready\n"));
  }
  exchange->Reply(Plain(404, "there is nothing here\n"));
}

void Site::Drain(absl::Duration grace) { reporter_->Drain(grace); }

}  // namespace usher::web
