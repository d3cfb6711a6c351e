#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/support/status.h"

#include "cli/console.h"

namespace usher::cli {

// The name of a google.rpc.Code, such as NOT_FOUND; "CODE 99" for a number that is none.
std::string CodeName(int code);

// One fault of a request, as the gateway named it.
struct Violation {
  std::string field;
  std::string description;
};

// What the gateway sent beside the message.
struct ErrorDetails {
  std::vector<Violation> violations;
  // From RetryInfo; zero when there was none.
  absl::Duration retry_delay;
  // The gateway itself spoke, and not the way to it.
  bool from_gateway = false;
};

ErrorDetails DetailsOf(const grpc::Status& status);

// "error: CODE: message", then each violation on a line of its own ("field: description", or the
// description alone when `bare_violations`); only the violations, each as an error, when the
// message is made of them. Then what to do about it when the gateway `server` was not reached in
// time.
void PrintError(const grpc::Status& status, absl::string_view server, const Console& console,
                bool bare_violations = false);

// "error: message" for a failure on this side.
void PrintError(absl::string_view message, const Console& console);

}  // namespace usher::cli
