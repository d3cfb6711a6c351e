#include "tests/support/scripted_server.h"

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace usher::support {

std::string ServedConnection::ReadUntil(absl::string_view end) {
  std::string text;
  char c = 0;
  while (!absl::EndsWith(text, end) && recv(descriptor_, &c, 1, 0) == 1) text.push_back(c);
  return text;
}

std::string ServedConnection::ReadRequest() {
  std::string request = ReadUntil("\r\n\r\n");
  constexpr absl::string_view kLength = "Content-Length: ";
  const std::size_t at = request.find(std::string(kLength));
  std::size_t left = 0;
  if (at != std::string::npos) {
    const absl::string_view value = absl::string_view(request).substr(at + kLength.size());
    if (!absl::SimpleAtoi(value.substr(0, value.find('\r')), &left)) return "";
  }
  char c = 0;
  for (; left > 0 && recv(descriptor_, &c, 1, 0) == 1; --left) request.push_back(c);
  return left == 0 ? request : "";
}

void ServedConnection::AwaitClose() {
  char c = 0;
  while (recv(descriptor_, &c, 1, 0) == 1) {
  }
}

bool ServedConnection::Write(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t count = send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void ServedConnection::CloseHalf() { shutdown(descriptor_, SHUT_WR); }

void ServedConnection::Reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int descriptor : descriptors_) shutdown(descriptor, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
}

std::string ScriptedServer::url() const { return absl::StrCat("http://127.0.0.1:", port_, "/"); }

int ScriptedServer::connections() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(threads_.size());
}

void ScriptedServer::Accept() {
  while (true) {
    const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    const std::lock_guard lock(mutex_);
    descriptors_.push_back(descriptor);
    threads_.emplace_back([this, descriptor] {
      ServedConnection connection(descriptor);
      script_(connection);
      const std::lock_guard closing(mutex_);
      std::erase(descriptors_, descriptor);
      close(descriptor);
    });
  }
}

}  // namespace usher::support
