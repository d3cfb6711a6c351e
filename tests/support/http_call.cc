#include "tests/support/http_call.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace usher::support {
namespace {

int ConnectUnix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0
             ? descriptor
             : -1;
}

int ConnectTcp(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  addrinfo* found = nullptr;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(address.substr(0, colon).c_str(), address.substr(colon + 1).c_str(), &hints,
                  &found) != 0) {
    return -1;
  }
  const int descriptor = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = connect(descriptor, found->ai_addr, found->ai_addrlen) == 0;
  freeaddrinfo(found);
  return connected ? descriptor : -1;
}

}  // namespace

RawConnection::RawConnection(const std::string& address)
    : descriptor_(absl::StartsWith(address, "unix:") ? ConnectUnix(address.substr(5))
                                                     : ConnectTcp(address)) {
  if (descriptor_ >= 0) return;
  std::fprintf(stderr, "nobody listens on %s\n", address.c_str());
  std::abort();
}

RawConnection::~RawConnection() { close(descriptor_); }

bool RawConnection::Send(const std::string& bytes) const {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = send(descriptor_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

std::string RawConnection::ReadAll() const {
  std::string all;
  char buffer[4096];
  for (ssize_t count = 0; (count = read(descriptor_, buffer, sizeof(buffer))) > 0;) {
    all.append(buffer, static_cast<std::size_t>(count));
  }
  return all;
}

std::string RawConnection::ReadUntil(const std::string& end) const {
  std::string all;
  char byte = 0;
  while (!absl::EndsWith(all, end) && read(descriptor_, &byte, 1) == 1) all.push_back(byte);
  return all;
}

HttpAnswered ParseAnswer(const std::string& bytes) {
  HttpAnswered answer;
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || !absl::StartsWith(bytes, "HTTP/1.1 ")) return answer;
  if (!absl::SimpleAtoi(bytes.substr(9, 3), &answer.status)) answer.status = 0;
  for (const absl::string_view line : absl::StrSplit(bytes.substr(0, end), "\r\n")) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    answer.headers[absl::AsciiStrToLower(parts.first)] = std::string(parts.second);
  }
  answer.body = bytes.substr(end + 4);
  return answer;
}

HttpAnswered Call(const std::string& address, const HttpCall& call) {
  std::string request = absl::StrCat(
      call.method, " ", call.path, " HTTP/1.1\r\nHost: shop.example\r\n", "Connection: close\r\n");
  for (const auto& [name, value] : call.headers)
    absl::StrAppend(&request, name, ": ", value, "\r\n");
  if (!call.body.empty() || call.method == "POST") {
    absl::StrAppend(&request, "Content-Length: ", call.body.size(), "\r\n");
  }
  absl::StrAppend(&request, "\r\n", call.body);
  const RawConnection connection(address);
  connection.Send(request);
  return ParseAnswer(connection.ReadAll());
}

}  // namespace usher::support
