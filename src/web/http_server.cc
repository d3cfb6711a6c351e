#include "web/http_server.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include <microhttpd.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "web/listen_socket.h"
#include "web/reply_mailbox.h"

namespace usher::web {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kAnswerWithin = std::chrono::seconds(20);
// How often slow requests are looked for, and whether all is answered.
constexpr auto kPoll = std::chrono::milliseconds(1'000);
constexpr auto kPollWhenStopping = std::chrono::milliseconds(10);
// A client that does not read its answer is left to itself after so long.
constexpr unsigned kIdleSeconds = 60;
// Of a body that is too large, so much more is read and thrown away so that the client may read
// why, before its connection is closed.
constexpr std::size_t kExcessFactor = 4;

WebReply Refusal(int status, std::string why) {
  WebReply reply;
  reply.status = status;
  reply.body = std::move(why);
  return reply;
}

WebReply TooLarge(std::size_t bytes_max) {
  return Refusal(
      413, "the body is too large; at most " + std::to_string(bytes_max) + " bytes are taken\n");
}

WebReply Late() {
  WebReply reply = Refusal(503, "no answer in time; try again\n");
  reply.headers = {{"Retry-After", "5"}};
  return reply;
}

// One request, from its first line to the end of its answer.
struct Pending {
  std::uint64_t id = 0;
  MHD_Connection* connection = nullptr;
  WebRequest request;
  std::size_t body_bytes = 0;  // that arrived
  bool begun = false;          // its headers are there
  bool handed = false;         // to the handler
  bool suspended = false;
  std::optional<WebReply> reply;
  Clock::time_point reply_by;  // else `otherwise` is the reply
  WebReply otherwise;
};

struct Connection {
  int descriptor = -1;
  Clock::time_point arrive_by;  // max while an answer is awaited
};

class Server : public HttpServer {
 public:
  Server(const HttpServerConfig& config, Handler handler, ListenSocket listen)
      : config_(config),
        arrive_within_(absl::ToChronoNanoseconds(config.arrive_within)),
        handler_(std::move(handler)),
        listen_(std::move(listen)) {}

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Open() {
    daemon_ = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, nullptr, nullptr, &Server::OnAccess, this,
        MHD_OPTION_LISTEN_SOCKET, listen_.descriptor, MHD_OPTION_CONNECTION_LIMIT,
        config_.connections_max, MHD_OPTION_CONNECTION_MEMORY_LIMIT, config_.header_bytes_max,
        MHD_OPTION_CONNECTION_TIMEOUT, kIdleSeconds, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, &Server::OnUri, this, MHD_OPTION_NOTIFY_COMPLETED,
        &Server::OnCompleted, this, MHD_OPTION_NOTIFY_CONNECTION, &Server::OnConnection, this,
        MHD_OPTION_END);
    if (daemon_ == nullptr) return absl::InternalError("libmicrohttpd does not start");
    epoll_ = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    thread_ = std::thread([this] { Run(); });
    return absl::OkStatus();
  }

  const std::string& address() const override { return listen_.address; }

  void Shutdown(absl::Duration grace) override {
    if (!thread_.joinable()) return;
    stop_by_ = Clock::now() + absl::ToChronoNanoseconds(grace);
    stopping_ = true;
    mailbox_->Wake();
    thread_.join();
  }

 private:
  // What the library calls; an exception must not go through it.
  static void* OnUri(void* self, const char* uri, MHD_Connection* connection) {
    return static_cast<Server*>(self)->Begin(uri, connection);
  }

  static MHD_Result OnAccess(void* self, MHD_Connection* connection, const char* /*url*/,
                             const char* method, const char* /*version*/, const char* data,
                             std::size_t* bytes, void** context) {
    if (*context == nullptr) return MHD_NO;
    try {
      return static_cast<Server*>(self)->Take(*static_cast<Pending*>(*context), connection, method,
                                              data, bytes);
    } catch (const std::exception&) {
      base::Log(base::LogLevel::kError, "http_request_failed");
      return MHD_NO;
    }
  }

  static void OnCompleted(void* self, MHD_Connection* connection, void** context,
                          MHD_RequestTerminationCode /*how*/) {
    auto* server = static_cast<Server*>(self);
    if (*context != nullptr) server->pending_.erase(static_cast<Pending*>(*context)->id);
    *context = nullptr;
    const auto found = server->connections_.find(connection);
    if (found != server->connections_.end()) {
      found->second.arrive_by = Clock::now() + server->arrive_within_;
    }
  }

  static void OnConnection(void* self, MHD_Connection* connection, void** /*context*/,
                           MHD_ConnectionNotificationCode what) {
    auto* server = static_cast<Server*>(self);
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
      server->connections_.erase(connection);
      return;
    }
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    server->connections_[connection] = {info->connect_fd, Clock::now() + server->arrive_within_};
  }

  static MHD_Result AddHeader(void* request, MHD_ValueKind /*kind*/, const char* name,
                              const char* value) {
    static_cast<WebRequest*>(request)->headers.emplace_back(absl::AsciiStrToLower(name),
                                                            value == nullptr ? "" : value);
    return MHD_YES;
  }

  void* Begin(absl::string_view uri, MHD_Connection* connection) {
    Pending& pending = pending_[++last_id_];
    pending.id = last_id_;
    pending.connection = connection;
    const std::size_t mark = uri.find('?');
    pending.request.path = std::string(uri.substr(0, mark));
    if (mark != absl::string_view::npos) pending.request.query = std::string(uri.substr(mark + 1));
    return &pending;
  }

  MHD_Result Take(Pending& pending, MHD_Connection* connection, const char* method,
                  const char* data, std::size_t* bytes) {
    if (!pending.begun) {
      pending.begun = true;
      pending.request.method = method;
      MHD_get_connection_values(connection, MHD_HEADER_KIND, &Server::AddHeader, &pending.request);
      std::uint64_t announced = 0;
      if (absl::SimpleAtoi(pending.request.Header("content-length"), &announced) &&
          announced > config_.body_bytes_max) {
        return Queue(connection, TooLarge(config_.body_bytes_max));
      }
      return MHD_YES;
    }
    if (*bytes > 0) {
      pending.body_bytes += *bytes;
      if (pending.body_bytes > kExcessFactor * config_.body_bytes_max) return MHD_NO;
      if (pending.body_bytes <= config_.body_bytes_max) pending.request.body.append(data, *bytes);
      *bytes = 0;
      return MHD_YES;
    }
    if (pending.body_bytes > config_.body_bytes_max) {
      return Queue(connection, TooLarge(config_.body_bytes_max));
    }
    if (!pending.handed) Hand(pending);
    if (pending.reply) return Queue(connection, *pending.reply);
    pending.suspended = true;
    MHD_suspend_connection(connection);
    return MHD_YES;
  }

  void Hand(Pending& pending) {
    pending.handed = true;
    pending.reply_by = Clock::now() + kAnswerWithin;
    pending.otherwise = Late();
    connections_[pending.connection].arrive_by = Clock::time_point::max();
    handler_(std::move(pending.request), ReplyMailbox::ExchangeFor(pending.id, mailbox_));
    TakeReplies();
  }

  MHD_Result Queue(MHD_Connection* connection, WebReply reply) {
    MHD_Response* response = MHD_create_response_from_buffer(reply.body.size(), reply.body.data(),
                                                             MHD_RESPMEM_MUST_COPY);
    if (response == nullptr) return MHD_NO;
    if (!reply.type.empty()) MHD_add_response_header(response, "Content-Type", reply.type.c_str());
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : reply.headers) {
      MHD_add_response_header(response, name.c_str(), value.c_str());
    }
    if (stopping_) MHD_add_response_header(response, "Connection", "close");
    const MHD_Result result =
        MHD_queue_response(connection, static_cast<unsigned>(reply.status), response);
    MHD_destroy_response(response);
    return result;
  }

  void TakeReplies() {
    for (ReplyMailbox::Item& item : mailbox_->TakeAll()) {
      const auto found = pending_.find(item.request);
      if (found == pending_.end() || found->second.reply) continue;
      if (item.after > absl::ZeroDuration()) {
        found->second.otherwise = std::move(item.reply);
        found->second.reply_by = Clock::now() + absl::ToChronoNanoseconds(item.after);
      } else {
        Answer(found->second, std::move(item.reply));
      }
    }
  }

  static void Answer(Pending& pending, WebReply reply) {
    pending.reply = std::move(reply);
    if (pending.suspended) MHD_resume_connection(pending.connection);
    pending.suspended = false;
  }

  // Whether anything waits for an answer, which is given to what has waited long enough.
  bool AnswerLate(Clock::time_point now) {
    bool waiting = false;
    for (auto& [id, pending] : pending_) {
      waiting = waiting || pending.handed;
      if (!pending.handed || pending.reply || pending.reply_by > now) continue;
      Answer(pending, pending.otherwise);
    }
    return waiting;
  }

  void CutSlow(Clock::time_point now) {
    for (auto& [handle, connection] : connections_) {
      if (connection.arrive_by <= now) ::shutdown(connection.descriptor, SHUT_RDWR);
    }
  }

  int PollMilliseconds(Clock::time_point now) {
    const auto longest = stopping_ ? kPollWhenStopping : kPoll;
    auto wait = std::min<std::chrono::nanoseconds>(longest, arrive_within_ / 4);
    for (const auto& [id, pending] : pending_) {
      if (pending.handed && !pending.reply) wait = std::min(wait, pending.reply_by - now);
    }
    MHD_UNSIGNED_LONG_LONG library = 0;
    if (MHD_get_timeout(daemon_, &library) == MHD_YES) {
      wait = std::min<std::chrono::nanoseconds>(
          wait, std::chrono::milliseconds(std::min<MHD_UNSIGNED_LONG_LONG>(library, 1'000)));
    }
    return static_cast<int>(
        std::chrono::ceil<std::chrono::milliseconds>(std::max(wait, std::chrono::nanoseconds(0)))
            .count());
  }

  void Run() {
    bool quiesced = false;
    for (;;) {
      pollfd ready[] = {{epoll_, POLLIN, 0}, {mailbox_->descriptor(), POLLIN, 0}};
      poll(ready, 2, PollMilliseconds(Clock::now()));
      const bool stopping = stopping_;
      if (stopping && !quiesced) {
        StopListening();
        quiesced = true;
      }
      TakeReplies();
      const Clock::time_point now = Clock::now();
      const bool waiting = AnswerLate(now);
      CutSlow(now);
      MHD_run(daemon_);
      if (stopping && (!waiting || now >= stop_by_)) break;
    }
    for (auto& [id, pending] : pending_) {
      if (pending.handed && !pending.reply) Answer(pending, Late());
    }
    MHD_run(daemon_);
    MHD_stop_daemon(daemon_);
  }

  void StopListening() {
    MHD_quiesce_daemon(daemon_);
    close(listen_.descriptor);
    if (!listen_.unix_path.empty()) unlink(listen_.unix_path.c_str());
  }

  const HttpServerConfig config_;
  const std::chrono::nanoseconds arrive_within_;
  const Handler handler_;
  const ListenSocket listen_;
  const std::shared_ptr<ReplyMailbox> mailbox_ = std::make_shared<ReplyMailbox>();
  MHD_Daemon* daemon_ = nullptr;
  int epoll_ = -1;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  Clock::time_point stop_by_;  // written before stopping_
  // Of the server's thread. The library keeps the address of a request with it.
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::uint64_t, Pending> pending_;
  std::unordered_map<MHD_Connection*, Connection> connections_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerConfig& config,
                                                              Handler handler) {
  auto listen = OpenListenSocket(config.listen);
  if (!listen.ok()) return listen.status();
  auto server = std::make_unique<Server>(config, std::move(handler), *std::move(listen));
  absl::Status status = server->Open();
  if (!status.ok()) return status;
  return server;
}

}  // namespace usher::web
