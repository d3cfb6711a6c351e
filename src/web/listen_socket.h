#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace usher::web {

// A socket that listens; whoever gets it closes it.
struct ListenSocket {
  int descriptor = -1;
  std::string address;    // as it was asked for, with the port that the system chose
  std::string unix_path;  // what is to be removed in the end; or empty
};

// `listen` is HOST:PORT, [ADDRESS]:PORT or unix:PATH; port 0 is chosen by the system, and a socket
// left at PATH is replaced. INVALID_ARGUMENT when it is none of these, UNAVAILABLE when it cannot
// be listened on.
absl::StatusOr<ListenSocket> OpenListenSocket(const std::string& listen);

}  // namespace usher::web
