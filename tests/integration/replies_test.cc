// What customers write is handed over to the shop's chat, at least once.

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "tests/integration/running_gateway.h"
#include "tests/support/node_process.h"
#include "tests/support/scripted_server.h"

namespace usher::integration {
namespace {

using support::NodeProcess;
using testing::HasSubstr;

constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

v1::Feedback Reply(const std::string& id, const std::string& text) {
  v1::Feedback reply;
  reply.set_id(id);
  reply.set_kind(v1::FEEDBACK_KIND_REPLIED);
  reply.set_customer_id("anna");
  reply.set_channel(v1::CHANNEL_CHAT);
  reply.set_text(text);
  return reply;
}

// A gateway that hands replies over to `url`.
std::unique_ptr<RunningGateway> HandingOver(const std::string& folder, const std::string& url) {
  std::ofstream(folder + "/secrets") << kSecret << "\n";
  return std::make_unique<RunningGateway>(
      StandingClock(), "",
      absl::StrCat("replies:\n  webhook:\n    url: ", url, "\n    secrets_file: ", folder,
                   "/secrets\n    allow_private: 127.0.0.1\n"));
}

TEST(RepliesTest, AReplyReachesTheShopsChatSigned) {
  support::ScratchDir folder;
  NodeProcess receiver("tests/support/webhook_receiver.cjs", {kSecret});
  const auto gateway =
      HandingOver(folder.path(), absl::StrCat("http://127.0.0.1:", receiver.port(), "/204"));
  gateway->client.AddCustomer("anna", {v1::CHANNEL_CHAT});
  gateway->client.Report(Reply("r1", "Does \"Blue\" come in 2 l?\n¿Sí?"));
  auto got = receiver.Next();
  EXPECT_EQ(got["verified"], "yes");
  const auto body = base::ParseJson(got["body"]);
  ASSERT_TRUE(body.ok()) << got["body"];
  EXPECT_EQ(*body->Find("type")->as_string(), "message.replied");
  const base::Value& data = *body->Find("data");
  EXPECT_EQ(*data.Find("customer_id")->as_string(), "anna");
  EXPECT_EQ(*data.Find("channel")->as_string(), "chat");
  EXPECT_EQ(*data.Find("message_id")->as_string(), "r1");
  EXPECT_EQ(*data.Find("text")->as_string(), "Does \"Blue\" come in 2 l?\n¿Sí?");
  EXPECT_EQ(*data.Find("time")->as_string(), "2026-03-02T10:00:00.000Z");
  EXPECT_EQ(*data.Find("reply_id")->as_string(), got["id"]);
  const std::string conversation = *data.Find("conversation_id")->as_string();

  gateway->client.Advance(absl::Hours(1));
  gateway->client.Report(Reply("r2", "And red?"));
  auto next = receiver.Next();
  EXPECT_THAT(next["body"], HasSubstr(conversation)) << "it is the same conversation";
  EXPECT_NE(next["id"], got["id"]);
}

// Does not take the first `refusals` requests; remembers the ids of all.
struct HardToReach {
  explicit HardToReach(std::size_t refusals) : refusals(refusals) {}
  std::string Await(std::size_t count) {
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [&] { return ids.size() >= count; });
    return ids[count - 1];
  }
  std::size_t count() {
    const std::lock_guard<std::mutex> lock(mutex);
    return ids.size();
  }
  void Take(support::ServedConnection& connection) {
    for (std::string request = connection.ReadRequest(); !request.empty();
         request = connection.ReadRequest()) {
      bool refused = false;
      {
        const std::lock_guard<std::mutex> lock(mutex);
        const std::size_t at = request.find("webhook-id: ") + 12;
        ids.push_back(request.substr(at, 16));
        refused = ids.size() <= refusals;
        changed.notify_all();
      }
      connection.Write(refused ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
                               : "HTTP/1.1 204 No Content\r\n\r\n");
    }
  }

  const std::size_t refusals;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> ids;  // guarded by mutex
  support::ScriptedServer server{
      [this](support::ServedConnection& connection) { Take(connection); }};
};

TEST(RepliesTest, WhatTheChatDoesNotTakeIsHandedOverAgainWhateverBecomesOfTheGateway) {
  support::ScratchDir folder;
  HardToReach chat(2);
  const auto gateway = HandingOver(folder.path(), chat.server.url());
  gateway->client.AddCustomer("anna", {v1::CHANNEL_CHAT});
  gateway->client.Report(Reply("r1", "Hello"));
  const std::string id = chat.Await(1);
  gateway->process.Kill9();
  gateway->process.Restart();
  gateway->client.Advance(absl::Seconds(30));
  EXPECT_EQ(chat.Await(2), id);
  gateway->client.Advance(absl::Minutes(2));
  EXPECT_EQ(chat.Await(3), id);
  gateway->client.Advance(absl::Hours(2));
  EXPECT_EQ(chat.count(), 3U) << "it was taken";
}

}  // namespace
}  // namespace usher::integration
