// What telephones write, and in which parts.

#include "provider/smpp_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

SmppDeliver Said(absl::string_view hex, int coding, int esm_class = 0) {
  SmppDeliver deliver;
  deliver.text = absl::HexStringToBytes(hex);
  deliver.data_coding = coding;
  deliver.esm_class = esm_class;
  return deliver;
}

TEST(SmppTextTest, IsReadInItsAlphabet) {
  const auto text = [](absl::string_view hex, int coding, int esm_class = 0) {
    return SmppTextOf(SmppBytesOf(Said(hex, coding, esm_class)), coding);
  };
  EXPECT_EQ(text("537d617f", 0x00), "Sñaà");
  EXPECT_EQ(text("1b65", 0x00), "€");
  EXPECT_EQ(text("1b", 0x00), "\uFFFD");
  EXPECT_EQ(text("537d617f", 0xF0), "Sñaà");
  EXPECT_EQ(text("53fc", 0x03), "Sü");
  EXPECT_EQ(text("042104220041", 0x08), "СТA");
  EXPECT_EQ(text("d83dde00", 0x08), "😀");
  EXPECT_EQ(text("d83d0041", 0x08), "\uFFFDA");
  EXPECT_EQ(text("004100", 0x18), "A\uFFFD");
  EXPECT_EQ(text("0500030102014869", 0x00, 0x40), "Hi") << "without the header of a part";
  EXPECT_EQ(text("ff48", 0x00, 0x40), "");
  EXPECT_EQ(text("", 0x00, 0x40), "");
  EXPECT_EQ(text("4869", 0x04), "");
}

// "series total/number", or "" for what is whole.
std::string PartText(const SmppDeliver& deliver) {
  const auto part = SmppPartOf(deliver);
  if (!part) return "";
  return absl::StrCat(absl::Hex(part->series), " ", part->total, "/", part->number);
}

TEST(SmppTextTest, PartsAreToldByTheHeader) {
  const auto part = [](absl::string_view hex) { return PartText(Said(hex, 0, 0x40)); };
  EXPECT_EQ(part("0500030102014869"), "100000001 2/1");
  EXPECT_EQ(part("060804010302014869"), "200000103 2/1");
  EXPECT_EQ(part("0b05040b8423f000032a0302"), "10000002a 3/2") << "after ports";
  EXPECT_EQ(part("0500030101014869"), "") << "one of one";
  EXPECT_EQ(part("0500030102004869"), "") << "numbers begin with 1";
  EXPECT_EQ(part("0500030102034869"), "") << "the third of two";
  EXPECT_EQ(part("0500030002014869").empty(), false);
  EXPECT_EQ(part("0500020102014869"), "") << "of another length";
  EXPECT_EQ(part("05000f0102014869"), "") << "longer than the header";
  EXPECT_EQ(part("ff00030102014869"), "") << "longer than the text";
  EXPECT_EQ(part("00"), "");
  EXPECT_EQ(part(""), "");
  EXPECT_EQ(PartText(Said("0500030102014869", 0)), "") << "no header";
}

TEST(SmppTextTest, PartsAreToldByParametersElse) {
  SmppDeliver deliver = Said("4869", 0);
  deliver.sar_reference = 0xFFFF;
  deliver.sar_total = 2;
  EXPECT_EQ(PartText(deliver), "");
  deliver.sar_number = 2;
  EXPECT_EQ(PartText(deliver), "30000ffff 2/2");
}

TEST(SmppTextTest, AnyHeaderIsReadWithoutHarm) {
  std::uint32_t seed = 3;
  for (int i = 0; i < 20'000; ++i) {
    SmppDeliver deliver = Said("0b05040b8423f000032a03024869", 0, 0x40);
    for (int change = 0; change < 3; ++change) {
      seed = seed * 1664525 + 1013904223;
      deliver.text[(seed >> 8) % deliver.text.size()] = static_cast<char>(seed >> 24);
    }
    deliver.text.resize((seed >> 16) % 15);
    const auto part = SmppPartOf(deliver);
    EXPECT_TRUE(!part || (part->total >= 2 && part->number >= 1 && part->number <= part->total));
    EXPECT_LE(SmppBytesOf(deliver).size(), deliver.text.size());
  }
}

}  // namespace
}  // namespace usher::provider
