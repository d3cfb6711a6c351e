// Text messages to a message centre made of another implementation of SMPP, and to servers that are
// none.

#include "provider/smpp_provider.h"

#include <atomic>
#include <future>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "provider/smpp_client.h"
#include "tests/provider/api_fixture.h"
#include "tests/support/node_process.h"
#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using customer::Channel;
using journey::AttemptResult;
using messages::AttemptReport;
using support::NodeProcess;
using support::ScriptedServer;
using support::ServedConnection;
using testing::HasSubstr;

constexpr char kPeer[] = "tests/support/smpp_peer.cjs";

std::string Repeat(absl::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out.append(text.data(), text.size());
  return out;
}

// Has each delivery told to a function.
struct Listener : SmppListener {
  using OnDelivery = std::function<void(const SmppDeliver&, const std::function<void(bool)>&)>;
  explicit Listener(OnDelivery told) : on_delivery(std::move(told)) {}
  void Hear(const SmppDeliver& deliver, std::function<void(bool)> done) override {
    on_delivery(deliver, done);
  }
  SmppMoment OnTime(SmppMoment) override { return SmppMoment::max(); }
  void Finish() override {}
  const OnDelivery on_delivery;
};

class SmppTest : public ApiTest {
 protected:
  SmppServer ServerAt(int port) {
    SmppServer server;
    server.host = {"127.0.0.1", port, /*tls=*/false, ""};
    server.system_id = "usher";
    server.system_type = "shop";
    server.source = {5, 0, "Shop"};
    server.back_off_min = absl::Milliseconds(1);
    return server;
  }
  void Connect(SmppServer server) {
    const auto receipts = receipts_;
    auto client = std::make_shared<SmppClient>(
        std::move(server), Secret("secret"),
        std::make_shared<Listener>([this](const SmppDeliver& deliver, const auto& done) {
          Delivered(deliver);
          done(!put_off_.exchange(false));
        }));
    provider_ = std::make_unique<SmppProvider>(std::move(client), receipts);
  }
  void Delivered(const SmppDeliver& deliver) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!deliver.IsReceipt()) {
      heard_.push_back(absl::StrCat(deliver.from.digits, " said ", deliver.text));
      return;
    }
    const SmppReceipt receipt = ReadReceipt(deliver);
    const auto sent = receipts_->Find(receipt.message_id);
    heard_.push_back(
        absl::StrCat(receipt.state, " ", sent ? absl::Hex(sent->send_id) : absl::Hex(0)));
  }
  std::vector<std::string> Heard() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return heard_;
  }

  static journey::Message Text(const std::string& to, const std::string& text = "Hi") {
    return MessageTo(Channel::kSms, to, {{"text", text}});
  }
  std::future<AttemptReport> Start(const journey::Message& message) {
    auto report = std::make_shared<std::promise<AttemptReport>>();
    auto future = report->get_future();
    provider_->Send(message, [report](AttemptReport got) { report->set_value(std::move(got)); });
    return future;
  }
  AttemptReport Send(const journey::Message& message) { return Start(message).get(); }

  // The next that is told of this kind.
  static std::map<std::string, std::string> Next(NodeProcess& peer, const std::string& event) {
    while (true) {
      auto told = peer.Next();
      if (told["event"] == event) return told;
    }
  }

  const std::shared_ptr<SmppReceipts> receipts_ = std::make_shared<SmppReceipts>();
  std::mutex mutex_;
  std::vector<std::string> heard_;     // guarded by mutex_
  std::atomic<bool> put_off_ = false;  // the next delivery
  std::unique_ptr<SmppProvider> provider_;
};

TEST_F(SmppTest, AMessageAndItsReceiptGoThrough) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  const AttemptReport report = Send(Text("+43 660 1234567", "Grüße [€] @ 100 %"));
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  EXPECT_EQ(report.detail, "SMPP message ab01");
  auto bind = Next(peer, "bind");
  EXPECT_EQ(bind["type"], "transceiver");
  EXPECT_EQ(bind["system_id"], "usher");
  EXPECT_EQ(bind["system_type"], "shop");
  EXPECT_EQ(bind["version"], "52");
  auto submit = Next(peer, "submit");
  EXPECT_EQ(submit["text"], "Grüße [€] @ 100 %");
  EXPECT_EQ(submit["to"], "436601234567");
  EXPECT_EQ(submit["to_type"], "1/1");
  EXPECT_EQ(submit["from"], "Shop");
  EXPECT_EQ(submit["from_type"], "5/0");
  EXPECT_EQ(submit["coding"], "0");
  EXPECT_EQ(submit["receipt"], "1");
  EXPECT_EQ(submit["udh"], "");
  EXPECT_EQ(Next(peer, "receipt_taken")["status"], "0");
  EXPECT_EQ(Heard(), std::vector<std::string>{"DELIVRD abcdef0123456789"});
}

TEST_F(SmppTest, AReceiptOfFailureIsFoundByADecimalId) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  EXPECT_EQ(Send(Text("+43660940000")).result, AttemptResult::kSent);
  Next(peer, "receipt_taken");
  EXPECT_EQ(Heard(), std::vector<std::string>{"UNDELIV abcdef0123456789"});
}

TEST_F(SmppTest, RepliesFromTelephonesAreTakenFromTheCentre) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  Send(Text("+43660920000"));
  EXPECT_EQ(Next(peer, "reply_taken")["status"], "0");
  EXPECT_EQ(Heard(), std::vector<std::string>{"43660920000 said STOP"});
}

TEST_F(SmppTest, WhatCannotBeTakenForNowIsRefusedSoThatItComesAgain) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  put_off_ = true;
  Connect(ServerAt(peer.port()));
  Send(Text("+43660920000"));
  EXPECT_EQ(Next(peer, "reply_taken")["status"], "100");
}

TEST_F(SmppTest, ATransmitterAsksForNoReceipts) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  SmppServer server = ServerAt(peer.port());
  server.session.receipts = false;
  Connect(server);
  EXPECT_EQ(Send(Text("+436601234567")).result, AttemptResult::kSent);
  EXPECT_EQ(Next(peer, "bind")["type"], "transmitter");
  EXPECT_EQ(Next(peer, "submit")["receipt"], "0");
}

TEST_F(SmppTest, OtherCharactersGoInUcs2) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  EXPECT_EQ(Send(Text("+436601234567", "Привет 😀")).result, AttemptResult::kSent);
  auto submit = Next(peer, "submit");
  EXPECT_EQ(submit["text"], "Привет 😀");
  EXPECT_EQ(submit["coding"], "8");
}

TEST_F(SmppTest, ALongTextGoesInSegmentsThatBelongTogether) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  const std::string text = Repeat("a", 152) + "€" + Repeat("b", 200);
  const AttemptReport report = Send(Text("+436601234567", text));
  EXPECT_EQ(report.result, AttemptResult::kSent);
  EXPECT_EQ(report.detail, "SMPP message ab01, ab02, ab03");
  std::string joined;
  for (int part = 1; part <= 3; ++part) {
    auto submit = Next(peer, "submit");
    EXPECT_THAT(submit["udh"], HasSubstr(absl::StrCat("0003890", 3, "0", part)));
    joined += submit["text"];
  }
  EXPECT_EQ(joined, text);
}

TEST_F(SmppTest, StatusesDecideTheOutcome) {
  struct Case {
    int status;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {0x58, AttemptResult::kThrottled, false},   {0x14, AttemptResult::kThrottled, false},
      {0x0B, AttemptResult::kDeadAddress, false}, {0x45, AttemptResult::kTemporary, false},
      {0x64, AttemptResult::kTemporary, false},   {0x08, AttemptResult::kTemporary, true},
      {0x0A, AttemptResult::kTemporary, true},    {0xFF, AttemptResult::kTemporary, true},
      {0x65, AttemptResult::kRejected, false},    {0x01, AttemptResult::kRejected, false},
  };
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  for (const Case& one : cases) {
    const AttemptReport report =
        Send(Text(absl::StrCat("+43660990", absl::Dec(one.status, absl::kZeroPad3))));
    EXPECT_EQ(report.result, one.result) << one.status;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.status;
    EXPECT_EQ(report.detail, absl::StrCat("status 0x", absl::Hex(one.status, absl::kZeroPad8)));
  }
}

TEST_F(SmppTest, AMessageThatHasBegunWaitsForABusyCentre) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  EXPECT_EQ(Send(Text("+43660980088", Repeat("a", 200))).result, AttemptResult::kSent);
}

TEST_F(SmppTest, AMessageRefusedHalfWayIsOfUnknownFate) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  const AttemptReport report = Send(Text("+43660980011", Repeat("a", 400)));
  EXPECT_EQ(report.result, AttemptResult::kUnknown);
  EXPECT_FALSE(report.provider_fault);
  EXPECT_EQ(report.detail, "status 0x0000000b; 1 of 3 segments were taken");
}

TEST_F(SmppTest, AsManyAreUnderWayAsTheWindowHolds) {
  NodeProcess peer(kPeer, {"usher", "secret", "--hold", "4"});
  SmppServer server = ServerAt(peer.port());
  server.session.window = 4;
  Connect(server);
  std::vector<std::future<AttemptReport>> reports;
  for (int i = 0; i < 8; ++i) reports.push_back(Start(Text("+43660950000")));
  // The centre answers only when four wait, and five would be told.
  for (auto& report : reports) EXPECT_EQ(report.get().result, AttemptResult::kSent);
  int most = 0;
  for (int i = 0; i < 8; ++i) most = std::max(most, std::stoi(Next(peer, "held")["count"]));
  EXPECT_EQ(most, 4);
}

TEST_F(SmppTest, EnquiriesAreAnsweredAndMade) {
  NodeProcess peer(kPeer, {"usher", "secret", "--enquire"});
  SmppServer server = ServerAt(peer.port());
  server.session.enquire_after = std::chrono::milliseconds(50);
  Connect(server);
  Next(peer, "enquire_answered");
  Next(peer, "enquire");
  Next(peer, "enquire");
  EXPECT_EQ(Send(Text("+436601234567")).result, AttemptResult::kSent);
}

TEST_F(SmppTest, AConnectionCutBeforeTheAnswerLeavesItUnknownAndIsMadeAnew) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  const AttemptReport report = Send(Text("+43660960000"));
  EXPECT_EQ(report.result, AttemptResult::kUnknown);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(Send(Text("+436601234567")).result, AttemptResult::kSent);
}

TEST_F(SmppTest, ACentreThatSaysGoodbyeIsBoundAgain) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  EXPECT_EQ(Send(Text("+43660930000")).result, AttemptResult::kSent);
  EXPECT_EQ(Next(peer, "bind")["count"], "1");
  EXPECT_EQ(Next(peer, "bind")["count"], "2");
  EXPECT_EQ(Send(Text("+436601234567")).result, AttemptResult::kSent);
}

TEST_F(SmppTest, NoAnswerInTimeIsUnknownAndFreesTheWindow) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  SmppServer server = ServerAt(peer.port());
  server.session.window = 1;
  server.timeout = absl::Milliseconds(300);
  Connect(server);
  const AttemptReport report = Send(Text("+43660970000"));
  EXPECT_EQ(report.result, AttemptResult::kUnknown);
  EXPECT_EQ(report.detail, "no answer in time");
}

TEST_F(SmppTest, WhoeverGoesSaysGoodbye) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  Send(Text("+436601234567"));
  provider_.reset();
  Next(peer, "unbind");
}

TEST_F(SmppTest, AWrongPasswordIsTheProvidersFault) {
  NodeProcess peer(kPeer, {"usher", "another"});
  Connect(ServerAt(peer.port()));
  const AttemptReport report = Send(Text("+436601234567"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(report.detail, "the bind was refused with status 0x0000000d");
}

TEST_F(SmppTest, GoesOverTlsAndVerifiesTheCertificate) {
  const support::SelfSigned own(folder_);
  NodeProcess peer(kPeer, {"usher", "secret", "--certificate", own.certificate, "--key", own.key});
  SmppServer server = ServerAt(peer.port());
  server.host = {"localhost", peer.port(), /*tls=*/true, own.certificate};
  Connect(server);
  EXPECT_EQ(Send(Text("+436601234567", Repeat("a", 400))).result, AttemptResult::kSent);
  server.host.ca_file = "";
  Connect(server);
  const AttemptReport report = Send(Text("+436601234567"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_THAT(report.detail, HasSubstr("certificate"));
}

TEST_F(SmppTest, NobodyThereIsTheProvidersFault) {
  int port = 0;
  {
    ScriptedServer gone([](ServedConnection&) {});
    port = gone.port();
  }
  Connect(ServerAt(port));
  const AttemptReport report = Send(Text("+436601234567"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
}

TEST_F(SmppTest, StrangersAreNotTrusted) {
  const std::string bound = EncodePdu({0x80000009, 0, 1, std::string("x\0", 2)});
  const std::string flood = [] {
    std::string pings;
    for (std::uint32_t i = 0; i < 50'000; ++i) pings += EncodePdu({0x15, 0, i, ""});
    return pings;
  }();
  struct Stranger {
    std::string says;
    AttemptResult result;
  };
  const Stranger strangers[] = {
      {"HTTP/1.1 400 Bad Request\r\n\r\n", AttemptResult::kTemporary},
      {std::string(1 << 20, '\xFF'), AttemptResult::kTemporary},
      {std::string(1 << 20, '\0'), AttemptResult::kTemporary},
      // An answer to a message that nobody sent, in place of one to the bind.
      {EncodePdu({0x80000004, 0, 2, std::string("x\0", 2)}), AttemptResult::kTemporary},
      // Half a PDU, and then the end.
      {std::string("\0\0\0\x40\x80", 5), AttemptResult::kTemporary},
      // Questions without end, and no answer.
      {bound + flood, AttemptResult::kUnknown},
      {bound + std::string("\0\xFF\xFF\xFF", 4), AttemptResult::kTemporary},
  };
  for (const Stranger& stranger : strangers) {
    ScriptedServer server([&](ServedConnection& connection) {
      connection.Write(stranger.says);
      connection.CloseHalf();
      connection.AwaitClose();
    });
    SmppServer setting = ServerAt(server.port());
    setting.back_off_min = absl::Milliseconds(100);
    setting.timeout = absl::Milliseconds(500);
    Connect(setting);
    const AttemptReport report = Send(Text("+436601234567"));
    EXPECT_TRUE(report.result == stranger.result || report.result == AttemptResult::kTemporary)
        << report.detail;
    EXPECT_TRUE(report.provider_fault) << report.detail;
    provider_.reset();
  }
}

TEST_F(SmppTest, WhatCannotBeSentIsRefusedHere) {
  NodeProcess peer(kPeer, {"usher", "secret"});
  Connect(ServerAt(peer.port()));
  EXPECT_EQ(Send(Text("shop@example.test")).result, AttemptResult::kDeadAddress);
  EXPECT_EQ(Send(Text("+436601234567", "")).result, AttemptResult::kRejected);
  EXPECT_EQ(Send(Text("+436601234567", Repeat("a", 153 * 255 + 1))).result,
            AttemptResult::kRejected);
}

}  // namespace
}  // namespace usher::provider
