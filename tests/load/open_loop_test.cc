// Against a server that behaves badly on purpose: what it does to others must show.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"

#include "load/session.h"
#include "usher/v1/event.grpc.pb.h"

namespace usher::load {
namespace {

using testing::HasSubstr;

// Knows single events only. Answers when so many calls wait, refuses all, or never answers.
class FakeEvents : public v1::EventService::Service {
 public:
  enum class Manner { kTogether, kRefuse, kNever };
  FakeEvents(Manner manner, int together) : manner_(manner), together_(together) {}

  grpc::Status Publish(grpc::ServerContext* context, const v1::PublishRequest*,
                       v1::PublishResponse*) override {
    if (manner_ == Manner::kRefuse) return {grpc::StatusCode::RESOURCE_EXHAUSTED, "full"};
    std::unique_lock<std::mutex> lock(mutex_);
    if (manner_ == Manner::kTogether) {
      ++waiting_;
      changed_.notify_all();
      changed_.wait(lock, [this] { return waiting_ >= together_; });
      return grpc::Status::OK;
    }
    while (!context->IsCancelled()) changed_.wait_for(lock, std::chrono::milliseconds(10));
    return grpc::Status::CANCELLED;
  }

 private:
  const Manner manner_;
  const int together_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
};

absl::StatusOr<Report> RunAgainst(FakeEvents* events, std::vector<std::string> flags) {
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(events);
  const auto server = builder.BuildAndStart();
  flags.insert(flags.end(), {"--server", "127.0.0.1:" + std::to_string(port), "--quiet"});
  std::vector<const char*> pointers = {"usher-load"};
  for (const std::string& flag : flags) pointers.push_back(flag.c_str());
  Options options;
  std::ostringstream out;
  if (ParseOptions(static_cast<int>(pointers.size()), pointers.data(), out, out, &options) !=
      ParseOutcome::kRun) {
    return absl::InvalidArgumentError(out.str());
  }
  ProgressLine progress(&out, /*terminal=*/false, /*quiet=*/true);
  const std::atomic<bool> stop = false;
  return Conduct(options, stop, &progress);
}

TEST(OpenLoopTest, SlowServerNeitherStopsArrivalsNorHidesTheirWaiting) {
  // Nothing is answered until the 50th event, half a second after the first.
  FakeEvents events(FakeEvents::Manner::kTogether, 50);
  const auto report = RunAgainst(&events, {"--rate", "100", "--duration", "510ms", "--no-verify"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->total.tally.ok(), 51U);
  // Event k waited for 490 ms - k * 10 ms at least.
  EXPECT_GE(report->total.tally.latency_ns.max(), 490'000'000U);
  EXPECT_GE(report->total.tally.latency_ns.Quantile(0.5), 230'000'000U);
}

TEST(OpenLoopTest, ArrivalsThatCannotStartCountFromTheirTimeAndAreReported) {
  FakeEvents events(FakeEvents::Manner::kNever, 0);
  const auto report =
      RunAgainst(&events, {"--rate", "100", "--duration", "400ms", "--in-flight-max", "5",
                           "--timeout", "150ms", "--no-verify"});
  ASSERT_TRUE(report.ok()) << report.status();
  const Tally& tally = report->total.tally;
  EXPECT_EQ(tally.offered, 40U);
  EXPECT_EQ(tally.codes[grpc::StatusCode::DEADLINE_EXCEEDED], 40U);
  EXPECT_GT(report->held_back, 0U);
  EXPECT_GE(tally.latency_ns.min(), 150'000'000U);
}

TEST(OpenLoopTest, RefusalsAreShedAndHaveNoLatency) {
  FakeEvents events(FakeEvents::Manner::kRefuse, 0);
  const auto report = RunAgainst(&events, {"--rate", "200", "--duration", "200ms", "--no-verify"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->total.tally.shed(), 40U);
  EXPECT_EQ(report->total.tally.errors(), 0U);
  EXPECT_EQ(report->total.tally.latency_ns.count(), 0U);
}

TEST(OpenLoopTest, ServerWithoutLookupLeavesPresenceUnchecked) {
  FakeEvents events(FakeEvents::Manner::kTogether, 1);
  const auto report = RunAgainst(&events, {"--rate", "100", "--duration", "100ms"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok());
  EXPECT_EQ(report->verification.front().id, "events_present");
  EXPECT_EQ(report->verification.front().checked, 0U);
  EXPECT_THAT(report->verification.front().detail, HasSubstr("no Lookup"));
}

TEST(OpenLoopTest, MethodTheServerLacksIsAnError) {
  FakeEvents events(FakeEvents::Manner::kTogether, 1);
  for (const char* form : {"batch", "stream"}) {
    const auto report = RunAgainst(&events, {"--form", form, "--rate", "100", "--duration", "100ms",
                                             "--timeout", "500ms", "--no-verify"});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->total.tally.completed(), 10U) << form;
    EXPECT_EQ(report->total.tally.ok(), 0U) << form;
    EXPECT_EQ(report->error_texts.count(grpc::StatusCode::UNIMPLEMENTED), 1U) << form;
  }
}

}  // namespace
}  // namespace usher::load
