#include "cli/feedback_commands.h"

#include <atomic>
#include <mutex>
#include <set>
#include <sstream>

#include "gmock/gmock.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "cli/command_line.h"
#include "cli/feedback_lines.h"
#include "tests/support/fake_timing.h"
#include "usher/v1/feedback_service.grpc.pb.h"

namespace usher::cli {
namespace {

using ::testing::HasSubstr;

TEST(FeedbackLinesTest, AReportIsReadByTheNamesOfItsFields) {
  const auto report = ParseFeedbackLine(
      R"({"id":"b-1","kind":"bounced","customer_id":"c1","channel":"in_app","permanent":true,)"
      R"("time":"2026-03-02T10:00:00Z","detail":"no such user","send_id":"0123456789abcdef"})");
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->id(), "b-1");
  EXPECT_EQ(report->kind(), v1::FEEDBACK_KIND_BOUNCED);
  EXPECT_EQ(report->channel(), v1::CHANNEL_IN_APP);
  EXPECT_TRUE(report->permanent());
  EXPECT_EQ(report->time().seconds(), 1'772'445'600);
  EXPECT_EQ(report->detail(), "no such user");
  EXPECT_EQ(report->send_id(), "0123456789abcdef");
}

TEST(FeedbackLinesTest, FaultsNameTheMember) {
  const auto fault = [](const char* json) {
    return std::string(ParseFeedbackLine(json).status().message());
  };
  EXPECT_THAT(fault(R"({"id":"1"})"), HasSubstr("kind: missing; must be one of delivered, opened"));
  EXPECT_THAT(fault(R"({"kind":"bounce"})"), HasSubstr("kind: \"bounce\": must be one of"));
  EXPECT_THAT(fault(R"({"kind":"unspecified"})"), HasSubstr("kind:"));
  EXPECT_THAT(fault(R"({"kind":"opened","channel":"emial"})"), HasSubstr("channel: "));
  EXPECT_THAT(fault(R"({"kind":"opened","custmer_id":"c1"})"),
              HasSubstr("custmer_id: not a member of a report; did you mean customer_id"));
  EXPECT_THAT(fault(R"({"kind":"opened","time":"yesterday"})"), HasSubstr("time: \"yesterday\""));
  EXPECT_THAT(fault(R"({"kind":"bounced","permanent":"yes"})"),
              HasSubstr("permanent: must be true or false"));
  EXPECT_THAT(fault(R"({"kind":"opened","id":7})"), HasSubstr("id: must be a JSON string"));
  EXPECT_THAT(fault("[]"), HasSubstr("must be a JSON object"));
}

// Takes reports, but those of nobody's, and each of busy's at the second try only.
class Desk : public v1::FeedbackService::Service {
 public:
  grpc::Status Report(grpc::ServerContext*, const v1::ReportRequest* request,
                      v1::ReportResponse* response) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (away_) return {grpc::StatusCode::UNAVAILABLE, "the store is away"};
    for (const v1::Feedback& feedback : request->items()) {
      auto* item = response->add_items();
      if (feedback.customer_id() == "nobody") {
        item->set_code(static_cast<int>(grpc::StatusCode::NOT_FOUND));
        item->set_message("there is no such customer");
      } else if (feedback.customer_id() == "busy" && !busy_.exchange(true)) {
        item->set_code(static_cast<int>(grpc::StatusCode::RESOURCE_EXHAUSTED));
        item->set_message("too much");
      } else {
        item->mutable_result()->set_duplicate(!ids_.insert(feedback.id()).second);
        last_ = feedback;
      }
    }
    return grpc::Status::OK;
  }
  v1::Feedback last() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return last_;
  }
  void GoAway() { away_ = true; }

 private:
  std::mutex mutex_;
  std::set<std::string> ids_;
  v1::Feedback last_;
  std::atomic<bool> busy_ = false;
  std::atomic<bool> away_ = false;
};

class FeedbackCommandsTest : public ::testing::Test {
 protected:
  FeedbackCommandsTest() {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&desk_);
    server_ = builder.BuildAndStart();
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  FeedbackCommandsTest(const FeedbackCommandsTest&) = delete;
  FeedbackCommandsTest& operator=(const FeedbackCommandsTest&) = delete;
  ~FeedbackCommandsTest() override { server_->Shutdown(); }

  int Usherctl(std::vector<std::string> arguments, const std::string& input) {
    arguments.insert(arguments.begin(), {"--server", address_, "feedback"});
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    Console console;
    console.in = &in;
    console.out = &out_;
    console.err = &err_;
    return cli::Run(arguments, console, &timing_);
  }

  Desk desk_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
  testing::FakeTiming timing_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(FeedbackCommandsTest, LinesAreReportedAndCounted) {
  EXPECT_EQ(Usherctl({"report"}, R"({"id":"1","kind":"opened","customer_id":"c1"}

{"id":"1","kind":"opened","customer_id":"c1"}
{"id":"2","kind":"opened","customer_id":"busy"}
)"),
            kOk)
      << err_.str();
  EXPECT_EQ(out_.str(), "reported 2, duplicates 1, failed 0\n");
}

TEST_F(FeedbackCommandsTest, WhatIsRefusedIsNamedByItsLine) {
  EXPECT_EQ(Usherctl({"report", "-o", "json"}, R"({"id":"1","kind":"opened","customer_id":"nobody"}
{"id":"2","kind":"opend","customer_id":"c1"}
{"id":"3","kind":"opened","customer_id":"c1"}
)"),
            kFailure);
  EXPECT_EQ(out_.str(), "{\"reported\":1,\"duplicates\":0,\"failed\":2}\n");
  EXPECT_THAT(err_.str(), HasSubstr("line 1: NOT_FOUND: there is no such customer"));
  EXPECT_THAT(err_.str(), HasSubstr("line 2: kind: \"opend\""));
}

constexpr char kBounce[] =
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example.com\n\n"
    "Final-Recipient: rfc822; ada@example.org\nAction: failed\nStatus: 5.1.1\n\n"
    "--b\nContent-Type: text/rfc822-headers\n\n"
    "To: ada@example.org\nUsher-Message: m1.e30.c2ln\n\n--b--\n";

TEST_F(FeedbackCommandsTest, ABounceIsReported) {
  EXPECT_EQ(Usherctl({"bounce"}, kBounce), kOk) << err_.str();
  EXPECT_EQ(out_.str(), "reported 1, duplicates 0\n");
  EXPECT_EQ(desk_.last().token(), "m1.e30.c2ln");
  EXPECT_EQ(Usherctl({"bounce"}, kBounce), kOk);
  EXPECT_EQ(out_.str(), "reported 0, duplicates 1\n");
}

TEST_F(FeedbackCommandsTest, AMailServerTriesAgainLaterWhenNobodyTakesIt) {
  desk_.GoAway();
  EXPECT_EQ(Usherctl({"bounce", "--retry-for", "1s"}, kBounce), 75);
  EXPECT_THAT(err_.str(), HasSubstr("the store is away"));
}

TEST_F(FeedbackCommandsTest, AnotherMailIsLeftAlone) {
  EXPECT_EQ(Usherctl({"bounce"}, "Subject: Hi\n\nHi\n"), kOk);
  EXPECT_EQ(out_.str(), "nothing to report: it is no report\n");
}

}  // namespace
}  // namespace usher::cli
