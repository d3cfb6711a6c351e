#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::store {

// Where a Redis is and who asks. Either socket_path or host is set.
struct RedisAddress {
  std::string socket_path;
  std::string host;
  int port = 6379;
  std::string user;
  std::string password;
  int database = 0;

  // For messages; without the password.
  std::string ToString() const;
};

// Reads redis://[[user]:password@]host[:port][/db] and unix:///path; a password may hold %xx.
// INVALID_ARGUMENT says what is wrong, without repeating a password.
absl::StatusOr<RedisAddress> ParseRedisUrl(absl::string_view url);

}  // namespace usher::store
