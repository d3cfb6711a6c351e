// SMPP on the wire, in bytes written out by hand from the standard, and bytes that nobody should
// send.

#include "provider/smpp_pdu.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "provider/smpp_receipt.h"
#include "provider/smpp_receipts.h"

namespace usher::provider {
namespace {

using testing::HasSubstr;

std::string Hex(absl::string_view hex) { return absl::HexStringToBytes(hex); }

// A deliver_sm without optional parameters.
std::string Deliver(int esm_class, absl::string_view text) {
  std::string body(
      "\0\1\1"
      "4366\0\0\0shop\0",
      15);
  body.push_back(static_cast<char>(esm_class));
  body.append(8, '\0');  // protocol_id, priority_flag, two empty times, four fields
  body.push_back(static_cast<char>(text.size()));
  body.append(text.data(), text.size());
  return body;
}

std::string Optional(int tag, absl::string_view value) {
  std::string bytes;
  for (const std::size_t number : {static_cast<std::size_t>(tag), value.size()}) {
    bytes.push_back(static_cast<char>(number >> 8));
    bytes.push_back(static_cast<char>(number));
  }
  return bytes.append(value.data(), value.size());
}

TEST(SmppPduTest, BindsAsTheStandardSays) {
  EXPECT_EQ(EncodePdu({static_cast<std::uint32_t>(SmppCommand::kBindTransceiver), 0, 1,
                       EncodeBind({"usher", "secret", "shop"})}),
            Hex("00000026"
                "00000009"
                "00000000"
                "00000001"
                "757368657200"
                "73656372657400"
                "73686f7000"
                "34"
                "0000"
                "00"));
}

TEST(SmppPduTest, SubmitsAsTheStandardSays) {
  SmppSubmit submit;
  submit.from = {5, 0, "Shop"};
  submit.to = {1, 1, "4366"};
  submit.validity = "000001000000000R";
  submit.receipt = true;
  submit.header = true;
  submit.data_coding = 8;
  submit.text = "ab";
  EXPECT_EQ(EncodeSubmit(submit), Hex("00"
                                      "0500"
                                      "53686f7000"
                                      "0101"
                                      "3433363600"
                                      "40"
                                      "00"
                                      "00"
                                      "00"
                                      "3030303030313030303030303030305200"
                                      "01"
                                      "00"
                                      "08"
                                      "00"
                                      "02"
                                      "6162"));
}

TEST(SmppPduTest, TakesPdusAsTheyArrive) {
  std::string bytes = Hex("00000012800000040000005800000007") + "x";
  EXPECT_FALSE(TakePdu(&bytes)->has_value());
  bytes += std::string("\0\0\0", 3);
  const auto pdu = TakePdu(&bytes);
  ASSERT_TRUE(pdu.ok());
  ASSERT_TRUE(pdu->has_value());
  EXPECT_EQ((*pdu)->command, 0x80000004U);
  EXPECT_EQ((*pdu)->status, kSmppThrottled);
  EXPECT_EQ((*pdu)->sequence, 7U);
  EXPECT_EQ((*pdu)->body, std::string("x\0", 2));
  EXPECT_EQ(bytes.size(), 2U);
}

TEST(SmppPduTest, LengthsThatCannotBeAreRefused) {
  for (const char* length : {"00000000", "0000000f", "00010001", "ffffffff"}) {
    std::string bytes = Hex(length);
    EXPECT_THAT(std::string(TakePdu(&bytes).status().message()), HasSubstr("expected from 16 to"));
  }
}

TEST(SmppPduTest, ReadsWhatIsDelivered) {
  const auto deliver =
      DecodeDeliver(Deliver(0x04, "id:1") + Optional(0x1E, std::string("ab12\0", 5)) +
                    Optional(0x1403, "???") + Optional(0x427, "\x05"));
  ASSERT_TRUE(deliver.ok()) << deliver.status();
  EXPECT_TRUE(deliver->IsReceipt());
  EXPECT_EQ(deliver->text, "id:1");
  EXPECT_EQ(deliver->receipted_id, "ab12");
  EXPECT_EQ(deliver->message_state, 5);
  EXPECT_EQ(DecodeDeliver(Deliver(0x00, "STOP"))->from.digits, "4366");
  EXPECT_EQ(DecodeDeliver(Deliver(0x00, "STOP"))->data_coding, 0);
  EXPECT_FALSE(DecodeDeliver(Deliver(0x00, "STOP"))->IsReceipt());
  EXPECT_FALSE(DecodeDeliver(Deliver(0x40, "STOP"))->IsReceipt());
  EXPECT_TRUE(DecodeDeliver(Deliver(0x20, ""))->IsInterim());
  EXPECT_EQ(DecodeDeliver(Deliver(0x04, "") + Optional(0x424, "id:2 stat:DELIVRD"))->text,
            "id:2 stat:DELIVRD");
}

TEST(SmppPduTest, ReadsWhichPartAndWhatNetworkFailed) {
  const auto deliver = DecodeDeliver(Deliver(0x00, "Hi") + Optional(0x20C, Hex("0102")) +
                                     Optional(0x20E, Hex("03")) + Optional(0x20F, Hex("02")) +
                                     Optional(0x423, Hex("030001")));
  ASSERT_TRUE(deliver.ok()) << deliver.status();
  EXPECT_EQ(deliver->sar_reference, 0x102U);
  EXPECT_EQ(deliver->sar_total, 3U);
  EXPECT_EQ(deliver->sar_number, 2U);
  EXPECT_EQ(deliver->network_error.network, 3);
  EXPECT_EQ(deliver->network_error.code, 1);
  const auto odd = DecodeDeliver(Deliver(0x00, "Hi") + Optional(0x20C, Hex("01")) +
                                 Optional(0x20E, "") + Optional(0x423, Hex("0300")));
  ASSERT_TRUE(odd.ok()) << odd.status();
  EXPECT_EQ(odd->sar_reference, 0U);
  EXPECT_EQ(odd->sar_total, 0U);
  EXPECT_EQ(odd->network_error.network, 0);
}

TEST(SmppPduTest, NoPartOfADeliveryIsTakenForAWhole) {
  const std::string whole = Deliver(0x04, "id:1 stat:DELIVRD") + Optional(0x1E, "ab12");
  ASSERT_TRUE(DecodeDeliver(whole).ok());
  const std::size_t without_options = Deliver(0x04, "id:1 stat:DELIVRD").size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(DecodeDeliver(whole.substr(0, size)).ok(), size == without_options) << size;
  }
  EXPECT_FALSE(DecodeDeliver(std::string(100, 'a')).ok());
  EXPECT_FALSE(DecodeDeliver(std::string(60'000, 'a')).ok());
}

TEST(SmppPduTest, AnyBytesAreReadWithoutHarm) {
  std::uint32_t seed = 7;
  for (int i = 0; i < 20'000; ++i) {
    std::string body = Deliver(0x04, "id:1 stat:DELIVRD err:000") + Optional(0x1E, "ab12");
    for (int change = 0; change < 3; ++change) {
      seed = seed * 1664525 + 1013904223;
      body[(seed >> 8) % body.size()] = static_cast<char>(seed >> 24);
    }
    const auto deliver = DecodeDeliver(body);
    EXPECT_LE(deliver.ok() ? ReadReceipt(*deliver).message_id.size() : 0U, 64U);
    std::string stream = body;
    TakePdu(&stream).IgnoreError();
    DecodeMessageId(body);
  }
}

TEST(SmppPduTest, AMessageIdThatDoesNotEndIsNone) {
  EXPECT_EQ(DecodeMessageId(std::string("12ab\0", 5)), "12ab");
  EXPECT_EQ(DecodeMessageId(""), "");
  EXPECT_EQ(DecodeMessageId("12ab"), "");
  const std::string longest(255, 'a');
  EXPECT_EQ(DecodeMessageId(longest + std::string(1, '\0')), longest);
  EXPECT_EQ(DecodeMessageId(longest + std::string("a\0", 2)), "");
}

TEST(SmppReceiptTest, ReadsTheTextOfTheStandard) {
  SmppDeliver deliver;
  deliver.text =
      "id:0123456789 sub:001 dlvrd:001 submit date:2603021000 done date:2603021001 stat:UNDELIV "
      "err:00B Text:id:5 stat:DELIVRD";
  const SmppReceipt receipt = ReadReceipt(deliver);
  EXPECT_EQ(receipt.message_id, "0123456789");
  EXPECT_EQ(receipt.state, "UNDELIV");
  EXPECT_EQ(receipt.error, "00B");
  EXPECT_FALSE(receipt.delivered());
}

TEST(SmppReceiptTest, ParametersGoBeforeTheText) {
  SmppDeliver deliver;
  deliver.text = "id:1 stat:UNDELIV";
  deliver.receipted_id = "ab";
  deliver.message_state = 2;
  EXPECT_EQ(ReadReceipt(deliver).message_id, "ab");
  EXPECT_TRUE(ReadReceipt(deliver).delivered());
  deliver.message_state = 200;
  EXPECT_EQ(ReadReceipt(deliver).state, "UNDELIV");
}

TEST(SmppReceiptTest, WhatIsKeptIsShortAndPrintable) {
  SmppDeliver deliver;
  deliver.text = "id:" + std::string(500, 'a') + " stat:\n\x01\xFF err:";
  const SmppReceipt receipt = ReadReceipt(deliver);
  EXPECT_EQ(receipt.message_id, std::string(64, 'a'));
  EXPECT_EQ(receipt.state, "  ?");
  EXPECT_EQ(receipt.error, "");
  deliver.text = "void:7 stat";
  EXPECT_EQ(ReadReceipt(deliver).message_id, "");
}

TEST(SmppReceiptTest, OnlyWhatNamesTheNumberSaysThatItIsDead) {
  struct Case {
    const char* state;
    SmppNetworkError network_error;
    const char* error;
    bool dead;
  };
  const Case cases[] = {
      {"UNDELIV", {3, 1}, "", true},      // unknown subscriber
      {"REJECTD", {3, 1}, "", true},      //
      {"UNDELIV", {7, 0x0B}, "", true},   // invalid destination address
      {"UNDELIV", {3, 27}, "", false},    // absent subscriber
      {"UNDELIV", {3, 5}, "", false},     // unidentified subscriber
      {"UNDELIV", {2, 1}, "", false},     // of another network
      {"EXPIRED", {3, 1}, "001", false},  //
      {"DELETED", {3, 1}, "001", false},  //
      {"DELIVRD", {3, 1}, "001", false},  //
      {"UNDELIV", {}, "001", true},       // as configured
      {"UNDELIV", {}, "1", true},         //
      {"REJECTD", {}, "0b", true},        //
      {"UNDELIV", {}, "011", false},      //
      {"UNDELIV", {}, "", false},         //
  };
  for (const Case& one : cases) {
    SmppReceipt receipt;
    receipt.state = one.state;
    receipt.network_error = one.network_error;
    receipt.error = one.error;
    EXPECT_EQ(SaysDead(receipt, {"001", "00B"}), one.dead)
        << one.state << " " << one.network_error.network << "/" << one.network_error.code << " "
        << one.error;
    if (*one.error != 0) {
      EXPECT_FALSE(SaysDead(receipt, {}) && one.network_error.network == 0);
    }
  }
}

TEST(SmppReceiptsTest, FindsMessagesByEitherSpelling) {
  SmppReceipts receipts;
  receipts.Remember("00AB12", {7, base::CustomerId::Known("ada")});
  ASSERT_TRUE(receipts.Find("ab12").has_value());
  EXPECT_EQ(receipts.Find("ab12")->send_id, 7U);
  EXPECT_EQ(receipts.Find("ab12")->customer.name(), "ada");
  EXPECT_EQ(receipts.Find("43794")->send_id, 7U);  // 0xab12
  EXPECT_EQ(receipts.Find("0000043794")->send_id, 7U);
  EXPECT_FALSE(receipts.Find("43795").has_value());
  EXPECT_FALSE(receipts.Find("").has_value());
  EXPECT_FALSE(receipts.Find("99999999999999999999").has_value());
}

TEST(SmppReceiptsTest, ForgetsTheOldest) {
  SmppReceipts receipts(2);
  for (std::uint64_t id : {1, 2, 2, 3}) receipts.Remember(std::to_string(id), {id, {}});
  EXPECT_FALSE(receipts.Find("1").has_value());
  EXPECT_EQ(receipts.Find("2")->send_id, 2U);
  EXPECT_EQ(receipts.Find("3")->send_id, 3U);
}

}  // namespace
}  // namespace usher::provider
