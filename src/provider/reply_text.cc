#include "provider/reply_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace usher::provider {
namespace {

constexpr std::size_t kBytesMax = 200;

}  // namespace

std::string ReplyText(absl::string_view text) {
  std::string line(text.substr(0, kBytesMax));
  std::transform(line.begin(), line.end(), line.begin(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return '?';
    return absl::ascii_isprint(byte) ? c : ' ';
  });
  absl::StripTrailingAsciiWhitespace(&line);
  return line;
}

}  // namespace usher::provider
