#include "web/one_click.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "base/form_text.h"

namespace usher::web {
namespace {

constexpr absl::string_view kName = "List-Unsubscribe";
constexpr absl::string_view kValue = "One-Click";

// The parameter of a content type; "" where there is none.
std::string BoundaryOf(absl::string_view type) {
  const std::size_t at = absl::AsciiStrToLower(type).find("boundary=");
  if (at == std::string::npos) return "";
  absl::string_view boundary = type.substr(at + absl::string_view("boundary=").size());
  if (absl::ConsumePrefix(&boundary, "\"")) {
    return std::string(boundary.substr(0, boundary.find('"')));
  }
  return std::string(boundary.substr(0, boundary.find_first_of("; ")));
}

// One part of multipart/form-data (RFC 7578): headers, an empty line, the value.
bool IsOneClickPart(absl::string_view part) {
  const std::size_t end = part.find("\r\n\r\n");
  if (end == absl::string_view::npos) return false;
  const std::string headers = absl::AsciiStrToLower(part.substr(0, end));
  const std::string name = absl::AsciiStrToLower(kName);
  return absl::StrContains(headers, "content-disposition:") &&
         (absl::StrContains(headers, absl::StrCat("name=\"", name, "\"")) ||
          absl::StrContains(headers, absl::StrCat("name=", name))) &&
         absl::StripAsciiWhitespace(part.substr(end)) == kValue;
}

bool IsOneClickMultipart(absl::string_view body, const std::string& boundary) {
  if (boundary.empty()) return false;
  const std::string line = absl::StrCat("--", boundary);
  std::size_t at = body.find(line);
  while (at != absl::string_view::npos) {
    body.remove_prefix(at + line.size());
    at = body.find(line);
    if (IsOneClickPart(body.substr(0, at))) return true;
  }
  return false;
}

}  // namespace

bool IsOneClick(const messages::WebRequest& request) {
  const absl::string_view type = request.Header("content-type");
  if (absl::StartsWithIgnoreCase(type, "multipart/form-data")) {
    return IsOneClickMultipart(request.body, BoundaryOf(type));
  }
  return base::FormField(base::ParseForm(request.body, 16), kName) == kValue;
}

}  // namespace usher::web
