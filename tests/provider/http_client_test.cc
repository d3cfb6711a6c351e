// The HTTP client against real servers on this machine that behave and misbehave.

#include "provider/http_client.h"

#include <future>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "tests/support/scripted_server.h"

namespace usher::provider {
namespace {

using support::ScriptedServer;
using support::ServedConnection;
using testing::HasSubstr;

constexpr char kOk[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class HttpClientTest : public testing::Test {
 protected:
  HttpResult Post(const std::string& url, absl::Duration timeout = absl::Seconds(10),
                  bool once = false) {
    HttpRequest request;
    request.url = url;
    request.headers = {"Content-Type: application/json"};
    request.body = R"({"a":1})";
    request.timeout = timeout;
    request.once = once;
    std::promise<HttpResult> result;
    client_.Post(std::move(request),
                 [&result](HttpResult got) { result.set_value(std::move(got)); });
    return result.get_future().get();
  }

  // What the client makes of a server that answers `text` and then closes.
  HttpResult AnsweredWith(const std::string& text) {
    ScriptedServer server([&](ServedConnection& connection) {
      connection.ReadRequest();
      connection.Write(text);
    });
    return Post(server.url());
  }

  std::shared_ptr<TransferLoop> loop_ = *TransferLoop::Start();
  HttpClient client_{loop_, AddressGuard({*ParseAddressRange("127.0.0.1")}), ""};
};

TEST_F(HttpClientTest, PostsTheBodyAndReadsTheAnswer) {
  std::promise<std::string> seen;
  ScriptedServer server([&](ServedConnection& connection) {
    seen.set_value(connection.ReadRequest());
    connection.Write(
        "HTTP/1.1 202 Accepted\r\nX-Thing:  some value \r\nContent-Length: 2\r\n\r\nok");
  });
  const HttpResult result = Post(server.url());
  const std::string request = seen.get_future().get();
  EXPECT_THAT(request, HasSubstr("POST / HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\n\r\n{\"a\":1}"));
  EXPECT_EQ(result.fate, HttpFate::kAnswered);
  EXPECT_EQ(result.answer.status, 202);
  EXPECT_EQ(result.answer.Header("x-thing"), "some value");
  EXPECT_EQ(result.answer.body, "ok");
  EXPECT_TRUE(result.answer.whole);
}

TEST_F(HttpClientTest, KeepsConnectionsOpen) {
  ScriptedServer server([](ServedConnection& connection) {
    while (!connection.ReadRequest().empty()) connection.Write(kOk);
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(Post(server.url()).answer.status, 200);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTest, WhatMayGoOnlyOnceGetsAConnectionOfItsOwn) {
  ScriptedServer server([](ServedConnection& connection) {
    while (!connection.ReadRequest().empty()) connection.Write(kOk);
  });
  for (int i = 0; i < 3; ++i) Post(server.url(), absl::Seconds(10), /*once=*/true);
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(HttpClientTest, RunsManyRequestsAtOnce) {
  constexpr int kRequests = 50;
  std::atomic<int> waiting = 0;
  std::promise<void> all_there;
  const std::shared_future<void> release = all_there.get_future().share();
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    if (++waiting == kRequests) all_there.set_value();
    release.wait();
    connection.Write(kOk);
  });
  std::vector<std::promise<int>> statuses(kRequests);
  for (std::promise<int>& status : statuses) {
    HttpRequest request;
    request.url = server.url();
    request.timeout = absl::Seconds(60);
    client_.Post(std::move(request),
                 [&status](const HttpResult& result) { status.set_value(result.answer.status); });
  }
  for (std::promise<int>& status : statuses) EXPECT_EQ(status.get_future().get(), 200);
}

TEST_F(HttpClientTest, NothingIsSentWhereNobodyListens) {
  int port = 0;
  {
    ScriptedServer gone([](ServedConnection&) {});
    port = gone.port();
  }
  const HttpResult result = Post(absl::StrCat("http://127.0.0.1:", port, "/"));
  EXPECT_EQ(result.fate, HttpFate::kNotSent);
  EXPECT_THAT(result.why, HasSubstr("connect"));
}

TEST_F(HttpClientTest, AnswersThatNeverComeAreUnknown) {
  ScriptedServer server([](ServedConnection& connection) { connection.AwaitClose(); });
  const HttpResult result = Post(server.url(), absl::Milliseconds(200));
  EXPECT_EQ(result.fate, HttpFate::kUnknown);
  EXPECT_THAT(result.why, HasSubstr("timed out"));
}

TEST_F(HttpClientTest, AnAnswerThatDripsIsCutOffByTheTimeout) {
  std::promise<void> gone;
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\nX: ");
    while (connection.Write("y")) std::this_thread::yield();
    gone.set_value();
  });
  const HttpResult result = Post(server.url(), absl::Milliseconds(300));
  EXPECT_NE(result.fate, HttpFate::kNotSent);
  gone.get_future().get();
}

TEST_F(HttpClientTest, AConnectionThatBreaksAfterTheRequestIsUnknown) {
  EXPECT_EQ(AnsweredWith("").fate, HttpFate::kUnknown);
  EXPECT_EQ(AnsweredWith("HTTP/1.1 200 OK\r\nContent-Le").fate, HttpFate::kUnknown);

  ScriptedServer server([](ServedConnection& connection) {
    connection.ReadRequest();
    connection.Reset();
  });
  EXPECT_EQ(Post(server.url()).fate, HttpFate::kUnknown);
}

TEST_F(HttpClientTest, AHalfClosedConnectionStillAnswers) {
  ScriptedServer server([](ServedConnection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\n\r\nok");
    connection.CloseHalf();
    connection.AwaitClose();
  });
  const HttpResult result = Post(server.url());
  EXPECT_EQ(result.answer.status, 200);
  EXPECT_EQ(result.answer.body, "ok");
}

TEST_F(HttpClientTest, AStatusCountsThoughItsBodyIsNotAsLongAsPromised) {
  const HttpResult result =
      AnsweredWith("HTTP/1.1 500 Oops\r\nContent-Length: 1000000\r\n\r\nshort");
  EXPECT_EQ(result.fate, HttpFate::kAnswered);
  EXPECT_EQ(result.answer.status, 500);
  EXPECT_EQ(result.answer.body, "short");
  EXPECT_FALSE(result.answer.whole);
}

TEST_F(HttpClientTest, WhatIsBeyondTheContentLengthIsNoPartOfTheAnswer) {
  EXPECT_EQ(AnsweredWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and more").answer.body,
            "ok");
}

TEST_F(HttpClientTest, AHugeBodyIsCutOff) {
  std::promise<void> gone;
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\n\r\n");
    while (connection.Write(std::string(65'536, 'x'))) {
    }
    gone.set_value();
  });
  const HttpResult result = Post(server.url());
  EXPECT_EQ(result.answer.status, 200);
  EXPECT_EQ(result.answer.body.size(), kHttpBodyBytesMax);
  EXPECT_FALSE(result.answer.whole);
  gone.get_future().get();
}

TEST_F(HttpClientTest, EndlessHeadersAreCutOff) {
  std::promise<void> gone;
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\n");
    while (connection.Write(absl::StrCat("X: ", std::string(1000, 'x'), "\r\n"))) {
    }
    gone.set_value();
  });
  const HttpResult result = Post(server.url());
  EXPECT_EQ(result.fate, HttpFate::kUnknown);
  EXPECT_EQ(result.why, "more than 32768 bytes of headers were answered");
  gone.get_future().get();
}

TEST_F(HttpClientTest, OneEndlessHeaderIsCutOff) {
  std::promise<void> gone;
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    connection.Write("HTTP/1.1 200 OK\r\nX: ");
    while (connection.Write(std::string(65'536, 'x'))) {
    }
    gone.set_value();
  });
  EXPECT_EQ(Post(server.url()).fate, HttpFate::kUnknown);
  gone.get_future().get();
}

TEST_F(HttpClientTest, WhatIsNoHttpIsNoAnswer) {
  for (const char* text : {"SSH-2.0-OpenSSH_9.2\r\n", "220 mail ESMTP\r\n", "\r\n\r\n\r\n",
                           "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 099 Low\r\n\r\n"}) {
    EXPECT_EQ(AnsweredWith(text).fate, HttpFate::kUnknown) << text;
  }
}

TEST_F(HttpClientTest, AnInterimAnswerIsNotTheAnswer) {
  const HttpResult result = AnsweredWith(
      "HTTP/1.1 103 Early Hints\r\nX: early\r\n\r\n"
      "HTTP/1.1 201 Created\r\nX: late\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(result.answer.status, 201);
  EXPECT_EQ(result.answer.Header("x"), "late");
}

TEST_F(HttpClientTest, RedirectsAreAnswersAndAreNotFollowed) {
  std::atomic<int> visits = 0;
  ScriptedServer elsewhere([&](ServedConnection&) { ++visits; });
  const HttpResult result = AnsweredWith(absl::StrCat(
      "HTTP/1.1 307 Moved\r\nLocation: ", elsewhere.url(), "\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(result.answer.status, 307);
  EXPECT_EQ(visits, 0);
}

TEST_F(HttpClientTest, ReadsRetryAfterInSecondsAndIgnoresWhatIsNone) {
  const auto after = [&](const std::string& value) {
    return AnsweredWith(absl::StrCat("HTTP/1.1 429 Slow\r\nRetry-After: ", value,
                                     "\r\nContent-Length: 0\r\n\r\n"))
        .answer.retry_after;
  };
  EXPECT_EQ(after("17"), absl::Seconds(17));
  EXPECT_EQ(after("soon"), absl::ZeroDuration());
  EXPECT_EQ(after("-5"), absl::ZeroDuration());
  EXPECT_EQ(after("Fri, 31 Dec 1999 23:59:59 GMT"), absl::ZeroDuration());
  EXPECT_GT(after("Fri, 31 Dec 2100 23:59:59 GMT"), absl::Hours(24));
}

TEST_F(HttpClientTest, NeverConnectsToAnAddressThatIsNotAllowed) {
  std::atomic<int> visits = 0;
  ScriptedServer inside([&](ServedConnection&) { ++visits; });
  HttpClient guarded(loop_, AddressGuard(), "");
  for (const char* host : {"127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1", "0",
                           "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "169.254.169.254"}) {
    HttpRequest request;
    request.url = absl::StrCat("http://", host, ":", inside.port(), "/");
    std::promise<HttpResult> result;
    guarded.Post(std::move(request),
                 [&result](HttpResult got) { result.set_value(std::move(got)); });
    const HttpResult got = result.get_future().get();
    EXPECT_EQ(got.fate, HttpFate::kNotSent) << host;
    EXPECT_EQ(got.why, "its name leads to an address that is not public; see allow_private")
        << host;
  }
  EXPECT_EQ(visits, 0);
}

TEST_F(HttpClientTest, OtherProtocolsAndCredentialsInTheUrlAreRefused) {
  for (const char* url : {"file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/",
                          "http://user:secret@127.0.0.1/", "no url"}) {
    EXPECT_EQ(Post(url).fate, HttpFate::kNotSent) << url;
  }
}

TEST_F(HttpClientTest, NoProxyOfTheEnvironmentIsUsed) {
  std::atomic<int> visits = 0;
  ScriptedServer proxy([&](ServedConnection&) { ++visits; });
  setenv("http_proxy", proxy.url().c_str(), 1);
  EXPECT_EQ(AnsweredWith(kOk).answer.status, 200);
  unsetenv("http_proxy");
  EXPECT_EQ(visits, 0);
}

TEST(TransferLoopTest, EndsWhatIsUnderWayWhenItGoes) {
  auto loop = std::shared_ptr<TransferLoop>(*TransferLoop::Start());
  std::promise<void> arrived;
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    arrived.set_value();
    connection.AwaitClose();
  });
  std::promise<HttpFate> fate;
  {
    HttpClient client(loop, AddressGuard({*ParseAddressRange("127.0.0.1")}), "");
    HttpRequest request;
    request.url = server.url();
    request.timeout = absl::Hours(1);
    client.Post(std::move(request),
                [&fate](const HttpResult& result) { fate.set_value(result.fate); });
    arrived.get_future().get();
  }
  loop.reset();
  EXPECT_EQ(fate.get_future().get(), HttpFate::kUnknown);
}

TEST(TransferLoopTest, WhatBeginsWhileItGoesEndsToo) {
  auto loop = std::shared_ptr<TransferLoop>(*TransferLoop::Start());
  std::promise<void> arrived;
  ScriptedServer server([&](ServedConnection& connection) {
    connection.ReadRequest();
    arrived.set_value();
    connection.AwaitClose();
  });
  std::promise<HttpFate> second;
  // Not owned: the loop must not end on its own thread.
  HttpClient client(std::shared_ptr<TransferLoop>(loop.get(), [](TransferLoop*) {}),
                    AddressGuard({*ParseAddressRange("127.0.0.1")}), "");
  HttpRequest request;
  request.url = server.url();
  request.timeout = absl::Hours(1);
  client.Post(request, [&](const HttpResult&) {
    client.Post(request, [&](const HttpResult& result) { second.set_value(result.fate); });
  });
  arrived.get_future().get();
  loop.reset();
  EXPECT_EQ(second.get_future().get(), HttpFate::kNotSent);
}

}  // namespace
}  // namespace usher::provider
