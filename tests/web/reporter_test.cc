#include "web/reporter.h"

#include <future>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/fake_feedback.h"

namespace usher::web {
namespace {

using support::FakeFeedback;

class ReporterTest : public testing::Test {
 protected:
  static ReporterConfig Quick() {
    ReporterConfig config;
    config.wait = absl::Milliseconds(1);
    config.wait_max = absl::Milliseconds(1);
    return config;
  }

  std::future<absl::Status> Give(Reporter& reporter, const std::string& id) {
    auto given = std::make_shared<std::promise<absl::Status>>();
    messages::Feedback feedback;
    feedback.id = id;
    reporter.Report(feedback, [given](const absl::Status& status) { given->set_value(status); });
    return given->get_future();
  }

  const std::shared_ptr<FakeFeedback> port_ = std::make_shared<FakeFeedback>();
};

TEST_F(ReporterTest, RepeatsUntilItIsTaken) {
  Reporter reporter(port_, Quick());
  port_->AnswerNext({absl::UnavailableError("away"), absl::ResourceExhaustedError("full")});
  EXPECT_TRUE(Give(reporter, "r1").get().ok());
  const auto reports = port_->reports();
  ASSERT_EQ(reports.size(), 3U);
  EXPECT_EQ(reports[0].id, reports[2].id);
}

TEST_F(ReporterTest, DoesNotRepeatWhatIsRefused) {
  Reporter reporter(port_, Quick());
  port_->AnswerNext({absl::NotFoundError("nobody"), absl::InvalidArgumentError("id")});
  EXPECT_TRUE(absl::IsNotFound(Give(reporter, "r1").get()));
  EXPECT_TRUE(absl::IsInvalidArgument(Give(reporter, "r2").get()));
  EXPECT_EQ(port_->reports().size(), 2U);
}

TEST_F(ReporterTest, GivesUpAfterItsTime) {
  ReporterConfig config = Quick();
  config.give_up_after = absl::Milliseconds(5);
  Reporter reporter(port_, config);
  port_->AnswerNext(std::vector<absl::Status>(1'000, absl::UnavailableError("away")));
  EXPECT_TRUE(absl::IsUnavailable(Give(reporter, "r1").get()));
}

TEST_F(ReporterTest, RefusesWhenTooMuchIsUnderWay) {
  ReporterConfig config = Quick();
  config.reports_max = 1;
  Reporter reporter(port_, config);
  port_->Hold();
  auto first = Give(reporter, "r1");
  EXPECT_TRUE(absl::IsResourceExhausted(Give(reporter, "r2").get()));
  port_->Release();
  EXPECT_TRUE(first.get().ok());
  EXPECT_TRUE(Give(reporter, "r3").get().ok());
}

TEST_F(ReporterTest, TheEndComesForAllThatWaits) {
  ReporterConfig config;
  config.wait = absl::Hours(1);
  config.wait_max = absl::Hours(1);
  config.give_up_after = absl::Hours(2);
  Reporter reporter(port_, config);
  port_->AnswerNext({absl::UnavailableError("away")});
  auto waits = Give(reporter, "r1");
  port_->Await(1);
  reporter.Drain(absl::ZeroDuration());
  EXPECT_TRUE(absl::IsUnavailable(waits.get()));
}

TEST_F(ReporterTest, AnAnswerAfterTheEndIsTaken) {
  port_->Hold();
  std::future<absl::Status> late;
  {
    Reporter reporter(port_, Quick());
    late = Give(reporter, "r1");
  }
  port_->Release();
  EXPECT_TRUE(late.get().ok());
}

}  // namespace
}  // namespace usher::web
