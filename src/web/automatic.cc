#include "web/automatic.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace usher::web {
namespace {

// Parts of the User-Agent, in lower case.
constexpr absl::string_view kPrograms[] = {
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "facebookexternalhit",
    "facebookcatalog",
    "whatsapp/",
    "skypeuri",
    "google-safety",
    "googleimageproxy",
    "google-read-aloud",
    "barracuda",
    "mimecast",
    "proofpoint",
    "symantec",
    "trendmicro",
    "fortinet",
    "sophos",
    "scanner",
    "monitor",
    "headlesschrome",
    "phantomjs",
    "curl/",
    "wget/",
    "python-",
    "aiohttp",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "libwww",
    "node-fetch",
    "axios/",
    "undici",
    "ruby",
};

bool IsPrefetch(absl::string_view purpose) {
  return absl::StrContains(absl::AsciiStrToLower(purpose), "pre");
}

}  // namespace

bool IsAutomatic(const messages::WebRequest& request) {
  if (request.method == "HEAD") return true;
  for (const absl::string_view header : {"purpose", "sec-purpose", "x-purpose", "x-moz"}) {
    if (IsPrefetch(request.Header(header))) return true;
  }
  const std::string agent = absl::AsciiStrToLower(request.Header("user-agent"));
  return agent.empty() ||
         std::any_of(std::begin(kPrograms), std::end(kPrograms),
                     [&](absl::string_view program) { return absl::StrContains(agent, program); });
}

}  // namespace usher::web
