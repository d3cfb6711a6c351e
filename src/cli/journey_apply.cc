#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "cli/input_file.h"
#include "cli/journey_commands.h"
#include "cli/rpc_error.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::cli {
namespace {

namespace fs = std::filesystem;

// The contact policy, which shops keep beside their journeys; the gateway reads it itself.
constexpr char kPolicyFile[] = "policy.yaml";
// Tests of journeys, which usherctl journey test runs.
constexpr char kTestSuffix[] = ".test";

absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& path) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename() == kPolicyFile) continue;
    if (absl::EndsWith(it->path().stem().string(), kTestSuffix)) continue;
    const std::string extension = it->path().extension().string();
    if (extension == ".yaml" || extension == ".yml") files.push_back(it->path().string());
  }
  if (error) return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
  if (files.empty()) {
    return absl::NotFoundError(absl::StrCat(path, ": no *.yaml or *.yml file in this folder"));
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::string_view ChangeText(v1::ApplyResponse::Change change) {
  switch (change) {
    case v1::ApplyResponse::CHANGE_CREATED:
      return "created";
    case v1::ApplyResponse::CHANGE_CONFIGURED:
      return "configured";
    default:
      return "unchanged";
  }
}

void PrintChange(const Session& session, const v1::ApplyResponse& response, bool dry_run) {
  for (const std::string& warning : response.warnings()) {
    *session.console.err << Paint("warning:", Colour::kYellow, session.console.colour_err) << " "
                         << warning << "\n";
  }
  std::ostream& out = *session.console.out;
  if (PrintStructured(response, session.format, Defaults::kHide, &out)) return;
  out << "journey/" << response.info().journey();
  if (session.format != OutputFormat::kName) {
    out << " " << ChangeText(response.change()) << (dry_run ? " (dry run)" : "");
  }
  out << "\n";
}

bool ApplyFile(const Session& session, const Connection& connection, const std::string& file,
               bool dry_run) {
  auto yaml = ReadWhole(file, session.console);
  if (!yaml.ok()) {
    PrintError(yaml.status().message(), session.console);
    return false;
  }
  v1::ApplyRequest request;
  request.set_yaml(*std::move(yaml));
  request.set_file(file == "-" ? "<stdin>" : file);
  request.set_validate_only(dry_run);
  v1::ApplyResponse response;
  const grpc::Status status = v1::JourneyService::NewStub(connection.channel())
                                  ->Apply(connection.Context().get(), request, &response);
  if (!status.ok()) {
    // The gateway's descriptions name file, line and column themselves.
    PrintError(status, session.server, session.console, /*bare_violations=*/true);
    return false;
  }
  PrintChange(session, response, dry_run);
  return true;
}

}  // namespace

ExitCode ApplyJourneys(const Session& session, const JourneyApplyOptions& options) {
  const Connection connection = session.Connect();
  bool ok = true;
  for (const std::string& path : options.files) {
    const auto files = FilesIn(path);
    if (!files.ok()) {
      PrintError(files.status().message(), session.console);
      ok = false;
      continue;
    }
    for (const std::string& file : *files) {
      ok = ApplyFile(session, connection, file, options.dry_run) && ok;
    }
  }
  return ok ? kOk : kFailure;
}

}  // namespace usher::cli
