#include "cli/policy_commands.h"

#include "channel/policy_text.h"
#include "cli/input_file.h"
#include "cli/policy_view.h"
#include "cli/rpc_error.h"
#include "usher/v1/policy_service.grpc.pb.h"

namespace usher::cli {
namespace {

using Stub = v1::PolicyService::Stub;

ExitCode Failed(const Session& session, const grpc::Status& status) {
  // The gateway's descriptions name file, line and column themselves.
  PrintError(status, session.server, session.console, /*bare_violations=*/true);
  return kFailure;
}

std::string NameOf(const std::string& file) { return file == "-" ? "<stdin>" : file; }

absl::string_view ChangeText(v1::ApplyPolicyResponse::Change change) {
  switch (change) {
    case v1::ApplyPolicyResponse::CHANGE_CREATED:
      return "created";
    case v1::ApplyPolicyResponse::CHANGE_CONFIGURED:
      return "configured";
    default:
      return "unchanged";
  }
}

bool ValidateFile(const Session& session, const std::string& file) {
  const auto yaml = ReadWhole(file, session.console);
  if (!yaml.ok()) {
    PrintError(yaml.status().message(), session.console);
    return false;
  }
  std::vector<channel::PolicyProblem> faults;
  const auto policy = channel::ParsePolicy(*yaml, NameOf(file), faults);
  for (const channel::PolicyProblem& fault : faults) PrintError(fault.message, session.console);
  if (policy == nullptr) return false;
  *session.console.out << "policy/" << policy->name;
  if (session.format != OutputFormat::kName) *session.console.out << " valid";
  *session.console.out << "\n";
  return true;
}

}  // namespace

ExitCode ValidatePolicies(const Session& session, const std::vector<std::string>& files) {
  bool ok = true;
  for (const std::string& file : files) ok = ValidateFile(session, file) && ok;
  return ok ? kOk : kFailure;
}

ExitCode ApplyPolicy(const Session& session, const PolicyApplyOptions& options) {
  auto yaml = ReadWhole(options.file, session.console);
  if (!yaml.ok()) {
    PrintError(yaml.status().message(), session.console);
    return kFailure;
  }
  v1::ApplyPolicyRequest request;
  request.set_yaml(*std::move(yaml));
  request.set_file(NameOf(options.file));
  request.set_validate_only(options.dry_run);
  const Connection connection = session.Connect();
  v1::ApplyPolicyResponse response;
  const grpc::Status status =
      Stub(connection.channel()).Apply(connection.Context().get(), request, &response);
  if (!status.ok()) return Failed(session, status);
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  out << "policy/" << response.policy();
  if (session.format != OutputFormat::kName) {
    out << " " << ChangeText(response.change()) << (options.dry_run ? " (dry run)" : "");
  }
  out << "\n";
  return kOk;
}

ExitCode GetPolicy(const Session& session) {
  const Connection connection = session.Connect();
  v1::GetPolicyResponse response;
  const grpc::Status status =
      Stub(connection.channel()).Get(connection.Context().get(), {}, &response);
  if (!status.ok()) return Failed(session, status);
  std::ostream& out = *session.console.out;
  if (session.format == OutputFormat::kJson) {
    PrintStructured(response, session.format, Defaults::kShow, &out);
  } else if (session.format == OutputFormat::kName) {
    out << "policy/" << response.policy() << "\n";
  } else if (response.file().empty()) {
    // As it was written, comments and all.
    out << response.yaml();
  } else {
    out << "policy/" << response.policy() << " from the gateway's file " << response.file() << "\n";
  }
  return kOk;
}

ExitCode ExplainPolicy(const Session& session, const PolicyExplainOptions& options) {
  v1::ExplainPolicyRequest request;
  if (options.customer.anonymous) {
    request.set_anonymous_id(options.customer.id);
  } else {
    request.set_customer_id(options.customer.id);
  }
  request.set_category(options.category);
  request.set_journey(options.journey);
  const Connection connection = session.Connect();
  v1::ExplainPolicyResponse response;
  const grpc::Status status =
      Stub(connection.channel()).Explain(connection.Context().get(), request, &response);
  if (!status.ok()) return Failed(session, status);
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kShow, &out)) return kOk;
  if (session.format == OutputFormat::kName) {
    PrintAllowedChannels(response, &out);
  } else {
    PrintStandings(response, session.console.colour_out, &out);
  }
  return kOk;
}

}  // namespace usher::cli
