#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::base {

// How a text message travels and what it costs: carriers charge for each segment.
struct SmsSize {
  enum class Encoding {
    kGsm7,  // the GSM 7-bit default alphabet: 160 characters, or 153 in each of several segments
    kUcs2,  // everything else: 70 characters, or 67 in each of several segments
  };

  Encoding encoding = Encoding::kGsm7;
  // Septets or UTF-16 code units. The characters ^ { } \ [ ~ ] | and € take two septets, emoji two
  // code units.
  std::size_t units = 0;
  std::size_t segments = 0;  // 0 for an empty text
  // The first character that GSM-7 lacks, which makes the message UCS-2; empty for GSM-7.
  std::string forced_by;
};

// `text` is UTF-8. What takes two units is never divided between two segments.
SmsSize MeasureSms(absl::string_view text);

// A text message as it travels, without headers.
struct SmsSegments {
  SmsSize::Encoding encoding = SmsSize::Encoding::kGsm7;
  // As many as MeasureSms() counts. GSM-7: a septet in each byte; UCS-2: UTF-16, big-endian.
  std::vector<std::string> segments;
};

// `text` is UTF-8.
SmsSegments SplitSms(absl::string_view text);

// The inverse, for what comes from telephones: septets in bytes, bytes of Latin-1, big-endian
// UTF-16. What stands for no character becomes U+FFFD; the text is UTF-8.
std::string TextOfGsm7(absl::string_view septets);
std::string TextOfLatin1(absl::string_view bytes);
std::string TextOfUcs2(absl::string_view bytes);

// "GSM-7" or "UCS-2".
absl::string_view SmsEncodingName(SmsSize::Encoding encoding);

}  // namespace usher::base
