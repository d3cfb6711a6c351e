#include "web/listen_socket.h"

#include <cerrno>
#include <cstring>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace usher::web {
namespace {

constexpr int kBacklog = 256;

absl::Status CannotListen(const std::string& listen, const std::string& why) {
  return absl::UnavailableError(absl::StrCat("cannot listen on ", listen, ": ", why));
}

// Binds and listens; -1 with errno set when that fails.
int Listening(const sockaddr* address, socklen_t size) {
  const int descriptor = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  const int on = 1;
  if (address->sa_family != AF_UNIX) {
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  }
  if (bind(descriptor, address, size) == 0 && ::listen(descriptor, kBacklog) == 0) {
    return descriptor;
  }
  const int error = errno;
  close(descriptor);
  errno = error;
  return -1;
}

absl::StatusOr<ListenSocket> OpenUnix(const std::string& listen, const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(address.sun_path)) {
    return absl::InvalidArgumentError(absl::StrCat(
        listen, ": expected a path of 1 to ", sizeof(address.sun_path) - 1, " bytes after unix:"));
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  struct stat there {};
  if (stat(path.c_str(), &there) == 0 && S_ISSOCK(there.st_mode)) unlink(path.c_str());
  ListenSocket socket;
  socket.descriptor = Listening(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  if (socket.descriptor < 0) return CannotListen(listen, std::strerror(errno));
  socket.address = listen;
  socket.unix_path = path;
  return socket;
}

int PortOf(int descriptor) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                           : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

}  // namespace

absl::StatusOr<ListenSocket> OpenListenSocket(const std::string& listen) {
  absl::string_view path = listen;
  if (absl::ConsumePrefix(&path, "unix:")) return OpenUnix(listen, std::string(path));

  const std::size_t colon = listen.rfind(':');
  std::string host = listen.substr(0, colon == std::string::npos ? 0 : colon);
  const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
  if (absl::StartsWith(host, "[") && absl::EndsWith(host, "]")) {
    host = host.substr(1, host.size() - 2);
  }
  int number = 0;
  if (host.empty() || !absl::SimpleAtoi(port, &number) || number < 0 || number > 65'535) {
    return absl::InvalidArgumentError(
        absl::StrCat(listen, ": expected HOST:PORT, such as 0.0.0.0:7380, or unix:PATH"));
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int failure = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (failure != 0) return CannotListen(listen, gai_strerror(failure));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, freeaddrinfo);
  ListenSocket socket;
  for (const addrinfo* each = found; each != nullptr && socket.descriptor < 0;
       each = each->ai_next) {
    socket.descriptor = Listening(each->ai_addr, each->ai_addrlen);
  }
  if (socket.descriptor < 0) return CannotListen(listen, std::strerror(errno));
  socket.address = absl::StrCat(listen.substr(0, colon), ":", PortOf(socket.descriptor));
  return socket;
}

}  // namespace usher::web
