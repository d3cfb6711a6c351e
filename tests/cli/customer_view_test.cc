#include "cli/customer_view.h"

#include <sstream>

#include "gtest/gtest.h"

namespace usher::cli {
namespace {

v1::ExplainResponse OneDecision() {
  v1::ExplainResponse response;
  auto* decision = response.add_decisions();
  decision->mutable_time()->set_seconds(1714590000);
  decision->set_journey("welcome");
  decision->set_step("hello");
  decision->set_what("quiet");
  decision->set_why("held until 08:00");
  decision->set_channel(v1::CHANNEL_PUSH);
  decision->set_send_id("m1");
  return response;
}

std::string Timeline(const std::string& time_zone, bool wide) {
  std::ostringstream out;
  PrintTimeline(OneDecision(), time_zone, wide, false, &out);
  return out.str();
}

TEST(CustomerViewTest, TimelineShowsTheCustomersLocalTime) {
  EXPECT_EQ(
      Timeline("Europe/Vienna", false),
      "LOCAL                     UTC                    JOURNEY/STEP    CHANNEL   WHAT    WHY\n"
      "Wed 2024-05-01 21:00:00   2024-05-01T19:00:00Z   welcome/hello   push      quiet   "
      "held until 08:00\n");
}

TEST(CustomerViewTest, TimelineOfAnUnknownZoneIsInUtcAlone) {
  EXPECT_EQ(
      Timeline("Atlantis/Capital", true),
      "UTC                    JOURNEY/STEP    CHANNEL   WHAT    WHY                KEY   "
      "MESSAGE\n"
      "2024-05-01T19:00:00Z   welcome/hello   push      quiet   held until 08:00         m1\n");
}

}  // namespace
}  // namespace usher::cli
