#include "liquid/text_case.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "absl/strings/ascii.h"

#include "liquid/case_ranges.h"
#include "liquid/characters.h"

namespace usher::liquid {
namespace {

template <std::size_t kCount>
std::uint32_t Convert(const CaseRange (&ranges)[kCount], std::uint32_t letter) {
  const CaseRange* range = std::upper_bound(
      std::begin(ranges), std::end(ranges), letter,
      [](std::uint32_t code, const CaseRange& candidate) { return code < candidate.first; });
  // Letters of the two alternating cases stand between one another's.
  for (int i = 0; i < 2 && range != std::begin(ranges); ++i) {
    --range;
    if (letter <= range->last && (letter - range->first) % range->step == 0) {
      return static_cast<std::uint32_t>(static_cast<std::int32_t>(letter) + range->distance);
    }
  }
  return letter;
}

// Capitals of more than one letter.
absl::string_view LongCapital(std::uint32_t letter) {
  static constexpr absl::string_view kLigatures[] = {"FF", "FI", "FL", "FFI", "FFL", "ST", "ST"};
  if (letter == 0xDF) return "SS";
  if (letter == 0x149) return "ʼN";
  if (letter >= 0xFB00 && letter <= 0xFB06) return kLigatures[letter - 0xFB00];
  return "";
}

template <class AsciiCase, class Case>
std::string ConvertText(absl::string_view text, AsciiCase ascii_case, Case convert) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto byte = static_cast<unsigned char>(text[0]);
    if (byte < 0x80) {
      out.push_back(ascii_case(byte));
      text.remove_prefix(1);
      continue;
    }
    const absl::string_view before = text;
    const std::uint32_t letter = TakeCharacter(&text);
    const std::size_t size = before.size() - text.size();
    if (size == 1) {
      out.push_back(before[0]);  // not UTF-8
    } else {
      convert(letter, &out);
    }
  }
  return out;
}

}  // namespace

std::string ToUpper(absl::string_view text) {
  return ConvertText(text, absl::ascii_toupper, [](std::uint32_t letter, std::string* out) {
    const absl::string_view capital = LongCapital(letter);
    out->append(capital.data(), capital.size());
    if (capital.empty()) AppendCharacter(Convert(kToUpper, letter), out);
  });
}

std::string ToLower(absl::string_view text) {
  return ConvertText(text, absl::ascii_tolower, [](std::uint32_t letter, std::string* out) {
    // The one capital whose small letter is two characters: a dotted I.
    if (letter == 0x130) {
      out->append("i̇");
    } else {
      AppendCharacter(Convert(kToLower, letter), out);
    }
  });
}

}  // namespace usher::liquid
