#include "cli/inbox_commands.h"

#include <mutex>
#include <sstream>

#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "tests/support/fake_timing.h"
#include "usher/v1/delivery_service.grpc.pb.h"
#include "usher/v1/inbox_service.grpc.pb.h"

namespace usher::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::InboxMessage Offer() {
  v1::InboxMessage message;
  message.set_send_id("0123456789abcdef");
  message.set_journey("offer");
  message.set_step("stay");
  (*message.mutable_content())["text"] = "Stay";
  (*message.mutable_content())["link"] = "shop://stay";
  message.mutable_sent_at()->set_seconds(1'772'445'600);
  message.mutable_expire_at()->set_seconds(1'772'446'200);
  return message;
}

// Shows one offer to everybody but to nobody's.
class Inboxes : public v1::InboxService::Service {
 public:
  grpc::Status List(grpc::ServerContext*, const v1::ListInboxRequest* request,
                    v1::ListInboxResponse* response) override {
    if (request->customer_id() != "nobody") *response->add_messages() = Offer();
    return grpc::Status::OK;
  }
  grpc::Status Watch(grpc::ServerContext*, const v1::WatchInboxRequest*,
                     grpc::ServerWriter<v1::WatchInboxResponse>* writer) override {
    v1::WatchInboxResponse response;
    *response.add_messages() = Offer();
    writer->Write(response);
    response.mutable_messages(0)->mutable_seen_at()->set_seconds(1'772'445'700);
    writer->Write(response);
    response.Clear();
    response.add_removed("0123456789abcdef");
    writer->Write(response);
    return {grpc::StatusCode::UNAVAILABLE, "the gateway is shutting down"};
  }
  grpc::Status MarkSeen(grpc::ServerContext*, const v1::MarkSeenRequest* request,
                        v1::MarkSeenResponse* response) override {
    response->set_changed(static_cast<std::uint32_t>(request->send_ids_size()));
    return grpc::Status::OK;
  }
  grpc::Status Dismiss(grpc::ServerContext*, const v1::DismissRequest* request,
                       v1::DismissResponse* response) override {
    if (request->anonymous_id() != "v7") return {grpc::StatusCode::INVALID_ARGUMENT, "not v7"};
    response->set_changed(1);
    return grpc::Status::OK;
  }
};

// Hands over two deliveries and remembers what is reported.
class Deliveries : public v1::DeliveryService::Service {
 public:
  grpc::Status Subscribe(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::SubscribeResponse, v1::SubscribeRequest>* stream) override {
    v1::SubscribeRequest request;
    stream->Read(&request);
    if (request.start().channel() != v1::CHANNEL_PUSH) {
      return {grpc::StatusCode::FAILED_PRECONDITION, "its messages do not go to subscribers"};
    }
    stream->Write({});
    v1::SubscribeResponse response;
    for (const char* id : {"aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"}) {
      auto* delivery = response.add_deliveries();
      delivery->set_send_id(id);
      delivery->set_attempt(1);
    }
    stream->Write(response);
    while (stream->Read(&request)) {
      const std::lock_guard<std::mutex> lock(mutex_);
      for (const auto& report : request.reports()) {
        reported_.push_back(report.send_id().substr(0, 1) + " " +
                            v1::DeliveryResult_Name(report.result()));
      }
    }
    return grpc::Status::OK;
  }
  std::vector<std::string> reported() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return reported_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> reported_;
};

class InboxCommandsTest : public ::testing::Test {
 protected:
  InboxCommandsTest() {
    int port = 0;
    server_ = grpc::ServerBuilder()
                  .AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port)
                  .RegisterService(&inboxes_)
                  .RegisterService(&deliveries_)
                  .BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }

  ExitCode Call(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.end(), {"--server", address_});
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    return cli::Run(arguments, {.in = &in, .out = &out_, .err = &err_}, &timing_);
  }

  Inboxes inboxes_;
  Deliveries deliveries_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  testing::FakeTiming timing_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(InboxCommandsTest, ListsWhatIsShown) {
  EXPECT_EQ(Call({"inbox", "list", "c42"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("0123456789abcdef"));
  EXPECT_THAT(out_.str(), HasSubstr("Stay -> shop://stay"));
  EXPECT_EQ(Call({"inbox", "list", "c42", "-o", "name"}), kOk);
  EXPECT_EQ(out_.str(), "message/0123456789abcdef\n");
  EXPECT_EQ(Call({"inbox", "list", "nobody"}), kOk);
  EXPECT_EQ(out_.str(), "nothing is shown\n");
}

TEST_F(InboxCommandsTest, WatchesMessagesComeAndGo) {
  EXPECT_EQ(Call({"inbox", "watch", "c42", "--changes", "3"}), kOk);
  EXPECT_EQ(out_.str(),
            "shown 0123456789abcdef offer/stay until 2026-03-02T10:10:00Z: Stay -> shop://stay\n"
            "seen  0123456789abcdef offer/stay until 2026-03-02T10:10:00Z: Stay -> shop://stay\n"
            "gone  0123456789abcdef\n");
  EXPECT_EQ(Call({"inbox", "watch", "c42"}), kFailure) << "the gateway ended it";
  EXPECT_THAT(err_.str(), HasSubstr("shutting down"));
}

TEST_F(InboxCommandsTest, ReportsWhatTheCustomerDid) {
  EXPECT_EQ(Call({"inbox", "seen", "c42", "0123456789abcdef", "fedcba9876543210"}), kOk);
  EXPECT_EQ(out_.str(), "2 seen\n");
  EXPECT_EQ(Call({"inbox", "dismiss", "v7", "0123456789abcdef", "--anonymous"}), kOk);
  EXPECT_EQ(out_.str(), "1 dismissed\n");
  EXPECT_EQ(Call({"inbox", "dismiss", "c42", "0123456789abcdef"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("not v7"));
  EXPECT_EQ(Call({"inbox", "dismiss", "c42"}), kUsage) << "which message?";
}

TEST_F(InboxCommandsTest, TakesDeliveriesAndReportsOnThem) {
  EXPECT_EQ(Call({"deliveries", "watch", "push", "--report", "dead_address", "--count", "2"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr(R"("send_id":"aaaaaaaaaaaaaaaa")"));
  EXPECT_THAT(deliveries_.reported(),
              ElementsAre("a DELIVERY_RESULT_DEAD_ADDRESS", "b DELIVERY_RESULT_DEAD_ADDRESS"));
}

TEST_F(InboxCommandsTest, AsksWhatBecameOfADelivery) {
  EXPECT_EQ(Call({"deliveries", "watch", "push"}, "sent\nblocked\n"), kOk);
  EXPECT_THAT(err_.str(), HasSubstr("delivered, accepted, throttled, temporary, dead_address, "
                                    "complaint, blocked, unknown? "));
  EXPECT_THAT(deliveries_.reported(), ElementsAre("a DELIVERY_RESULT_BLOCKED"))
      << "the input is over after the first";
}

TEST_F(InboxCommandsTest, WrongSubscriptionsAreNamed) {
  EXPECT_EQ(Call({"deliveries", "watch", "pigeon"}), kUsage);
  EXPECT_EQ(Call({"deliveries", "watch", "push", "--report", "lost"}), kUsage);
  EXPECT_EQ(Call({"deliveries", "watch", "sms", "--report", "accepted"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("do not go to subscribers"));
}

TEST_F(InboxCommandsTest, HelpHasExamples) {
  EXPECT_EQ(Call({"inbox", "watch", "--help"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("usherctl inbox watch c42 --changes 3"));
  EXPECT_EQ(Call({"deliveries", "watch", "--help"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("usherctl deliveries watch push --report accepted"));
}

}  // namespace
}  // namespace usher::cli
