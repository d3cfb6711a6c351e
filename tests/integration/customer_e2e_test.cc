// Visitors who become customers, and customers who are forgotten; in virtual time.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"

namespace usher::integration {
namespace {

using support::MakeEvent;

constexpr char kCart[] = R"(
journey: cart
enter: { on: Product Added }
goal: { event: Order Completed }
steps:
  - wait: { for: 1h }
  - send: { id: reminder, channels: email, template: reminder }
templates:
  reminder:
    email: { subject: "{{ event.name }}", text: "{{ customer.name }}" }
)";

class CustomerE2eTest : public testing::Test {
 protected:
  CustomerE2eTest() {
    client_.Apply(kCart);
    client_.AddCustomer("anna", {v1::CHANNEL_EMAIL});
  }
  static v1::Event OfVisitor(const std::string& id, const std::string& customer,
                             const std::string& name, const std::string& json = "{}") {
    v1::Event event = MakeEvent(id, customer, name, json);
    event.set_anonymous_id("visitor-1");
    return event;
  }
  bool Erase(const std::string& customer) {
    v1::EraseRequest request;
    request.set_customer_id(customer);
    return client_.Must(&v1::CustomerService::Stub::Erase, request).erased();
  }
  grpc::StatusCode CodeOfGet(const std::string& customer) {
    v1::GetCustomerRequest request;
    request.set_customer_id(customer);
    v1::GetCustomerResponse response;
    return client_.Call(&v1::CustomerService::Stub::Get, request, &response).error_code();
  }
  grpc::StatusCode CodeOfPublish(const v1::Event& event) {
    v1::PublishRequest request;
    *request.mutable_event() = event;
    v1::PublishResponse response;
    return client_.Call(&v1::EventService::Stub::Publish, request, &response).error_code();
  }

  RunningGateway gateway_;
  support::GatewayClient& client_ = gateway_.client;
};

TEST_F(CustomerE2eTest, AVisitorsRunGoesOnAsTheCustomers) {
  client_.Publish(OfVisitor("v1", "", "Product Added", R"({"name":"Soap"})"));
  client_.AdvanceTo(At("2026-03-02T10:30:00Z"));
  client_.Publish(OfVisitor("e1", "anna", "Logged In"));
  client_.AdvanceTo(At("2026-03-02T10:59:59Z"));
  ASSERT_EQ(client_.GetCustomer("anna").runs_size(), 1);
  EXPECT_EQ(client_.GetCustomer("anna").events_total(), 2U);
  EXPECT_TRUE(gateway_.Messages().empty());

  client_.AdvanceTo(At("2026-03-02T11:00:00Z"));

  ASSERT_EQ(gateway_.Messages().size(), 1U);
  EXPECT_EQ(gateway_.Messages()[0].customer, "anna");
  EXPECT_EQ(gateway_.Messages()[0].content.at("subject"), "Soap");
  EXPECT_EQ(WhyOf(client_.Explain("anna"), "merged"), "took over the history of visitor visitor-1");
  EXPECT_EQ(client_.Stats("cart").entered(), 1U);
  EXPECT_EQ(client_.Stats("cart").ended().at("completed"), 1U);
}

TEST_F(CustomerE2eTest, LaterEventsOfTheVisitorAreTheCustomers) {
  client_.Publish(OfVisitor("v1", "", "Product Added", R"({"name":"Soap"})"));
  client_.Publish(OfVisitor("e1", "anna", "Logged In"));
  client_.Advance(absl::Minutes(1));
  client_.Publish(OfVisitor("v2", "", "Order Completed"));
  EXPECT_EQ(client_.GetCustomer("anna").events_total(), 3U);
  EXPECT_EQ(client_.Stats("cart").goals(), 1U);
  client_.Advance(absl::Hours(2));
  EXPECT_TRUE(gateway_.Messages().empty());
}

TEST_F(CustomerE2eTest, AnOrderByWhichAVisitorBecomesKnownEndsHisRuns) {
  client_.Publish(OfVisitor("v1", "", "Product Added", R"({"name":"Soap"})"));
  client_.AdvanceTo(At("2026-03-02T10:10:00Z"));
  client_.Publish(OfVisitor("e1", "anna", "Order Completed"));
  client_.Advance(absl::Hours(2));
  EXPECT_TRUE(gateway_.Messages().empty());
  EXPECT_EQ(client_.GetCustomer("anna").runs_size(), 0);
  EXPECT_EQ(client_.GetCustomer("anna").events_total(), 2U);
  EXPECT_EQ(client_.Stats("cart").goals(), 1U);
  EXPECT_EQ(client_.Stats("cart").ended().at("goal"), 1U);
}

TEST_F(CustomerE2eTest, MergingAgainChangesNothing) {
  client_.Publish(OfVisitor("v1", "", "Product Added", R"({"name":"Soap"})"));
  client_.Publish(OfVisitor("e1", "anna", "Logged In"));
  client_.Publish(OfVisitor("e2", "anna", "Logged In"));
  client_.Advance(absl::Hours(2));
  EXPECT_EQ(client_.GetCustomer("anna").events_total(), 3U);
  EXPECT_EQ(gateway_.Messages().size(), 1U);
}

TEST_F(CustomerE2eTest, AnErasedCustomerIsForgottenAndSentNothing) {
  client_.Publish(MakeEvent("e1", "anna", "Product Added"));
  EXPECT_TRUE(Erase("anna"));
  EXPECT_EQ(CodeOfGet("anna"), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(client_.CountFound("anna", {"e1"}), 0);
  client_.Advance(absl::Hours(2));
  EXPECT_TRUE(gateway_.Messages().empty());
  EXPECT_EQ(client_.Stats("cart").ended().at("erased"), 1U);
  EXPECT_EQ(client_.Stats("cart").steps(0).waiting(), 0U);
}

TEST_F(CustomerE2eTest, AnErasedCustomerDoesNotComeBackForADay) {
  client_.Publish(MakeEvent("e1", "anna", "Product Added"));
  Erase("anna");
  EXPECT_EQ(CodeOfPublish(MakeEvent("e2", "anna", "Product Added")),
            grpc::StatusCode::FAILED_PRECONDITION);
  client_.AdvanceTo(At("2026-03-03T09:59:59Z"));
  EXPECT_EQ(CodeOfPublish(MakeEvent("e2", "anna", "Product Added")),
            grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(CodeOfGet("anna"), grpc::StatusCode::NOT_FOUND);
  client_.AdvanceTo(At("2026-03-03T10:00:00Z"));
  EXPECT_EQ(CodeOfPublish(MakeEvent("e2", "anna", "Product Added")), grpc::StatusCode::OK);
  EXPECT_EQ(client_.GetCustomer("anna").events_total(), 1U);
}

TEST_F(CustomerE2eTest, TheLastDecisionsCanBeAskedFor) {
  client_.Publish(MakeEvent("e1", "anna", "Product Added"));
  client_.Advance(absl::Hours(2));
  v1::ExplainRequest request;
  request.set_customer_id("anna");
  request.set_limit(2);
  const auto response = client_.Must(&v1::CustomerService::Stub::Explain, request);
  ASSERT_EQ(response.decisions_size(), 2);
  EXPECT_EQ(response.decisions(0).what(), "sent");
  EXPECT_EQ(response.decisions(0).send_id(), gateway_.Messages().at(0).send_id);
  EXPECT_EQ(response.decisions(0).step(), "reminder");
  EXPECT_EQ(response.decisions(0).channel(), v1::CHANNEL_EMAIL);
  EXPECT_EQ(support::ToTime(response.decisions(0).time()), At("2026-03-02T11:00:00Z"));
  EXPECT_EQ(response.decisions(1).what(), "ended");
  EXPECT_EQ(response.decisions(1).why(), "completed");
}

TEST_F(CustomerE2eTest, EverythingIsThereAfterARestart) {
  client_.Publish(MakeEvent("e1", "anna", "Product Added", R"({"name":"Soap"})"));
  client_.AdvanceTo(At("2026-03-02T10:30:00Z"));
  ASSERT_EQ(gateway_.process.Terminate(), 0);
  gateway_.process.Restart();
  support::GatewayClient client(gateway_.process.address());
  EXPECT_LT(client.Now() - At("2026-03-02T10:30:00Z"), absl::Seconds(1));
  EXPECT_GE(client.Now(), At("2026-03-02T10:30:00Z"));
  client.AdvanceTo(At("2026-03-02T11:00:00Z"));
  ASSERT_EQ(gateway_.Messages().size(), 1U);
  EXPECT_EQ(gateway_.Messages()[0].content.at("subject"), "Soap");
  EXPECT_EQ(client.GetCustomer("anna").events_total(), 1U);
}

}  // namespace
}  // namespace usher::integration
