// Each kind of mistake in a journey file is told with file, line and column.

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using testing::HasSubstr;

// Lines are counted from 1; "journey" is line 1.
constexpr char kGood[] =
    R"(journey: hello
enter:
  on: Signed Up
  when: event.age > 17
goal: { event: Order Completed, value: event.total }
steps:
  - wait: { for: 1h }
  - branch:
      cases:
        - { when: event.age > 60, then: letter }
  - id: letter
    send:
      channels: [email, sms]
      template: letter
      expire: 2d
templates:
  letter:
    email:
      subject: Hello {{ event.name | upcase }}
      text: Welcome
    sms: { text: Hi }
)";

struct Fault {
  const char* name;
  const char* good;  // this part of the file
  const char* bad;   // is written like this
  const char* where;
  const char* what;
};

const Fault kFaults[] = {
    {"YamlSyntax", "goal: { event: Order Completed, value: event.total }",
     "goal: { event: Order Completed", "hello.yaml:", ""},
    {"DuplicateKey", "  on: Signed Up\n", "  on: Signed Up\n  on: Left\n", "hello.yaml:4:", "on"},
    {"Tab", "  on: Signed Up", "\ton: Signed Up", "hello.yaml:3:", ""},
    {"UnknownField", "      expire: 2d", "      expires: 2d", "hello.yaml:15:7", "expire"},
    {"UnknownTopField", "goal: {", "gaol: {", "hello.yaml:5:1", "goal"},
    {"BadDuration", "for: 1h", "for: 1 hour", "hello.yaml:7:18", "1 hour"},
    {"DurationTooLong", "for: 1h", "for: 401d", "hello.yaml:7:18", "9600h"},
    {"UnknownStep", "then: letter", "then: lettr", "hello.yaml:10:41", "letter"},
    {"UnknownTemplate", "template: letter", "template: leter", "hello.yaml:14:17", "letter"},
    {"BadChannel", "[email, sms]", "[email, smss]", "hello.yaml:13:25", "sms"},
    {"ChannelWithoutContent", "[email, sms]", "[email, push]", "hello.yaml:14:17", "push"},
    {"ChannelTwice", "[email, sms]", "[email, email]", "hello.yaml:13:25", "twice"},
    {"CelSyntax", "when: event.age > 17", "when: event.age > > 17", "hello.yaml:4:21", ""},
    {"CelUnknownName", "when: event.age > 17", "when: event.age > limit", "hello.yaml:4:21",
     "limit"},
    {"CelWrongType", "when: event.age > 17", "when: size(customer) + \"a\"", "hello.yaml:4:", ""},
    {"LiquidSyntax", "{{ event.name | upcase }}", "{{ event.name | upcase", "hello.yaml:19:", ""},
    {"LiquidUnknownFilter", "| upcase", "| upcas", "hello.yaml:19:", "upcase"},
    {"BadName", "journey: hello", "journey: Hello World", "hello.yaml:1:10", "lower-case"},
    {"NoSteps", "  - wait: { for: 1h }\n", "  - {}\n", "hello.yaml:7:", "a step needs one of"},
    {"WaitOfBothKinds", "{ for: 1h }", "{ for: 1h, until: { event: X } }",
     "hello.yaml:7:", "either"},
    {"DuplicateStep", "  - wait: { for: 1h }", "  - { id: letter, wait: { for: 1h } }",
     "hello.yaml:11:9", "letter"},
    {"Alias", "  on: Signed Up", "  on: &a Signed Up", "hello.yaml:3:", ""},
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class JourneyFaultsTest : public testing::TestWithParam<Fault> {
 protected:
  static void SetUpTestSuite() { gateway_ = new RunningGateway(); }
  static void TearDownTestSuite() { delete gateway_; }

  static grpc::Status Apply(const std::string& yaml) {
    v1::ApplyRequest request;
    request.set_yaml(yaml);
    request.set_file("hello.yaml");
    v1::ApplyResponse response;
    return gateway_->client.Call(&v1::JourneyService::Stub::Apply, request, &response);
  }

  static RunningGateway* gateway_;
};

RunningGateway* JourneyFaultsTest::gateway_ = nullptr;

TEST_P(JourneyFaultsTest, IsToldWithItsPlace) {
  const Fault& fault = GetParam();
  const std::string yaml = absl::StrReplaceAll(kGood, {{fault.good, fault.bad}});
  ASSERT_NE(yaml, kGood);

  const grpc::Status status = Apply(yaml);

  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
  const auto violations = support::ViolationsOf(status);
  ASSERT_FALSE(violations.empty());
  EXPECT_THAT(violations[0].description(), testing::StartsWith(fault.where));
  EXPECT_THAT(violations[0].description(), HasSubstr(fault.what));
  v1::GetRequest request;
  request.set_journey("hello");
  v1::GetResponse response;
  EXPECT_EQ(gateway_->client.Call(&v1::JourneyService::Stub::Get, request, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

INSTANTIATE_TEST_SUITE_P(Each, JourneyFaultsTest, testing::ValuesIn(kFaults),
                         [](const auto& info) { return info.param.name; });

class JourneyFaultTest : public JourneyFaultsTest {};

TEST_F(JourneyFaultTest, SeveralAreToldAtOnce) {
  const std::string yaml = absl::StrReplaceAll(
      kGood, {{"then: letter", "then: lettr"}, {"template: letter", "template: leter"}});
  EXPECT_EQ(support::ViolationsOf(Apply(yaml)).size(), 2U);
}

TEST_F(JourneyFaultTest, NoSourceIsAFault) {
  v1::ApplyResponse response;
  const grpc::Status status =
      gateway_->client.Call(&v1::JourneyService::Stub::Apply, v1::ApplyRequest(), &response);
  EXPECT_EQ(support::ViolationsOf(status).at(0).description(),
            "give the definition as yaml or journey");
}

TEST_F(JourneyFaultTest, WhatCannotBeReachedIsAWarning) {
  v1::ApplyRequest request;
  request.set_yaml(absl::StrReplaceAll(
      kGood, {{"  - wait: { for: 1h }", "  - exit: {}"}, {"journey: hello", "journey: warned"}}));
  request.set_file("hello.yaml");
  request.set_validate_only(true);
  const auto response = gateway_->client.Must(&v1::JourneyService::Stub::Apply, request);
  EXPECT_THAT(response.warnings(),
              testing::Contains(testing::AllOf(testing::StartsWith("hello.yaml:8:"),
                                               HasSubstr("can never be reached"))));
}

TEST_F(JourneyFaultTest, APropertyThatTheEventDoesNotHaveIsNamedWithItsPlace) {
  v1::ApplyRequest request;
  request.set_yaml(R"(
journey: typo
enter: { on: Viewed }
events: { Viewed: { properties: { price: number } } }
steps:
  - send: { channels: push, template: t }
templates:
  t:
    push:
      title: Hello
      body: "Only {{ event.prise }}"
)");
  request.set_file("typo.yaml");
  v1::ApplyResponse response;
  const grpc::Status status =
      gateway_->client.Call(&v1::JourneyService::Stub::Apply, request, &response);
  ASSERT_EQ(support::ViolationsOf(status).size(), 1U);
  EXPECT_EQ(support::ViolationsOf(status)[0].description(),
            "typo.yaml:11:22: the event has no property \"prise\"; did you mean \"price\"? (its "
            "`events` entry has price)");
}

}  // namespace
}  // namespace usher::integration
