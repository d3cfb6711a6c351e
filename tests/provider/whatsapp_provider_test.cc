// WhatsApp's Cloud API as a server that checks requests as Meta does.

#include "provider/whatsapp_provider.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "provider/whatsapp_content.h"
#include "tests/provider/api_fixture.h"
#include "tests/support/node_process.h"

namespace usher::provider {
namespace {

using customer::Channel;
using journey::AttemptResult;
using journey::RenderedContent;
using support::NodeProcess;
using testing::HasSubstr;

constexpr char kFake[] = "tests/support/graph_fake.cjs";

class WhatsappTest : public ApiTest {
 protected:
  std::unique_ptr<WhatsappProvider> Open(const std::string& url, WhatsappSetting setting = {}) {
    setting.url = url;
    setting.phone_number_id = "106540352242922";
    return std::make_unique<WhatsappProvider>(setting, Client(), Secret("a token"));
  }
  static std::string UrlOf(const NodeProcess& graph) {
    return absl::StrCat("http://127.0.0.1:", graph.port());
  }
  static journey::Message Template(const std::string& to) {
    return MessageTo(Channel::kWhatsapp, to, {{"template", "reminder"}, {"language", "de"}});
  }
};

TEST_F(WhatsappTest, ATemplateCarriesItsParameters) {
  NodeProcess graph(kFake, {"whatsapp", "v23.0", "106540352242922", "a token"});
  journey::Message message = Template("+43 660 1234567");
  message.content.emplace_back("image", "https://a.test/mug.jpg");
  message.content.emplace_back("button", "cart?id=7");
  message.content.emplace_back("parameters.1", "Ada");
  message.content.emplace_back("parameters.10", "zehn");
  message.content.emplace_back("parameters.2", "Blue \"mug\"");
  const auto report = Send(*Open(UrlOf(graph)), message);
  EXPECT_EQ(report.result, AttemptResult::kSent) << report.detail;
  EXPECT_EQ(report.detail, "WhatsApp wamid.HBgL");
  EXPECT_EQ(
      graph.Next()["body"],
      R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"+436601234567",)"
      R"("biz_opaque_callback_data":"abcdef0123456789","type":"template","template":{)"
      R"("name":"reminder","language":{"code":"de"},"components":[)"
      R"({"type":"header","parameters":[{"type":"image","image":{"link":"https://a.test/mug.jpg"}}]},)"
      R"({"type":"body","parameters":[{"type":"text","text":"Ada"},)"
      R"({"type":"text","text":"Blue \"mug\""},{"type":"text","text":"zehn"}]},)"
      R"({"type":"button","parameters":[{"type":"text","text":"cart?id=7"}],)"
      R"("sub_type":"url","index":"0"}]}})");
}

TEST_F(WhatsappTest, FreeTextGoesInsideTheWindow) {
  NodeProcess graph(kFake, {"whatsapp", "v23.0", "106540352242922", "a token"});
  journey::Message message = Template("+436601234567");
  message.content.emplace_back("text", "Gerne!");
  message.content.emplace_back("link", "https://a.test/");
  message.content.emplace_back("replied_at", "2026-03-01T10:00:01Z");  // 24 h less a second before
  EXPECT_EQ(Send(*Open(UrlOf(graph)), message).result, AttemptResult::kSent);
  EXPECT_THAT(
      graph.Next()["body"],
      HasSubstr(R"("type":"text","text":{"preview_url":true,"body":"Gerne!\nhttps://a.test/"})"));
}

TEST_F(WhatsappTest, CodesDecideTheOutcome) {
  struct Case {
    const char* to;
    AttemptResult result;
    bool provider_fault;
  };
  const Case cases[] = {
      {"+439991026", AttemptResult::kDeadAddress, false},
      {"+439991050", AttemptResult::kComplaint, false},
      {"+439991047", AttemptResult::kRejected, false},
      {"+439991049", AttemptResult::kRejected, false},
      {"+439991009", AttemptResult::kRejected, false},
      {"+439992001", AttemptResult::kRejected, false},
      {"+439992015", AttemptResult::kRejected, false},
      {"+439991048", AttemptResult::kThrottled, false},
      {"+439991056", AttemptResult::kTemporary, false},
      {"+439990429", AttemptResult::kThrottled, false},
      {"+439991016", AttemptResult::kTemporary, true},
      {"+439991000", AttemptResult::kTemporary, true},
      {"+439991042", AttemptResult::kTemporary, true},
  };
  NodeProcess graph(kFake, {"whatsapp", "v23.0", "106540352242922", "a token"});
  const auto provider = Open(UrlOf(graph));
  for (const Case& one : cases) {
    const auto report = Send(*provider, Template(one.to));
    EXPECT_EQ(report.result, one.result) << one.to << " " << report.detail;
    EXPECT_EQ(report.provider_fault, one.provider_fault) << one.to;
  }
  EXPECT_EQ(Send(*provider, Template("+439991050")).detail,
            "WhatsApp 131050 (#131050) User has stopped marketing messages from your business");
}

TEST_F(WhatsappTest, AWrongTokenIsTheProvidersFault) {
  NodeProcess graph(kFake, {"whatsapp", "v23.0", "106540352242922", "another token"});
  const auto report = Send(*Open(UrlOf(graph)), Template("+436601234567"));
  EXPECT_EQ(report.result, AttemptResult::kTemporary);
  EXPECT_TRUE(report.provider_fault);
  EXPECT_EQ(report.detail, "WhatsApp 190 (#190) Invalid OAuth access token");
}

TEST_F(WhatsappTest, WhatIsNoNumberIsDeadWithoutACall) {
  EXPECT_EQ(Send(*Open("http://127.0.0.1:1"), Template("0660 1234567")).result,
            AttemptResult::kDeadAddress);
}

TEST_F(WhatsappTest, StrangersAreNotTrusted) {
  ExpectNoTrustInStrangers(
      [&](const std::string& url, absl::Duration timeout) {
        WhatsappSetting setting;
        setting.timeout = timeout;
        return Open(url, setting);
      },
      Template("+436601234567"));
}

class WhatsappContentTest : public testing::Test {
 protected:
  static constexpr absl::string_view kNow = "2026-03-02T10:00:00Z";
  // "text", "template", or the error.
  static std::string Kind(const RenderedContent& content) {
    absl::Time now;
    std::string ignored;
    absl::ParseTime(absl::RFC3339_full, kNow, &now, &ignored);
    const auto value = WhatsappContent(content, now);
    return value.ok() ? *value->Find("type")->as_string() : std::string(value.status().message());
  }
};

TEST_F(WhatsappContentTest, TheWindowIsOpenFor24HoursAfterAReply) {
  const auto kind = [](const std::string& replied_at) {
    return Kind(
        {{"text", "Hi"}, {"template", "a"}, {"language", "de"}, {"replied_at", replied_at}});
  };
  EXPECT_EQ(kind("2026-03-02T10:00:00Z"), "text");
  EXPECT_EQ(kind("2026-03-01T11:00:01+01:00"), "text");
  EXPECT_EQ(kind("2026-03-01T10:00:00Z"), "template");
  EXPECT_EQ(kind("2026-03-02T10:00:01Z"), "template");  // not yet
  EXPECT_EQ(kind("1772445600"), "text");
  EXPECT_EQ(kind("1772359200"), "template");
  EXPECT_EQ(kind(""), "template");
  EXPECT_THAT(kind("yesterday"), HasSubstr("replied_at \"yesterday\": expected a time such as"));
}

TEST_F(WhatsappContentTest, FreeTextAloneWaitsForAReply) {
  EXPECT_THAT(Kind({{"text", "Hi"}}), HasSubstr("only within 24 hours after replied_at"));
  EXPECT_EQ(Kind({{"text", "Hi"}, {"replied_at", "2026-03-02T09:00:00Z"}}), "text");
  EXPECT_EQ(Kind({}), "the message has neither text nor template");
  EXPECT_EQ(Kind({{"replied_at", "2026-03-02T09:00:00Z"}}),
            "the message has neither text nor template");
}

TEST_F(WhatsappContentTest, ParametersMayHaveNames) {
  const auto value = WhatsappContent({{"template", "a"},
                                      {"language", "en_US"},
                                      {"header", "Sale"},
                                      {"parameters.first_name", "Ada"}},
                                     absl::UnixEpoch());
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(base::ToJson(*value),
            R"({"type":"template","template":{"name":"a","language":{"code":"en_US"},)"
            R"("components":[{"type":"header","parameters":[{"type":"text","text":"Sale"}]},)"
            R"({"type":"body","parameters":[{"type":"text","text":"Ada",)"
            R"("parameter_name":"first_name"}]}]}})");
  EXPECT_EQ(
      base::ToJson(*WhatsappContent({{"template", "a"}, {"language", "de"}}, absl::UnixEpoch())),
      R"({"type":"template","template":{"name":"a","language":{"code":"de"}}})");
}

}  // namespace
}  // namespace usher::provider
