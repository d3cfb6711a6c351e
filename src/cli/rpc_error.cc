#include "cli/rpc_error.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace usher::cli {
namespace {

constexpr const char* kCodeNames[] = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
};

std::string Hint(const grpc::Status& status, absl::string_view server) {
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    return absl::StrCat("hint: is usherd running at ", server,
                        "? Name another gateway with --server or USHER_SERVER.");
  }
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return absl::StrCat("hint: ", server, " did not answer in time; --timeout allows more.");
  }
  return "";
}

}  // namespace

std::string CodeName(int code) {
  if (code < 0 || code >= static_cast<int>(std::size(kCodeNames))) {
    return absl::StrCat("CODE ", code);
  }
  return kCodeNames[code];
}

ErrorDetails DetailsOf(const grpc::Status& status) {
  ErrorDetails details;
  google::rpc::Status rich;
  if (status.error_details().empty() || !rich.ParseFromString(status.error_details())) {
    return details;
  }
  details.from_gateway = true;
  for (const auto& any : rich.details()) {
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry_info;
    if (any.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        details.violations.push_back({violation.field(), violation.description()});
      }
    } else if (any.UnpackTo(&retry_info)) {
      details.retry_delay = absl::Seconds(retry_info.retry_delay().seconds()) +
                            absl::Nanoseconds(retry_info.retry_delay().nanos());
    }
  }
  return details;
}

void PrintError(const grpc::Status& status, absl::string_view server, const Console& console,
                bool bare_violations) {
  const ErrorDetails details = DetailsOf(status);
  // The gateway's message is its first violation, which need not be read twice.
  const bool said_below =
      !details.violations.empty() &&
      absl::StrContains(status.error_message(), details.violations.front().description);
  if (!said_below) {
    PrintError(absl::StrCat(CodeName(status.error_code()), ": ", status.error_message()), console);
  }
  for (const Violation& violation : details.violations) {
    const bool named = !bare_violations && !violation.field.empty();
    const std::string text =
        absl::StrCat(named ? violation.field : "", named ? ": " : "", violation.description);
    if (said_below) {
      PrintError(text, console);
    } else {
      *console.err << text << "\n";
    }
  }
  const std::string hint = details.from_gateway ? "" : Hint(status, server);
  if (!hint.empty()) *console.err << hint << "\n";
}

void PrintError(absl::string_view message, const Console& console) {
  *console.err << Paint("error:", Colour::kRed, console.colour_err) << " " << message << "\n";
}

}  // namespace usher::cli
