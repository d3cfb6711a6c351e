// usher-load against the real usherd: what it measures and checks, and that it notices a broken
// promise.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

#include "load/connections.h"
#include "load/session.h"
#include "tests/support/gateway_process.h"
#include "tests/support/scratch_redis.h"

namespace usher::load {
namespace {

class LoadSessionTest : public testing::Test {
 protected:
  std::string log_path() const { return dir_.path() + "/messages.jsonl"; }

  absl::StatusOr<Report> Run(std::vector<std::string> flags, std::ostream* progress = nullptr) {
    flags.insert(flags.end(), {"--server", gateway_.address(), "--message-log", log_path()});
    std::vector<const char*> pointers = {"usher-load"};
    for (const std::string& flag : flags) pointers.push_back(flag.c_str());
    Options options;
    std::ostringstream out;
    const ParseOutcome outcome =
        ParseOptions(static_cast<int>(pointers.size()), pointers.data(), out, out, &options);
    if (outcome != ParseOutcome::kRun) return absl::InvalidArgumentError(out.str());
    ProgressLine line(progress == nullptr ? &out : progress, /*terminal=*/false, /*quiet=*/false);
    return Conduct(options, stop_, &line);
  }

  static Check Find(const Report& report, const std::string& id) {
    for (const Check& check : report.verification) {
      if (check.id == id) return check;
    }
    ADD_FAILURE() << "no check " << id;
    return {};
  }

  support::ScratchDir dir_;
  support::GatewayProcess gateway_{dir_.path(), {}};
  std::atomic<bool> stop_ = false;
};

TEST_F(LoadSessionTest, EveryFormTakesTheWholeScheduleAndKeepsItsPromises) {
  for (const char* form : {"unary", "batch", "stream"}) {
    const auto report = Run({"ingest", "--form", form, "--rate", "500", "--duration", "1s",
                             "--warmup", "200ms", "--duplicates", "0.1", "--customers", "200"});
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->total.tally.offered, 500U) << form;
    EXPECT_EQ(report->total.tally.ok(), 500U) << form;
    EXPECT_GT(report->total.tally.duplicates, 10U) << form;
    EXPECT_TRUE(report->ok()) << form;
    EXPECT_EQ(Find(*report, "events_present").checked, Find(*report, "new_events_are_new").checked)
        << form;
    EXPECT_GT(Find(*report, "repeats_are_duplicates").checked, 10U) << form;
    EXPECT_EQ(report->durability, "LOCAL");
  }
}

TEST_F(LoadSessionTest, ClosedLoopIsBoundedByItsConcurrency) {
  const auto report = Run({"--concurrency", "4", "--duration", "500ms"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(report->open_loop);
  EXPECT_GT(report->total.tally.ok(), 4U);
  EXPECT_EQ(report->total.tally.completed(), report->total.tally.offered);
  EXPECT_TRUE(report->ok());
}

TEST_F(LoadSessionTest, TimersAreComparedWithTheMessageLog) {
  const std::string path = dir_.path() + "/timers.yaml";
  std::ofstream(path) << "journeys: [journey.yaml]\n"
                         "timers: { count: 50, journey: t, event: Set, due_after: 1s }\n"
                         "events: { name: Seen }\n"
                         "phases: { duration: 2s, rate: 50 }\n";
  std::ofstream(dir_.path() + "/journey.yaml")
      << "journey: t\nenter: { on: Set }\nsteps:\n"
         "  - wait: { for: 1s, idle: { at_least: 1s } }\n"
         "  - send: { channels: [webhook], category: transactional, template: due }\n"
         "templates: { due: { webhook: { body: \"{}\" } } }\n";
  const auto report = Run({path});
  ASSERT_TRUE(report.ok()) << report.status();
  ASSERT_TRUE(report->timers.has_value());
  EXPECT_EQ(report->timers->count, 50U);
  EXPECT_EQ(report->timers->early, 0U);
  EXPECT_TRUE(report->ok());
  EXPECT_EQ(Find(*report, "sent_once").checked, 50U);
}

// Doctors the message log as soon as the run says how it goes.
class Doctor : public std::stringbuf {
 public:
  explicit Doctor(std::string log) : log_(std::move(log)) {}

 protected:
  int sync() override {
    if (done_) return 0;
    done_ = true;
    const std::string line =
        R"({"send_id":"00000000000000ab","customer_id":"c1","time":"2026-03-02T10:00:00Z"})";
    std::ofstream(log_, std::ios::app) << line << "\n" << line << "\n";
    return 0;
  }

 private:
  const std::string log_;
  bool done_ = false;
};

TEST_F(LoadSessionTest, MessageSentTwiceFailsTheRun) {
  Doctor doctor(log_path());
  std::ostream progress(&doctor);
  const auto report = Run({"--rate", "50", "--duration", "1s"}, &progress);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_FALSE(Find(*report, "sent_once").ok);
  EXPECT_FALSE(report->ok());
}

TEST_F(LoadSessionTest, StoppedRunReportsWhatWasMeasured) {
  stop_ = true;
  const auto report = Run({"--rate", "100", "--duration", "60s"});
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->interrupted);
}

TEST(LoadConnectionTest, MissingGatewayIsNamed) {
  const auto channels = Connect("unix:/nowhere/usherd.sock", 1, absl::Milliseconds(300));
  EXPECT_EQ(channels.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace usher::load
