#include "base/sms.h"

#include "gtest/gtest.h"

namespace usher::base {
namespace {

std::string Repeat(absl::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out.append(text.data(), text.size());
  return out;
}

// "GSM-7 160/1"
std::string Measured(absl::string_view text) {
  const SmsSize size = MeasureSms(text);
  return std::string(SmsEncodingName(size.encoding)) + " " + std::to_string(size.units) + "/" +
         std::to_string(size.segments);
}

TEST(SmsTest, AnEmptyTextIsNoMessage) { EXPECT_EQ(Measured(""), "GSM-7 0/0"); }

TEST(SmsTest, OneSegmentHolds160Septets) {
  EXPECT_EQ(Measured(Repeat("a", 160)), "GSM-7 160/1");
  EXPECT_EQ(Measured(Repeat("a", 161)), "GSM-7 161/2");
}

TEST(SmsTest, SeveralSegmentsHold153SeptetsEach) {
  EXPECT_EQ(Measured(Repeat("a", 306)), "GSM-7 306/2");
  EXPECT_EQ(Measured(Repeat("a", 307)), "GSM-7 307/3");
}

TEST(SmsTest, TheAlphabetHasUmlautsAndGreekCapitals) {
  EXPECT_EQ(Measured("Grüße für Ödön, Ärzte: Ñandú Ω @£$¥\r\n"), "UCS-2 37/1");
  EXPECT_EQ(MeasureSms("Grüße für Ödön, Ñandú").forced_by, "ú");
  EXPECT_EQ(Measured("Grüße für Ödön, Ärzte: Ω @£$¥\r\n"), "GSM-7 31/1");
}

TEST(SmsTest, TheExtensionTakesTwoSeptets) {
  EXPECT_EQ(Measured("[€]"), "GSM-7 6/1");
  EXPECT_EQ(Measured(Repeat("€", 80)), "GSM-7 160/1");
  EXPECT_EQ(Measured(Repeat("€", 81)), "GSM-7 162/2");
}

TEST(SmsTest, APairIsNeverDivided) {
  // 152 septets and a pair do not fit into 153.
  EXPECT_EQ(Measured(Repeat("a", 152) + "€" + Repeat("a", 152)), "GSM-7 306/3");
  EXPECT_EQ(Measured(Repeat("a", 151) + "€" + Repeat("a", 153)), "GSM-7 306/2");
}

TEST(SmsTest, OtherCharactersTakeSixteenBits) {
  EXPECT_EQ(Measured(Repeat("ж", 70)), "UCS-2 70/1");
  EXPECT_EQ(Measured(Repeat("ж", 71)), "UCS-2 71/2");
  EXPECT_EQ(Measured(Repeat("ж", 134)), "UCS-2 134/2");
  EXPECT_EQ(Measured(Repeat("ж", 135)), "UCS-2 135/3");
  EXPECT_EQ(MeasureSms("abcжd").forced_by, "ж");
}

TEST(SmsTest, EmojiTakeTwoUnitsThatStayTogether) {
  EXPECT_EQ(Measured("😀"), "UCS-2 2/1");
  EXPECT_EQ(Measured(Repeat("😀", 35)), "UCS-2 70/1");
  // 33 of them in each segment of 67 units.
  EXPECT_EQ(Measured(Repeat("😀", 66)), "UCS-2 132/2");
  EXPECT_EQ(Measured(Repeat("😀", 67)), "UCS-2 134/3");
}

TEST(SmsTest, ANoBreakSpaceIsNotInTheAlphabet) {
  EXPECT_EQ(MeasureSms("5\u00A0€").encoding, SmsSize::Encoding::kUcs2);
}

TEST(SmsTest, SegmentsOfGsm7HoldASeptetInEachByte) {
  const SmsSegments split = SplitSms("@Aä€\n");
  EXPECT_EQ(split.encoding, SmsSize::Encoding::kGsm7);
  ASSERT_EQ(split.segments.size(), 1U);
  EXPECT_EQ(split.segments[0], std::string("\x00\x41\x7B\x1B\x65\x0A", 6));
}

TEST(SmsTest, TheExtensionHasItsCodes) {
  EXPECT_EQ(SplitSms("\f^{}\\[~]|€").segments.at(0),
            "\x1B\x0A\x1B\x14\x1B\x28\x1B\x29\x1B\x2F\x1B\x3C\x1B\x3D\x1B\x3E\x1B\x40\x1B\x65");
}

TEST(SmsTest, SegmentsOfUcs2AreUtf16) {
  const SmsSegments split = SplitSms("жA😀");
  EXPECT_EQ(split.encoding, SmsSize::Encoding::kUcs2);
  ASSERT_EQ(split.segments.size(), 1U);
  EXPECT_EQ(split.segments[0], std::string("\x04\x36\x00\x41\xD8\x3D\xDE\x00", 8));
}

TEST(SmsTest, WhatTakesTwoUnitsIsInOneSegment) {
  const SmsSegments euros = SplitSms(Repeat("a", 152) + "€" + Repeat("a", 152));
  ASSERT_EQ(euros.segments.size(), 3U);
  EXPECT_EQ(euros.segments[0], Repeat("a", 152));
  EXPECT_EQ(euros.segments[1], "\x1B\x65" + Repeat("a", 151));
  const SmsSegments emoji = SplitSms(Repeat("ж", 66) + "😀" + Repeat("ж", 10));
  ASSERT_EQ(emoji.segments.size(), 2U);
  EXPECT_EQ(emoji.segments[0].size(), 66U * 2);
  EXPECT_EQ(emoji.segments[1].substr(0, 4), std::string("\xD8\x3D\xDE\x00", 4));
}

TEST(SmsTest, ThereAreAsManySegmentsAsAreCounted) {
  const char* const characters[] = {"a", "€", "ж", "😀", "\xFF", "\xF7\xBF\xBF\xBF", "ß"};
  std::uint32_t seed = 1;
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int length = i * 2; length > 0; --length) {
      seed = seed * 1664525 + 1013904223;
      // Texts of GSM-7 alone, of two characters, and of all.
      const int kinds = i % 3 == 0 ? 2 : 7;
      text += characters[(seed >> 16) % static_cast<unsigned>(kinds)];
    }
    const SmsSize size = MeasureSms(text);
    const SmsSegments split = SplitSms(text);
    ASSERT_EQ(split.segments.size(), size.segments) << text;
    std::size_t bytes = 0;
    for (const std::string& segment : split.segments) {
      EXPECT_LE(segment.size(), size.segments == 1 ? 160U : 153U);
      bytes += segment.size();
    }
    EXPECT_EQ(bytes, size.units * (size.encoding == SmsSize::Encoding::kGsm7 ? 1 : 2));
  }
}

}  // namespace
}  // namespace usher::base
