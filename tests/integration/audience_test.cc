// Who is in an audience, through the API and usherctl.

#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "tests/integration/running_gateway.h"
#include "usher/v1/audience_service.grpc.pb.h"

namespace usher::integration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using Member = v1::ExportAudienceResponse::Member;

constexpr char kRetarget[] = R"(
journey: retarget
enter: { on: Left }
steps: [ audience: { add: [cold, "left, \"us\""], remove: warm } ]
)";

class AudienceTest : public testing::Test {
 protected:
  AudienceTest() : stub_(v1::AudienceService::NewStub(gateway_.client.channel())) {
    gateway_.client.Apply(kRetarget);
  }

  void Leave(const std::string& customer) {
    gateway_.client.Publish(support::MakeEvent("left", customer, "Left"));
  }

  std::vector<Member> Export(const v1::ExportAudienceRequest& request,
                             grpc::StatusCode code = grpc::StatusCode::OK) {
    grpc::ClientContext context;
    const auto reader = stub_->Export(&context, request);
    std::vector<Member> members;
    v1::ExportAudienceResponse response;
    std::string next = "none";
    while (reader->Read(&response)) {
      members.insert(members.end(), response.members().begin(), response.members().end());
      next = response.next();
    }
    const grpc::Status status = reader->Finish();
    EXPECT_EQ(status.error_code(), code) << status.error_message();
    if (status.ok()) {
      EXPECT_EQ(next, "");
    }
    return members;
  }

  static v1::ExportAudienceRequest Of(const std::string& audience) {
    v1::ExportAudienceRequest request;
    request.set_audience(audience);
    return request;
  }

  // The lines that usherctl writes.
  std::vector<std::string> Ctl(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", gateway_.process.address()});
    std::istringstream in;
    std::ostringstream out, err;
    const auto code =
        cli::Run(arguments, {.in = &in, .out = &out, .err = &err}, &cli::RealTiming());
    EXPECT_EQ(code, cli::kOk) << err.str();
    return absl::StrSplit(out.str(), '\n', absl::SkipEmpty());
  }

  RunningGateway gateway_;
  std::unique_ptr<v1::AudienceService::Stub> stub_;
};

TEST_F(AudienceTest, ExportsEverybodyInItAndNobodyElse) {
  std::set<std::string> expected;
  for (int i = 0; i < 450; ++i) {
    const std::string customer = absl::StrCat("c", i);
    gateway_.client.AddCustomer(customer, {v1::CHANNEL_EMAIL});
    if (i % 3 != 0) continue;
    Leave(customer);
    expected.insert(customer);
  }
  std::set<std::string> found;
  for (const Member& member : Export(Of("cold"))) {
    found.insert(member.customer_id());
    EXPECT_EQ(member.addresses_size(), 0) << "none was asked for";
    EXPECT_EQ(support::ToTime(member.since()), gateway_.client.Now());
  }
  EXPECT_EQ(found, expected);
  EXPECT_TRUE(Export(Of("warm")).empty());
}

TEST_F(AudienceTest, GivesAddressesOnlyWhereConsentAllows) {
  gateway_.client.AddCustomer("agreed", {v1::CHANNEL_EMAIL, v1::CHANNEL_SMS});
  gateway_.client.AddCustomer("withdrew", {v1::CHANNEL_EMAIL, v1::CHANNEL_SMS});
  v1::SetConsentRequest withdrawal;
  withdrawal.set_customer_id("withdrew");
  v1::Consent* consent = withdrawal.add_consents();
  consent->set_category("advertising");
  consent->set_granted(false);
  gateway_.client.Must(&v1::CustomerService::Stub::SetConsent, withdrawal);
  Leave("agreed");
  Leave("withdrew");
  v1::ExportAudienceRequest request = Of("cold");
  request.add_channels(v1::CHANNEL_EMAIL);
  const auto addresses = [&] {
    std::map<std::string, int> count;
    for (const Member& member : Export(request)) {
      count[member.customer_id()] = member.addresses_size();
    }
    return count;
  };
  EXPECT_THAT(addresses(), ElementsAre(testing::Pair("agreed", 1), testing::Pair("withdrew", 1)));
  request.set_category("advertising");
  EXPECT_THAT(addresses(), ElementsAre(testing::Pair("agreed", 1), testing::Pair("withdrew", 0)));
}

TEST_F(AudienceTest, VisitorsAreInItUntilTheyAreCustomers) {
  v1::Event event = support::MakeEvent("left", "", "Left");
  event.set_anonymous_id("v1");
  gateway_.client.Publish(event);
  ASSERT_EQ(Export(Of("cold")).size(), 1u);
  EXPECT_EQ(Export(Of("cold"))[0].anonymous_id(), "v1");
  v1::Event login = support::MakeEvent("login", "ada", "Login");
  login.set_anonymous_id("v1");
  gateway_.client.Publish(login);
  gateway_.client.Advance(absl::Seconds(1));
  const auto members = Export(Of("cold"));
  ASSERT_EQ(members.size(), 1u);
  EXPECT_EQ(members[0].customer_id(), "ada");
}

TEST_F(AudienceTest, WhatIsWrongIsNamed) {
  v1::ExportAudienceRequest request = Of("");
  request.add_channels(v1::CHANNEL_UNSPECIFIED);
  Export(request, grpc::StatusCode::INVALID_ARGUMENT);
  // A place that means nothing any more is the beginning.
  Leave("ada");
  request = Of("cold");
  request.set_position("another-redis/77");
  EXPECT_EQ(Export(request).size(), 1u);
}

TEST_F(AudienceTest, UsherctlListsAndWritesThem) {
  EXPECT_THAT(Ctl({"audience", "list", "-o", "name"}), ElementsAre("cold", "left, \"us\"", "warm"));
  EXPECT_THAT(Ctl({"audience", "list"}).at(1), HasSubstr("retarget"));
  gateway_.client.AddCustomer("ada,1", {v1::CHANNEL_EMAIL});
  gateway_.client.AddCustomer("=bob", {v1::CHANNEL_EMAIL});
  Leave("ada,1");
  Leave("=bob");
  EXPECT_THAT(Ctl({"audience", "export", "cold", "-o", "name"}),
              UnorderedElementsAre("ada,1", "=bob"));
  const std::string address = gateway_.client.GetCustomer("=bob").addresses(0).address();
  EXPECT_THAT(Ctl({"audience", "export", "cold", "--channel", "email", "--channel", "sms"}),
              testing::Contains(absl::StrCat(
                  R"({"customer_id":"=bob","since":"2026-03-02T10:00:00Z","addresses":{"email":")",
                  address, R"("}})")));
  EXPECT_THAT(Ctl({"audience", "export", "cold", "--csv", "--channel", "email"}),
              UnorderedElementsAre("customer_id,anonymous_id,since,email",
                                   HasSubstr("\"ada,1\",,2026-03-02T10:00:00Z,"),
                                   HasSubstr("'=bob,,2026-03-02T10:00:00Z,")));
}

}  // namespace
}  // namespace usher::integration
