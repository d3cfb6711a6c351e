#include <csignal>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/integration/running_gateway.h"
#include "tests/support/steady_publisher.h"

namespace usher::integration {
namespace {

using support::Acknowledged;
using support::MakeEvent;
using support::RunUsherd;
using support::SteadyPublisher;
using testing::HasSubstr;

std::vector<v1::Event> ManyEvents(const std::string& prefix) {
  std::vector<v1::Event> events;
  for (int i = 0; i < 200'000; ++i) {
    events.push_back(MakeEvent(absl::StrCat("e", i), absl::StrCat(prefix, i), "Seen"));
  }
  return events;
}

TEST(ShutdownTest, UnderLoadItEndsWellAndKeepsWhatItAcknowledged) {
  RunningGateway gateway;
  SteadyPublisher first(gateway.process.address(), ManyEvents("a"));
  SteadyPublisher second(gateway.process.address(), ManyEvents("b"));
  first.AwaitAcknowledged(200);

  EXPECT_EQ(gateway.process.Terminate(), 0) << gateway.process.stderr_text();

  gateway.process.Restart();
  first.Stop();
  second.Stop();
  EXPECT_THAT(first.surprises(), testing::IsEmpty());
  std::size_t found = 0;
  for (const SteadyPublisher* publisher : {&first, &second}) {
    for (const Acknowledged& each : publisher->acknowledged()) {
      ASSERT_EQ(gateway.client.CountFound(each.event.customer_id(), {each.event.id()}), 1);
      ++found;
    }
  }
  EXPECT_GE(found, 200U);
}

TEST(ShutdownTest, AnOpenStreamIsToldAndDoesNotHoldItUp) {
  RunningGateway gateway;
  grpc::ClientContext context;
  const auto stream = gateway.client.events().PublishStream(&context);
  v1::PublishStreamRequest request;
  *request.add_events() = MakeEvent("e1", "anna", "Seen");
  ASSERT_TRUE(stream->Write(request));
  v1::PublishStreamResponse response;
  ASSERT_TRUE(stream->Read(&response));

  const absl::Time start = absl::Now();
  EXPECT_EQ(gateway.process.Terminate(), 0);

  EXPECT_LT(absl::Now() - start, absl::Seconds(10)) << "it waits for the drain time-out";
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(ShutdownTest, ItEndsWhileItsRedisDoesNotAnswer) {
  RunningGateway gateway;
  kill(gateway.process.redis_pid(), SIGSTOP);
  EXPECT_EQ(gateway.process.Terminate(), 0) << gateway.process.stderr_text();
}

TEST(ShutdownTest, ADataDirectoryHasOneGateway) {
  RunningGateway gateway;
  const auto end = RunUsherd({"--listen", "127.0.0.1:0", "--data-dir", gateway.dir.path()});
  EXPECT_EQ(end.status, 1);
  EXPECT_THAT(end.stderr_text, HasSubstr(absl::StrCat("the data directory ", gateway.dir.path(),
                                                      " is used by another gateway (process ",
                                                      gateway.process.pid(), ")")));
  gateway.client.Publish(MakeEvent("e1", "anna", "Seen"));
}

TEST(ShutdownTest, AnAddressThatCannotBeUsedIsNamed) {
  RunningGateway gateway({"--listen", "127.0.0.1:0"});
  support::ScratchDir other;
  for (const std::string& address : {gateway.process.address(), std::string("256.1.1.1:1")}) {
    const auto end = RunUsherd({"--listen", address, "--data-dir", other.path()});
    EXPECT_EQ(end.status, 1);
    EXPECT_THAT(end.stderr_text, HasSubstr("usherd: cannot listen on " + address));
  }
  gateway.client.Publish(MakeEvent("e1", "anna", "Seen"));
}

TEST(ShutdownTest, BadFlagsEndWithTwoAndAPreciseMessage) {
  const struct {
    std::vector<std::string> flags;
    const char* message;
  } cases[] = {
      {{"--no-such-flag", "1"}, "--no-such-flag"},
      {{"--clock-speed", "fast"}, "usherd: --clock-speed fast: "},
      {{"--clock-speed", "-1"}, "usherd: --clock-speed: must be from 0 to 1000000"},
      {{"--clock-start", "2026-03-02T10:00:00Z"},
       "usherd: --clock-start: goes with another --clock-speed than 1"},
      {{"--clock-speed", "0", "--clock-start", "tomorrow"}, "usherd: --clock-start tomorrow: "},
      {{"--shards", "0"}, "usherd: --shards: 0: must be from 1 to 16384"},
      {{"--dedup-max", "31"}, "usherd: --dedup-max: 31: must be from 32 to 100000"},
      {{"--attempt-lease", "1s"}, "usherd: --attempt-lease: must be at least twice"},
      {{"--drain-timeout", "soon"}, "usherd: --drain-timeout soon: "},
      {{"--drain-timeout", "2h"}, "usherd: --drain-timeout: 2h: must be from 1ms to 1h"},
      {{"--log-level", "loud"}, "usherd: --log-level: loud: must be debug, info, warn or error"},
      {{"--config", "/nowhere.yaml"}, "usherd: --config /nowhere.yaml: cannot be read"},
  };
  for (const auto& each : cases) {
    const auto end = RunUsherd(each.flags);
    EXPECT_EQ(end.status, 2) << end.stderr_text;
    EXPECT_THAT(end.stderr_text, HasSubstr(each.message));
  }
}

TEST(ShutdownTest, WhatCannotBeUsedEndsWithOneAndIsNamed) {
  support::ScratchDir dir;
  const std::string policy = dir.path() + "/policy.yaml";
  std::ofstream(policy) << "policy: test\ncaps: [{ max: 0, per: 1d }]\n";
  const struct {
    std::vector<std::string> flags;
    std::string message;
  } cases[] = {
      {{"--policy", policy}, policy + ":2:15: 0: must be 1 to 1000"},
      {{"--policy", "/nowhere.yaml"}, "/nowhere.yaml: cannot be read"},
      {{"--redis", "unix:///nowhere.sock"}, "/nowhere.sock"},
      {{"--redis", "http://localhost"}, "Redis URL: unknown scheme; expected redis://"},
  };
  for (const auto& each : cases) {
    std::vector<std::string> flags = {"--listen", "127.0.0.1:0", "--data-dir", dir.path()};
    flags.insert(flags.end(), each.flags.begin(), each.flags.end());
    const auto end = RunUsherd(flags);
    EXPECT_EQ(end.status, 1) << end.stderr_text;
    EXPECT_THAT(end.stderr_text, HasSubstr(each.message));
  }
}

TEST(ShutdownTest, AConfigurationFileIsReadAndFlagsWin) {
  support::ScratchDir dir;
  const std::string config = dir.path() + "/usherd.yaml";
  std::ofstream(config) << "clock_speed: 0\nclock_start: 2026-03-02T10:00:00Z\nshards: 0\n";
  RunningGateway gateway({"--config", config, "--shards", "4"});
  EXPECT_EQ(gateway.client.Now(), At("2026-03-02T10:00:00Z"));
  std::ofstream(config) << "clock_speeed: 0\n";
  const auto end = RunUsherd({"--config", config});
  EXPECT_EQ(end.status, 2);
  EXPECT_THAT(end.stderr_text, HasSubstr(config + ":1:1"));
  EXPECT_THAT(end.stderr_text, HasSubstr("clock_speed"));
}

}  // namespace
}  // namespace usher::integration
