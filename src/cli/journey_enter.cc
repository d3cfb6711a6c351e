#include <random>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "cli/journey_commands.h"
#include "cli/proto_value.h"
#include "cli/rpc_error.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::cli {
namespace {

std::string RandomId() {
  std::random_device random;
  return absl::StrCat(absl::Hex(random(), absl::kZeroPad8), absl::Hex(random(), absl::kZeroPad8));
}

// False when a pair is no NAME=VALUE.
bool AddProperties(const std::vector<std::string>& pairs, const Session& session,
                   v1::EnterRequest* request) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      PrintError(absl::StrCat("--property ", pair, ": write NAME=VALUE"), session.console);
      return false;
    }
    const std::string text = pair.substr(equals + 1);
    const auto json = base::ParseJson(text);
    (*request->mutable_properties()->mutable_fields())[pair.substr(0, equals)] =
        ToProto(json.ok() ? *json : base::Value(text));
  }
  return true;
}

}  // namespace

ExitCode EnterJourney(const Session& session, const JourneyEnterOptions& options) {
  v1::EnterRequest request;
  request.set_journey(options.journey);
  request.set_request_id(options.request_id.empty() ? RandomId() : options.request_id);
  if (options.customer.anonymous) {
    request.set_anonymous_id(options.customer.id);
  } else {
    request.set_customer_id(options.customer.id);
  }
  if (!AddProperties(options.properties, session, &request)) return kUsage;

  const Connection connection = session.Connect();
  v1::EnterResponse response;
  const grpc::Status status = v1::JourneyService::NewStub(connection.channel())
                                  ->Enter(connection.Context().get(), request, &response);
  if (!status.ok()) {
    PrintError(status, session.server, session.console);
    return kFailure;
  }
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  out << (options.customer.anonymous ? "visitor/" : "customer/") << options.customer.id;
  if (session.format != OutputFormat::kName) {
    out << (response.entered() ? " entered" : " did not enter")
        << (response.duplicate() ? " before" : "");
    if (!response.reason().empty()) out << ": " << response.reason();
  }
  out << "\n";
  return kOk;
}

}  // namespace usher::cli
