#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;
using JourneyStub = v1::JourneyService::Stub;

std::string Greeting(const std::string& name, const std::string& text = "Hello") {
  return absl::StrCat("journey: ", name, R"(
enter: { on: Signed Up, reenter: {} }
steps:
  - wait: { for: 1h }
  - send: { channels: email, template: hello }
templates:
  hello:
    email: { subject: Hi, text: )",
                      text, " }\n");
}

class JourneyApiTest : public testing::Test {
 protected:
  void SignUp(const std::string& id, std::uint32_t runs_expected) {
    EXPECT_EQ(gateway_.client.Publish(MakeEvent(id, "anna", "Signed Up")).runs_entered(),
              runs_expected);
  }
  template <class Stub, class Request, class Response>
  grpc::StatusCode CodeOf(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                       Response*),
                          const std::string& journey) {
    Request request;
    request.set_journey(journey);
    Response response;
    return gateway_.client.Call(method, request, &response).error_code();
  }
  template <class Stub, class Request, class Response>
  v1::JourneyState Set(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                    Response*)) {
    Request request;
    request.set_journey("hello");
    return gateway_.client.Must(method, request).info().state();
  }

  RunningGateway gateway_;
};

TEST_F(JourneyApiTest, ApplyingCreatesThenConfiguresThenChangesNothing) {
  const auto created = gateway_.client.Apply(Greeting("hello"));
  EXPECT_EQ(created.change(), v1::ApplyResponse::CHANGE_CREATED);
  EXPECT_EQ(created.info().state(), v1::JOURNEY_STATE_ACTIVE);
  EXPECT_EQ(created.info().version().size(), 16U);
  EXPECT_EQ(created.info().definition().steps_size(), 2);

  const auto unchanged = gateway_.client.Apply(Greeting("hello"));
  EXPECT_EQ(unchanged.change(), v1::ApplyResponse::CHANGE_UNCHANGED);
  EXPECT_EQ(unchanged.info().version(), created.info().version());

  const auto configured = gateway_.client.Apply(Greeting("hello", "Welcome"));
  EXPECT_EQ(configured.change(), v1::ApplyResponse::CHANGE_CONFIGURED);
  EXPECT_NE(configured.info().version(), created.info().version());
  EXPECT_THAT(configured.info().versions(),
              testing::ElementsAre(created.info().version(), configured.info().version()));
}

TEST_F(JourneyApiTest, AVersionCanBeAskedFor) {
  const std::string first = gateway_.client.Apply(Greeting("hello")).info().version();
  gateway_.client.Apply(Greeting("hello", "Welcome"));
  v1::GetRequest request;
  request.set_journey("hello");
  const auto newest = gateway_.client.Must(&JourneyStub::Get, request);
  EXPECT_EQ(newest.info().definition().templates().at("hello").email().text(), "Welcome");
  request.set_version(first);
  const auto old = gateway_.client.Must(&JourneyStub::Get, request);
  EXPECT_EQ(old.info().definition().templates().at("hello").email().text(), "Hello");
  request.set_version("0123456789abcdef");
  v1::GetResponse none;
  EXPECT_EQ(gateway_.client.Call(&JourneyStub::Get, request, &none).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(JourneyApiTest, ValidatingChangesNothing) {
  v1::ApplyRequest request;
  request.set_yaml(Greeting("hello"));
  request.set_validate_only(true);
  const auto response = gateway_.client.Must(&JourneyStub::Apply, request);
  EXPECT_EQ(response.change(), v1::ApplyResponse::CHANGE_CREATED);
  EXPECT_EQ(CodeOf(&JourneyStub::Get, "hello"), grpc::StatusCode::NOT_FOUND);
}

TEST_F(JourneyApiTest, AMessageAppliesAsItsYamlDoes) {
  const auto from_yaml = gateway_.client.Apply(Greeting("hello"));
  v1::ApplyRequest request;
  *request.mutable_journey() = from_yaml.info().definition();
  EXPECT_EQ(gateway_.client.Must(&JourneyStub::Apply, request).change(),
            v1::ApplyResponse::CHANGE_UNCHANGED);
}

TEST_F(JourneyApiTest, ListsByNameInPages) {
  for (const char* name : {"d", "a", "c", "e", "b"}) gateway_.client.Apply(Greeting(name));
  std::vector<std::string> names;
  v1::ListRequest request;
  request.set_page_size(2);
  int pages = 0;
  do {
    const auto page = gateway_.client.Must(&JourneyStub::List, request);
    for (const auto& info : page.journeys()) {
      names.push_back(info.journey());
      EXPECT_FALSE(info.has_definition());
    }
    request.set_page_token(page.next_page_token());
  } while (++pages < 9 && !request.page_token().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_THAT(names, testing::ElementsAre("a", "b", "c", "d", "e"));
}

TEST_F(JourneyApiTest, WhilePausedNobodyEntersAndNobodyMoves) {
  gateway_.client.Apply(Greeting("hello"));
  gateway_.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  SignUp("e1", 1);
  EXPECT_EQ(Set(&JourneyStub::Pause), v1::JOURNEY_STATE_PAUSED);
  gateway_.client.Publish(MakeEvent("e2", "bert", "Signed Up"));
  gateway_.client.Advance(absl::Hours(3));
  EXPECT_TRUE(gateway_.Messages().empty());
  EXPECT_EQ(gateway_.client.Stats("hello").entered(), 1U);
  EXPECT_EQ(gateway_.client.Stats("hello").active(), 1U);

  EXPECT_EQ(Set(&JourneyStub::Resume), v1::JOURNEY_STATE_ACTIVE);
  gateway_.client.Advance(absl::Minutes(5));
  EXPECT_EQ(gateway_.Messages().size(), 1U);
  SignUp("e3", 1);
}

TEST_F(JourneyApiTest, ArchivingEndsTheRunsUntilItIsAppliedAgain) {
  gateway_.client.Apply(Greeting("hello"));
  gateway_.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  SignUp("e1", 1);
  EXPECT_EQ(Set(&JourneyStub::Archive), v1::JOURNEY_STATE_ARCHIVED);
  gateway_.client.Advance(absl::Hours(3));
  EXPECT_TRUE(gateway_.Messages().empty());
  EXPECT_EQ(gateway_.client.Stats("hello").ended().at("archived"), 1U);
  EXPECT_EQ(CodeOf(&JourneyStub::Resume, "hello"), grpc::StatusCode::FAILED_PRECONDITION);
  SignUp("e2", 0);

  gateway_.client.Apply(Greeting("hello"));
  SignUp("e3", 1);
}

TEST_F(JourneyApiTest, RunsStayOnTheVersionTheyEntered) {
  gateway_.client.Apply(Greeting("hello", "Hello"));
  gateway_.client.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  gateway_.client.AddCustomer("bert", {v1::CHANNEL_EMAIL});
  SignUp("e1", 1);
  gateway_.client.Apply(Greeting("hello", "Welcome"));
  gateway_.client.Advance(absl::Minutes(1));
  gateway_.client.Publish(MakeEvent("e1", "bert", "Signed Up"));
  gateway_.client.Advance(absl::Hours(1));
  const auto messages = gateway_.Messages();
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].content.at("text"), "Hello");
  EXPECT_EQ(messages[1].content.at("text"), "Welcome");
}

TEST_F(JourneyApiTest, AnUnknownJourneyIsNotFound) {
  EXPECT_EQ(CodeOf(&JourneyStub::Get, "none"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeOf(&JourneyStub::Pause, "none"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeOf(&JourneyStub::Resume, "none"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeOf(&JourneyStub::Archive, "none"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(CodeOf(&JourneyStub::Stats, "none"), grpc::StatusCode::NOT_FOUND);
}

TEST_F(JourneyApiTest, JourneysOutliveACrash) {
  const std::string version = gateway_.client.Apply(Greeting("hello")).info().version();
  gateway_.process.Kill9();
  gateway_.process.Restart();
  support::GatewayClient client(gateway_.process.address());
  v1::GetRequest request;
  request.set_journey("hello");
  EXPECT_EQ(client.Must(&JourneyStub::Get, request).info().version(), version);
}

}  // namespace
}  // namespace usher::integration
