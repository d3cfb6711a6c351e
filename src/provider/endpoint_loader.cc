#include "provider/endpoint_loader.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::provider {

void LoadEndpoint(const std::string& field, const config::v1::Endpoint& endpoint,
                  FieldReader& reader, std::string* url, std::string* ca_file,
                  std::vector<AddressRange>* allow_private) {
  if (!endpoint.url().empty()) {
    const bool good = (IsUrl(endpoint.url(), "https") || IsUrl(endpoint.url(), "http")) &&
                      !absl::StrContains(endpoint.url(), "?") &&
                      !absl::StrContains(endpoint.url(), "#");
    if (!good) {
      reader.Fail(absl::StrCat(field, ".url"),
                  absl::StrCat("\"", endpoint.url(), "\": expected a URL such as ", *url));
    }
    *url = std::string(absl::StripSuffix(endpoint.url(), "/"));
  }
  *ca_file = endpoint.ca_file();
  reader.ReadCaFile(absl::StrCat(field, ".ca_file"), endpoint.ca_file());
  *allow_private =
      reader.ReadRanges(absl::StrCat(field, ".allow_private"), endpoint.allow_private());
}

}  // namespace usher::provider
