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

}  // namespace
}  // namespace usher::base
