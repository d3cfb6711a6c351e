// The server as clients see it, the decent and the others.

#include "web/http_server.h"

#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/http_call.h"

namespace usher::web {
namespace {

using support::Call;
using support::HttpAnswered;
using support::HttpCall;
using support::ParseAnswer;
using support::RawConnection;
using testing::HasSubstr;

HttpServerConfig On(const std::string& listen) {
  HttpServerConfig config;
  config.listen = listen;
  return config;
}

// Answers each request with what it was, and remembers the exchanges of those below /later.
class HttpServerTest : public testing::Test {
 protected:
  void Start(HttpServerConfig config = On("127.0.0.1:0")) {
    auto server = HttpServer::Start(
        config, [this](const WebRequest& request, const std::shared_ptr<Exchange>& exchange) {
          Handle(request, exchange);
        });
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  void Handle(const WebRequest& request, const std::shared_ptr<Exchange>& exchange) {
    if (absl::StartsWith(request.path, "/later")) {
      const std::lock_guard<std::mutex> lock(mutex_);
      later_.push_back(exchange);
      if (request.path == "/later/at-last") {
        WebReply last;
        last.status = 203;
        exchange->ReplyAfter(absl::Milliseconds(1), std::move(last));
      }
      return;
    }
    WebReply reply;
    reply.body = absl::StrCat(request.method, " ", request.path, "?", request.query, " ",
                              request.Header("x-word"), " ", request.body);
    exchange->Reply(std::move(reply));
  }

  HttpAnswered Ask(const HttpCall& call) { return Call(server_->address(), call); }
  std::string AskRaw(const std::string& bytes) {
    const RawConnection connection(server_->address());
    connection.Send(bytes);
    return connection.ReadAll();
  }
  std::shared_ptr<Exchange> AwaitLater() {
    for (;;) {
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (!later_.empty()) return later_.back();
      }
      std::this_thread::yield();
    }
  }

  std::mutex mutex_;
  std::vector<std::shared_ptr<Exchange>> later_;  // guarded by mutex_
  std::unique_ptr<HttpServer> server_;            // goes first
};

TEST_F(HttpServerTest, HandsOverRequestsAsTheyAre) {
  Start();
  const HttpAnswered answer = Ask({"POST", "/a%20b?c=%26&d", {{"X-Word", "w"}}, "the body"});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "POST /a%20b?c=%26&d w the body");
  EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
  EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
}

TEST_F(HttpServerTest, HeadIsAnsweredWithoutABody) {
  Start();
  const HttpAnswered answer = Ask({"HEAD", "/a", {}, ""});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "");
}

TEST_F(HttpServerTest, OneConnectionServesManyRequests) {
  Start();
  const RawConnection connection(server_->address());
  for (int i = 0; i < 3; ++i) {
    connection.Send(absl::StrCat("GET /", i, " HTTP/1.1\r\nHost: a\r\n\r\n"));
    EXPECT_THAT(connection.ReadUntil("? "), HasSubstr(absl::StrCat("GET /", i)));
    connection.ReadUntil(" ");
  }
}

TEST_F(HttpServerTest, TheAnswerMayComeFromAnotherThreadLater) {
  Start();
  std::thread answering([this] {
    WebReply reply;
    reply.status = 201;
    const auto exchange = AwaitLater();
    exchange->Reply(std::move(reply));
    exchange->Reply(WebReply());
  });
  EXPECT_EQ(Ask({"GET", "/later", {}, ""}).status, 201);
  answering.join();
}

TEST_F(HttpServerTest, WithoutAnAnswerInTimeTheOtherIsGiven) {
  Start();
  EXPECT_EQ(Ask({"GET", "/later/at-last", {}, ""}).status, 203);
  AwaitLater()->Reply(WebReply());
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 200);
}

TEST_F(HttpServerTest, AClientThatLeavesEarlyHarmsNobody) {
  Start();
  {
    const RawConnection connection(server_->address());
    connection.Send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    AwaitLater();
  }
  AwaitLater()->Reply(WebReply());
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 200);
}

TEST_F(HttpServerTest, BodiesUpToTheLimitAreTaken) {
  HttpServerConfig config = On("127.0.0.1:0");
  config.body_bytes_max = 1'000;
  Start(config);
  EXPECT_EQ(Ask({"POST", "/", {}, std::string(1'000, 'x')}).status, 200);
  EXPECT_EQ(Ask({"POST", "/", {}, std::string(1'001, 'x')}).status, 413);
  const std::string chunked = absl::StrCat(
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n",
      "3e9\r\n", std::string(1'001, 'x'), "\r\n0\r\n\r\n");
  EXPECT_EQ(ParseAnswer(AskRaw(chunked)).status, 413);
}

TEST_F(HttpServerTest, AnEndlessBodyEndsTheConnection) {
  HttpServerConfig config = On("127.0.0.1:0");
  config.body_bytes_max = 1'000;
  Start(config);
  const RawConnection connection(server_->address());
  connection.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = absl::StrCat("3e8\r\n", std::string(1'000, 'x'), "\r\n");
  while (connection.Send(chunk)) {
  }
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 200);
}

TEST_F(HttpServerTest, HeadersBeyondTheLimitAreRefused) {
  Start();
  const int status = Ask({"GET", "/", {{"X-Word", std::string(40'000, 'x')}}, ""}).status;
  EXPECT_TRUE(status == 431 || status == 414 || status == 413) << status;
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 200);
}

TEST_F(HttpServerTest, WhatIsNoHttpIsRefused) {
  Start();
  EXPECT_EQ(ParseAnswer(AskRaw("GET / HTTP/1.1\r\n\r\n")).status, 400) << "no host";
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 200);
}

TEST_F(HttpServerTest, ARequestThatDoesNotArriveInTimeIsCutOff) {
  HttpServerConfig config = On("127.0.0.1:0");
  config.arrive_within = absl::Milliseconds(300);
  Start(config);
  EXPECT_EQ(AskRaw("GET / HTTP/1.1\r\nHost: a\r\nX-Never"), "");
  EXPECT_EQ(AskRaw("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"), "");
  AskRaw("\r\n\r\n\r\n");
  AskRaw(std::string("\x16\x03\x01\0\0\r\n\r\n", 9));
}

TEST_F(HttpServerTest, AnAnswerMayTakeLongerThanARequest) {
  HttpServerConfig config = On("127.0.0.1:0");
  config.arrive_within = absl::Milliseconds(300);
  Start(config);
  std::thread answering([this] {
    const auto exchange = AwaitLater();
    // Meanwhile a slow one is cut off.
    EXPECT_EQ(AskRaw("GET / HTTP/1.1\r\nHost: a\r\n"), "");
    exchange->Reply(WebReply());
  });
  EXPECT_EQ(Ask({"GET", "/later", {}, ""}).status, 200);
  answering.join();
}

TEST_F(HttpServerTest, ShutdownAnswersWhatHasArrived) {
  Start();
  std::thread stopping;
  std::thread asking([this] { EXPECT_EQ(Ask({"GET", "/later", {}, ""}).status, 200); });
  const auto exchange = AwaitLater();
  stopping = std::thread([this] { server_->Shutdown(absl::Minutes(1)); });
  exchange->Reply(WebReply());
  stopping.join();
  asking.join();
}

TEST_F(HttpServerTest, ShutdownEndsWhatIsNotAnsweredInTime) {
  Start();
  std::thread asking([this] { EXPECT_EQ(Ask({"GET", "/later", {}, ""}).status, 503); });
  const auto exchange = AwaitLater();
  server_->Shutdown(absl::ZeroDuration());
  asking.join();
  exchange->Reply(WebReply());
}

TEST_F(HttpServerTest, ListensOnASocketOfTheFileSystem) {
  const std::string path = testing::TempDir() + "/http_server_test.sock";
  Start(On("unix:" + path));
  EXPECT_EQ(Ask({"GET", "/", {}, ""}).status, 200);
  server_.reset();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(HttpServerTest, WhereItCannotListenItSaysWhy) {
  Start();
  const auto handler = [](const WebRequest&, const std::shared_ptr<Exchange>&) {};
  const auto taken = HttpServer::Start(On(server_->address()), handler);
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kUnavailable) << taken.status();
  for (const char* address : {"", "nonsense", "127.0.0.1", "127.0.0.1:70000", ":80", "unix:"}) {
    const auto refused = HttpServer::Start(On(address), handler);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

}  // namespace
}  // namespace usher::web
