#include "tests/support/scratch_redis.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/strip.h"
#include <arpa/inet.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace usher::support {
namespace {

std::string TextOf(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_INTEGER:
      return std::to_string(reply.integer);
    case REDIS_REPLY_ARRAY: {
      std::string all;
      for (std::size_t i = 0; i < reply.elements; ++i) {
        if (i > 0) all += " ";
        all += TextOf(*reply.element[i]);
      }
      return all;
    }
    case REDIS_REPLY_NIL:
      return "";
    default:
      return std::string(reply.str, reply.len);
  }
}

// A TCP port of this machine that is free now.
int FreePort() {
  const int socket_fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(socket_fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(socket_fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("bind");
    std::abort();
  }
  close(socket_fd);
  return ntohs(address.sin_port);
}

}  // namespace

ScratchDir::ScratchDir()
    : path_((std::filesystem::temp_directory_path() / "usher-test-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror("mkdtemp");
    std::abort();
  }
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

ScratchRedis::ScratchRedis(store::EmbeddedRedisConfig config) {
  config.data_dir = dir_.path();
  auto redis = store::EmbeddedRedis::Start(std::move(config), [](absl::string_view) {});
  if (!redis.ok()) {
    std::fprintf(stderr, "redis-server: %s\n", redis.status().ToString().c_str());
    std::abort();
  }
  redis_ = *std::move(redis);
}

std::string ScratchRedis::Run(const std::vector<std::string>& command) {
  const std::string address = url();
  absl::string_view path = address;
  absl::ConsumePrefix(&path, "unix://");
  redisContext* context = redisConnectUnix(std::string(path).c_str());
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  for (const std::string& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  auto* reply = static_cast<redisReply*>(
      redisCommandArgv(context, static_cast<int>(words.size()), words.data(), sizes.data()));
  std::string text = reply == nullptr ? "" : TextOf(*reply);
  if (reply != nullptr) freeReplyObject(reply);
  redisFree(context);
  return text;
}

ScratchReplica::ScratchReplica(ScratchRedis& master) {
  // Replication speaks TCP only. Somebody else may take a free port first.
  std::string port;
  do {
    port = std::to_string(FreePort());
  } while (master.Run({"CONFIG", "SET", "port", port}) != "OK");
  // No pause before the first transfer.
  master.Run({"CONFIG", "SET", "repl-diskless-sync-delay", "0"});
  redis_.Run({"REPLICAOF", "127.0.0.1", port});
  // Only a write can be waited for.
  while (master.Run({"WAIT", "1", "100"}) != "1") {
  }
}

}  // namespace usher::support
