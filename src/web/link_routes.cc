#include "web/link_routes.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "web/automatic.h"
#include "web/one_click.h"
#include "web/pages.h"

namespace usher::web {
namespace {

constexpr std::size_t kTokenBytesMax = 4'096;

// One transparent dot.
constexpr char kPixel[] =
    "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

// Reports of one link are told apart by `when`, or are one.
std::string ReportId(absl::string_view what, absl::string_view token, absl::string_view when) {
  const base::Digest digest = base::DigestFields({what, token, when});
  return absl::StrCat(what, ":", base::ToHex({digest.data(), digest.size()}));
}

std::string Minute(absl::Time time) { return absl::StrCat(absl::ToUnixSeconds(time) / 60); }

bool IsGet(const WebRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

WebReply AfterUnsubscribing(const absl::Status& status, const std::string& language) {
  if (status.ok()) return PageReply(Page::kDone, 200, language);
  if (absl::IsNotFound(status)) return PageReply(Page::kNoSuchLink, 404, language);
  WebReply reply = PageReply(Page::kAgainLater, 503, language);
  reply.headers.emplace_back("Retry-After", "60");
  return reply;
}

WebReply Redirect(const std::string& target) {
  WebReply reply;
  reply.status = 302;
  reply.headers = {{"Location", target}};
  return reply;
}

WebReply Pixel() {
  WebReply reply;
  reply.type = "image/gif";
  reply.body = std::string(kPixel, sizeof(kPixel) - 1);
  return reply;
}

}  // namespace

WebReply MethodNotAllowed(const char* allowed) {
  WebReply reply;
  reply.status = 405;
  reply.body = absl::StrCat("expected ", allowed, "\n");
  reply.headers = {{"Allow", allowed}};
  return reply;
}

LinkRoutes::LinkRoutes(std::shared_ptr<messages::LinkPort> links,
                       std::shared_ptr<Reporter> reporter, std::function<absl::Time()> now,
                       absl::Duration click_wait)
    : links_(std::move(links)),
      reporter_(std::move(reporter)),
      now_(std::move(now)),
      click_wait_(click_wait) {}

absl::StatusOr<messages::Feedback> LinkRoutes::ReadToken(Read read, absl::string_view token) const {
  if (links_ == nullptr || token.empty() || token.size() > kTokenBytesMax) {
    return absl::NotFoundError("no such link");
  }
  return (links_.get()->*read)(token);
}

void LinkRoutes::Unsubscribe(absl::string_view token, const WebRequest& request,
                             const std::shared_ptr<Exchange>& exchange) const {
  const std::string language(request.Header("accept-language"));
  auto wish = ReadToken(&messages::LinkPort::ReadUnsubscribe, token);
  if (!wish.ok()) {
    exchange->Reply(PageReply(Page::kNoSuchLink, 404, language));
  } else if (IsGet(request)) {
    // Whatever fetches links must not unsubscribe anybody.
    exchange->Reply(PageReply(Page::kConfirm, 200, language));
  } else if (request.method != "POST") {
    exchange->Reply(MethodNotAllowed("GET, HEAD, POST"));
  } else if (!IsOneClick(request)) {
    WebReply reply;
    reply.status = 400;
    reply.body = "expected the body List-Unsubscribe=One-Click\n";
    exchange->Reply(std::move(reply));
  } else {
    // Whoever gives consent again may withdraw it again by the same link.
    wish->id = ReportId("unsubscribe", token, Minute(now_()));
    reporter_->Report(*std::move(wish), [exchange, language](const absl::Status& status) {
      exchange->Reply(AfterUnsubscribing(status, language));
    });
  }
}

void LinkRoutes::Follow(absl::string_view token, const WebRequest& request,
                        const std::shared_ptr<Exchange>& exchange) const {
  auto click = ReadToken(&messages::LinkPort::ReadClick, token);
  if (!click.ok()) {
    exchange->Reply(PageReply(Page::kNoSuchLink, 404, request.Header("accept-language")));
  } else if (!IsGet(request)) {
    exchange->Reply(MethodNotAllowed("GET, HEAD"));
  } else if (IsAutomatic(request)) {
    exchange->Reply(Redirect(click->link));
  } else {
    const std::string target = click->link;
    click->id = ReportId("click", token, Minute(now_()));
    exchange->ReplyAfter(click_wait_, Redirect(target));
    reporter_->Report(*std::move(click), [exchange, target](const absl::Status& /*status*/) {
      exchange->Reply(Redirect(target));
    });
  }
}

void LinkRoutes::Open(absl::string_view token, const WebRequest& request,
                      const std::shared_ptr<Exchange>& exchange) const {
  auto look = ReadToken(&messages::LinkPort::ReadOpen, token);
  if (!look.ok()) {
    exchange->Reply(PageReply(Page::kNoSuchLink, 404, request.Header("accept-language")));
    return;
  }
  if (!IsGet(request)) {
    exchange->Reply(MethodNotAllowed("GET, HEAD"));
    return;
  }
  exchange->Reply(Pixel());
  // Mail programs fetch images through proxies, so only the method counts.
  if (request.method != "GET") return;
  look->id = ReportId("open", token, "");
  reporter_->Report(*std::move(look), [](const absl::Status& /*status*/) {});
}

}  // namespace usher::web
