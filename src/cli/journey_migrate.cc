#include "absl/strings/str_cat.h"

#include "cli/journey_commands.h"
#include "cli/rpc_error.h"
#include "cli/table.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::cli {
namespace {

Cell FateCell(v1::MigrateResponse::Fate fate) {
  switch (fate) {
    case v1::MigrateResponse::FATE_KEPT:
      return Cell("go on there");
    case v1::MigrateResponse::FATE_CHANGED:
      return Cell("begin it anew, its kind changed", Colour::kYellow);
    case v1::MigrateResponse::FATE_REMOVED:
      return Cell("end, it is gone", Colour::kRed);
    default:
      return Cell("unknown");
  }
}

void PrintMigration(const Session& session, const v1::MigrateResponse& migration, bool dry_run) {
  std::ostream& out = *session.console.out;
  out << "journey/" << migration.journey() << ": " << migration.running() << " runs on "
      << migration.from() << (dry_run ? " would move to " : " move to ") << migration.to()
      << (dry_run ? " (dry run)" : "") << "\n\n";
  Table table({"STEP", "KIND", "RUNS THERE", "WAITING, ALL VERSIONS", "NOTE"});
  for (const auto& step : migration.steps()) {
    table.AddRow({step.id(), step.kind(), FateCell(step.fate()), step.waiting(),
                  step.unnamed() ? "no id; matched by kind and position" : ""});
  }
  table.Print(session.console.colour_out, &out);
}

}  // namespace

ExitCode MigrateJourney(const Session& session, const JourneyMigrateOptions& options) {
  const Connection connection = session.Connect();
  v1::MigrateRequest request;
  request.set_journey(options.journey);
  request.set_from(options.from);
  request.set_to(options.to);
  request.set_validate_only(options.dry_run);
  v1::MigrateResponse response;
  const grpc::Status status = v1::JourneyService::NewStub(connection.channel())
                                  ->Migrate(connection.Context().get(), request, &response);
  if (!status.ok()) {
    PrintError(status, session.server, session.console);
    return kFailure;
  }
  if (PrintStructured(response, session.format, Defaults::kShow, session.console.out)) return kOk;
  if (session.format == OutputFormat::kName) {
    *session.console.out << "journey/" << response.journey() << "\n";
    return kOk;
  }
  PrintMigration(session, response, options.dry_run);
  return kOk;
}

}  // namespace usher::cli
