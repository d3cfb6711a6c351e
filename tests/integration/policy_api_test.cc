// The contact policy through the API and usherctl.

#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "tests/integration/running_gateway.h"
#include "usher/v1/policy_service.grpc.pb.h"

namespace usher::integration {
namespace {

using testing::HasSubstr;

constexpr char kOneADay[] = R"(policy: one-a-day # and no more
default_zone: Europe/Vienna
caps: [{ max: 1, per_calendar: day }]
)";
constexpr char kNote[] = R"(
journey: note
enter: { on: Note, key: event.n }
steps:
  - send: { channels: push, template: note, on_refusal: skip }
templates:
  note: { push: { title: Hi, body: There } }
)";

struct Said {
  cli::ExitCode code = cli::kOk;
  std::string out;
  std::string err;
};

Said Ctl(const RunningGateway& gateway, std::vector<std::string> arguments,
         const std::string& input = "") {
  arguments.insert(arguments.begin(), {"--server", gateway.process.address()});
  std::istringstream in(input);
  std::ostringstream out, err;
  const auto code = cli::Run(arguments, {.in = &in, .out = &out, .err = &err}, &cli::RealTiming());
  return {code, out.str(), err.str()};
}

v1::ExplainPolicyResponse Explain(const RunningGateway& gateway, const std::string& customer,
                                  grpc::StatusCode code = grpc::StatusCode::OK) {
  const auto stub = v1::PolicyService::NewStub(gateway.client.channel());
  v1::ExplainPolicyRequest request;
  request.set_customer_id(customer);
  v1::ExplainPolicyResponse response;
  grpc::ClientContext context;
  EXPECT_EQ(stub->Explain(&context, request, &response).error_code(), code);
  return response;
}

v1::ExplainPolicyResponse::ChannelState On(v1::Channel channel,
                                           const v1::ExplainPolicyResponse& response) {
  for (const auto& state : response.channels()) {
    if (state.channel() == channel) return state;
  }
  ADD_FAILURE() << "no " << channel;
  return {};
}

void Happen(RunningGateway& gateway, const std::string& n) {
  gateway.client.Publish(support::MakeEvent(n, "ada", "Note", absl::StrCat("{\"n\":\"", n, "\"}")));
  gateway.client.Advance(absl::Seconds(1));
}

TEST(PolicyApiTest, AnAppliedPolicyHoldsAtOnceAndAfterARestart) {
  RunningGateway gateway;
  gateway.client.Apply(kNote);
  gateway.client.AddCustomer("ada", {v1::CHANNEL_PUSH});
  EXPECT_EQ(Ctl(gateway, {"policy", "apply", "-f", "-"}, kOneADay).out,
            "policy/one-a-day created\n");
  Happen(gateway, "n1");
  Happen(gateway, "n2");
  EXPECT_EQ(gateway.Messages().size(), 1U);

  gateway.process.Terminate();
  gateway.process.Restart();
  Happen(gateway, "n3");
  EXPECT_EQ(gateway.Messages().size(), 1U);
  EXPECT_EQ(Ctl(gateway, {"policy", "get"}).out, kOneADay);
  EXPECT_EQ(Ctl(gateway, {"policy", "apply", "-f", "-"}, kOneADay).out,
            "policy/one-a-day unchanged\n");
}

TEST(PolicyApiTest, ADryRunAndAFaultChangeNothing) {
  RunningGateway gateway;
  EXPECT_EQ(Ctl(gateway, {"policy", "apply", "--dry-run", "-f", "-"}, kOneADay).out,
            "policy/one-a-day created (dry run)\n");
  const Said refused = Ctl(gateway, {"policy", "apply", "-f", "-"}, "policy: shop\ngap: 2h\n");
  EXPECT_EQ(refused.code, cli::kFailure);
  EXPECT_THAT(refused.err, HasSubstr("<stdin>:2:1: unknown field \"gap\""));
  const Said got = Ctl(gateway, {"policy", "get"});
  EXPECT_EQ(got.code, cli::kFailure);
  EXPECT_THAT(got.err, HasSubstr("NOT_FOUND: no policy was applied"));
}

TEST(PolicyApiTest, AGatewayWithAFileOfItsOwnKeepsIt) {
  RunningGateway gateway(StandingClock(), "policy: own\n");
  const Said refused = Ctl(gateway, {"policy", "apply", "-f", "-"}, kOneADay);
  EXPECT_EQ(refused.code, cli::kFailure);
  EXPECT_THAT(refused.err, HasSubstr("FAILED_PRECONDITION: this gateway has its policy from"));
  EXPECT_THAT(Ctl(gateway, {"policy", "get"}).out, HasSubstr("policy/own from the gateway's file"));
}

TEST(PolicyApiTest, ExplainsWhatCouldBeSentAndWhatStandsAgainstIt) {
  RunningGateway gateway(StandingClock(), kOneADay);
  gateway.client.Apply(kNote);
  Explain(gateway, "ada", grpc::StatusCode::NOT_FOUND);
  gateway.client.AddCustomer("ada", {v1::CHANNEL_PUSH});
  auto before = On(v1::CHANNEL_PUSH, Explain(gateway, "ada"));
  EXPECT_TRUE(before.allowed());
  ASSERT_EQ(before.balances_size(), 1);
  EXPECT_EQ(before.balances(0).count(), 0U);
  EXPECT_FALSE(before.balances(0).has_open_at());

  Happen(gateway, "n1");
  const auto explained = Explain(gateway, "ada");
  EXPECT_EQ(explained.policy(), "one-a-day");
  EXPECT_EQ(explained.time_zone(), "Europe/Vienna");
  EXPECT_EQ(explained.category(), "marketing");
  const auto push = On(v1::CHANNEL_PUSH, explained);
  EXPECT_FALSE(push.allowed());
  EXPECT_EQ(support::ToTime(push.allowed_at()), At("2026-03-02T23:00:00Z"));
  ASSERT_EQ(push.obstacles_size(), 1);
  EXPECT_EQ(push.obstacles(0).what(), "capped");
  EXPECT_EQ(push.obstacles(0).rule(), "all-1-per-day");
  EXPECT_EQ(push.balances(0).count(), 1U);
  const auto sms = On(v1::CHANNEL_SMS, explained);
  EXPECT_EQ(sms.obstacles(0).what(), "no_address");
  EXPECT_FALSE(sms.has_allowed_at()) << "time alone does not bring an address";

  const std::string table = Ctl(gateway, {"policy", "explain", "--customer", "ada"}).out;
  EXPECT_THAT(table, HasSubstr("capped all-1-per-day until 2026-03-03 00:00:00 CET"));
  EXPECT_EQ(Ctl(gateway, {"policy", "explain", "--customer", "ada", "--category", "transactional",
                          "-o", "name"})
                .out,
            "push\nin_app\nwebhook\n");
}

TEST(PolicyApiTest, ValidateNeedsNoGateway) {
  const support::ScratchDir dir;
  const std::string path = dir.path() + "/policy.yaml";
  std::ofstream(path) << "policy: shop\nminimum_gap: 0.1ms\n";
  std::istringstream in("policy: shop\n");
  std::ostringstream out, err;
  EXPECT_EQ(cli::Run({"policy", "validate", "-f", path, "-f", "-"},
                     {.in = &in, .out = &out, .err = &err}, &cli::RealTiming()),
            cli::kFailure);
  EXPECT_EQ(out.str(), "policy/shop valid\n");
  EXPECT_THAT(err.str(), HasSubstr(path + ":2:14: 100us: must be"));
}

}  // namespace
}  // namespace usher::integration
