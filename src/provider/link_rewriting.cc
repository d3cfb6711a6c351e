#include "provider/link_rewriting.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace usher::provider {
namespace {

constexpr absl::string_view kWhiteSpace = " \t\r\n\f";

bool IsWeb(absl::string_view url) {
  return absl::StartsWithIgnoreCase(url, "https://") || absl::StartsWithIgnoreCase(url, "http://");
}

std::string Decoded(absl::string_view value) {
  return absl::StrReplaceAll(value, {{"&amp;", "&"}, {"&#38;", "&"}, {"&#x26;", "&"}});
}

std::string Encoded(absl::string_view value) {
  return absl::StrReplaceAll(value, {{"&", "&amp;"}, {"\"", "&quot;"}});
}

// Walks over HTML from the left. What has been walked over is copied; what is rewritten is not.
class HtmlWalk {
 public:
  HtmlWalk(absl::string_view html, RewriteUrl rewrite) : rest_(html), rewrite_(rewrite) {}

  std::string Rewritten() {
    while (!rest_.empty()) {
      CopyTo(rest_.find('<'));
      if (absl::StartsWith(rest_, "<!--")) {
        const std::size_t end = rest_.find("-->", 4);
        CopyTo(end == absl::string_view::npos ? end : end + 3);
      } else if (IsLinkTag()) {
        Attributes();
      } else if (!rest_.empty()) {
        CopyTo(1);
      }
    }
    return std::move(out_);
  }

 private:
  void CopyTo(std::size_t end) {
    const absl::string_view copied = rest_.substr(0, end);
    absl::StrAppend(&out_, copied);
    rest_.remove_prefix(copied.size());
  }

  bool IsLinkTag() {
    for (const absl::string_view tag : {"<a", "<area"}) {
      if (absl::StartsWithIgnoreCase(rest_, tag) && rest_.size() > tag.size() &&
          absl::StrContains(kWhiteSpace, rest_.substr(tag.size(), 1))) {
        CopyTo(tag.size());
        return true;
      }
    }
    return false;
  }

  // Up to the end of the tag.
  void Attributes() {
    while (!rest_.empty() && rest_[0] != '>') {
      const std::size_t name_end = rest_.find_first_of(" \t\r\n\f=>");
      const absl::string_view name = rest_.substr(0, name_end);
      const bool is_link = absl::EqualsIgnoreCase(name, "href");
      if (name.empty() && rest_[0] != '=') {
        CopyTo(1);
        continue;
      }
      CopyTo(name.size());
      CopyTo(rest_.find_first_not_of(kWhiteSpace));
      if (!absl::StartsWith(rest_, "=")) continue;
      CopyTo(1);
      CopyTo(rest_.find_first_not_of(kWhiteSpace));
      Value(is_link);
    }
  }

  void Value(bool is_link) {
    if (rest_.empty()) return;
    const bool quoted = rest_[0] == '"' || rest_[0] == '\'';
    const std::size_t start = quoted ? 1 : 0;
    const std::size_t end = quoted ? rest_.find(rest_[0], 1) : rest_.find_first_of(" \t\r\n\f>");
    if (end == absl::string_view::npos) return CopyTo(end);
    const std::string url = Decoded(absl::StripAsciiWhitespace(rest_.substr(start, end - start)));
    if (is_link && IsWeb(url)) {
      absl::StrAppend(&out_, "\"", Encoded(rewrite_(url)), "\"");
      rest_.remove_prefix(end + start);
    } else {
      CopyTo(end + start);
    }
  }

  absl::string_view rest_;
  const RewriteUrl rewrite_;
  std::string out_;
};

// The URL that `text` begins with.
absl::string_view UrlAt(absl::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && absl::ascii_isgraph(static_cast<unsigned char>(text[end])) &&
         !absl::StrContains("<>\"", text.substr(end, 1))) {
    ++end;
  }
  absl::string_view url = text.substr(0, end);
  while (!url.empty() && (absl::StrContains(".,;:!?'*_]}", url.substr(url.size() - 1)) ||
                          (url.back() == ')' && !absl::StrContains(url, "(")))) {
    url.remove_suffix(1);
  }
  return url;
}

}  // namespace

std::string RewriteHtmlLinks(absl::string_view html, RewriteUrl rewrite) {
  return HtmlWalk(html, rewrite).Rewritten();
}

std::string RewriteTextLinks(absl::string_view text, RewriteUrl rewrite) {
  std::string out;
  bool inside_word = false;
  while (!text.empty()) {
    if (!inside_word && IsWeb(text)) {
      const absl::string_view url = UrlAt(text);
      absl::StrAppend(&out, rewrite(url));
      text.remove_prefix(url.size());
      inside_word = false;
      continue;
    }
    inside_word = absl::ascii_isalnum(static_cast<unsigned char>(text[0]));
    out.push_back(text[0]);
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace usher::provider
