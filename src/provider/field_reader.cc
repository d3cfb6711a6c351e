#include "provider/field_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <unistd.h>

#include "yaml/path.h"

namespace usher::provider {
namespace {

constexpr int kRangesMax = 64;

}  // namespace

bool IsUrl(absl::string_view url, absl::string_view scheme) {
  const std::string start = absl::StrCat(scheme, "://");
  if (!absl::StartsWith(url, start) || url.size() == start.size()) return false;
  const absl::string_view rest = url.substr(start.size());
  const absl::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.empty() || absl::StrContains(authority, "@")) return false;
  return std::all_of(url.begin(), url.end(), [](unsigned char c) {
    return absl::ascii_isgraph(c) && c != '<' && c != '>' && c != '"';
  });
}

bool IsHost(absl::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == ':' || c == '[' ||
           c == ']';
  });
}

void FieldReader::Fail(absl::string_view field, std::string message) {
  problems_.push_back({field.empty() ? path_ : yaml::FieldPath(path_, field), std::move(message)});
}

absl::Duration FieldReader::ReadDuration(absl::string_view field, bool given,
                                         const google::protobuf::Duration& value,
                                         absl::Duration otherwise, absl::Duration min) {
  if (!given) return otherwise;
  const absl::Duration duration = absl::Seconds(value.seconds()) + absl::Nanoseconds(value.nanos());
  const absl::Duration max = absl::Hours(24 * 365);
  if (duration < min || duration > max) {
    Fail(field, absl::StrCat(absl::FormatDuration(duration), ": must be from ",
                             absl::FormatDuration(min), " to 365d"));
  }
  return duration;
}

int FieldReader::ReadCount(absl::string_view field, std::uint32_t value, std::uint32_t min,
                           std::uint32_t max) {
  if (value < min || value > max) {
    Fail(field, absl::StrCat(value, ": must be from ", min, " to ", max));
  }
  return static_cast<int>(std::min(value, max));
}

std::shared_ptr<SecretFile> FieldReader::ReadSecret(absl::string_view field,
                                                    const std::string& path) {
  auto file = SecretFile::Open(path);
  if (file.ok()) return *std::move(file);
  Fail(field, std::string(file.status().message()));
  return nullptr;
}

void FieldReader::ReadCaFile(absl::string_view field, const std::string& path) {
  if (!path.empty() && access(path.c_str(), R_OK) != 0) {
    Fail(field, absl::StrCat(path, ": cannot be read"));
  }
}

std::vector<AddressRange> FieldReader::ReadRanges(
    absl::string_view field, const google::protobuf::RepeatedPtrField<std::string>& list) {
  if (list.size() > kRangesMax) Fail(field, absl::StrCat("at most ", kRangesMax, " ranges"));
  std::vector<AddressRange> ranges;
  for (int i = 0; i < list.size(); ++i) {
    const auto range = ParseAddressRange(list[i]);
    if (range.ok()) {
      ranges.push_back(*range);
    } else {
      Fail(absl::StrCat(field, "[", i, "]"), std::string(range.status().message()));
    }
  }
  return ranges;
}

}  // namespace usher::provider
