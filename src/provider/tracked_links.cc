#include "provider/tracked_links.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "provider/field_reader.h"
#include "provider/link_rewriting.h"
#include "provider/link_token.h"

namespace usher::provider {
namespace {

// Before </body>, so that the document stays well-formed.
std::string WithImage(const std::string& html, absl::string_view url) {
  const std::string image =
      absl::StrCat("<img src=\"", url, "\" width=\"1\" height=\"1\" alt=\"\">");
  const std::size_t end = absl::AsciiStrToLower(html).rfind("</body");
  const std::size_t at = end == std::string::npos ? html.size() : end;
  return absl::StrCat(html.substr(0, at), image, html.substr(at));
}

}  // namespace

TrackedLinks::TrackedLinks(std::string base_url, std::shared_ptr<SecretFile> keys, bool opens)
    : base_url_(std::move(base_url)), keys_(std::move(keys)), opens_(opens) {}

journey::Message TrackedLinks::Track(journey::Message message) const {
  if (message.customer.name().size() > kLinkCustomerBytesMax) return message;
  const std::string key = keys_->Get().front();
  LinkToken token{LinkToken::Kind::kClick, message.channel, message.customer, message.send_id, ""};
  const auto wrap = [&](absl::string_view url) {
    const bool tracked = (IsUrl(url, "https") || IsUrl(url, "http")) &&
                         url.size() <= kLinkUrlBytesMax &&
                         !absl::StartsWith(url, absl::StrCat(base_url_, "/"));
    if (!tracked) return std::string(url);
    token.url = std::string(url);
    return absl::StrCat(base_url_, "/c/", WriteLinkToken(token, key));
  };
  for (auto& [part, text] : message.content) {
    if (part == "html") {
      text = RewriteHtmlLinks(text, wrap);
      if (!opens_) continue;
      LinkToken look = token;
      look.kind = LinkToken::Kind::kOpen;
      look.url.clear();
      text = WithImage(text, absl::StrCat(base_url_, "/o/", WriteLinkToken(look, key), ".gif"));
    } else if (part == "text") {
      text = RewriteTextLinks(text, wrap);
    } else if (part == "link" || part == "deep_link") {
      text = wrap(text);
    }
  }
  return message;
}

}  // namespace usher::provider
