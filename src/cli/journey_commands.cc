#include "cli/journey_commands.h"

#include "absl/strings/str_cat.h"

#include "cli/funnel.h"
#include "cli/rpc_error.h"
#include "cli/table.h"
#include "usher/v1/journey_service.grpc.pb.h"

namespace usher::cli {
namespace {

Cell StateCell(v1::JourneyState state) {
  switch (state) {
    case v1::JOURNEY_STATE_ACTIVE:
      return Cell("active", Colour::kGreen);
    case v1::JOURNEY_STATE_PAUSED:
      return Cell("paused", Colour::kYellow);
    case v1::JOURNEY_STATE_ARCHIVED:
      return Cell("archived", Colour::kDim);
    default:
      return Cell("unknown");
  }
}

void PrintJourneys(const Session& session, const v1::ListResponse& journeys) {
  std::ostream& out = *session.console.out;
  if (session.format == OutputFormat::kName) {
    for (const auto& info : journeys.journeys()) out << "journey/" << info.journey() << "\n";
    return;
  }
  const bool wide = session.format == OutputFormat::kWide;
  std::vector<std::string> heading = {"NAME", "STATE", "VERSION", "APPLIED"};
  if (wide) heading.insert(heading.end(), {"VERSIONS", "DESCRIPTION"});
  Table table(heading);
  for (const auto& info : journeys.journeys()) {
    std::vector<Cell> row = {info.journey(), StateCell(info.state()), info.version(),
                             TimeText(info.applied_at())};
    if (wide) {
      row.emplace_back(static_cast<std::uint64_t>(info.versions_size()));
      row.emplace_back(info.description());
    }
    table.AddRow(std::move(row));
  }
  table.Print(session.console.colour_out, &out);
}

// All pages as one.
grpc::Status ListAll(const Connection& connection, v1::ListResponse* all) {
  const auto stub = v1::JourneyService::NewStub(connection.channel());
  v1::ListRequest request;
  request.set_page_size(1000);
  do {
    v1::ListResponse page;
    grpc::Status status = stub->List(connection.Context().get(), request, &page);
    if (!status.ok()) return status;
    all->mutable_journeys()->MergeFrom(page.journeys());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return grpc::Status::OK;
}

template <class Request, class Response>
grpc::Status Change(const Connection& connection, const std::string& name,
                    grpc::Status (v1::JourneyService::Stub::*method)(grpc::ClientContext*,
                                                                     const Request&, Response*),
                    v1::JourneyInfo* info) {
  const auto stub = v1::JourneyService::NewStub(connection.channel());
  Request request;
  request.set_journey(name);
  Response response;
  grpc::Status status = (stub.get()->*method)(connection.Context().get(), request, &response);
  *info = response.info();
  return status;
}

grpc::Status ChangeOne(const Connection& connection, JourneyChange change, const std::string& name,
                       v1::JourneyInfo* info) {
  switch (change) {
    case JourneyChange::kPause:
      return Change(connection, name, &v1::JourneyService::Stub::Pause, info);
    case JourneyChange::kResume:
      return Change(connection, name, &v1::JourneyService::Stub::Resume, info);
    case JourneyChange::kArchive:
      return Change(connection, name, &v1::JourneyService::Stub::Archive, info);
  }
  return grpc::Status::OK;
}

absl::string_view Done(JourneyChange change) {
  switch (change) {
    case JourneyChange::kPause:
      return "paused";
    case JourneyChange::kResume:
      return "resumed";
    case JourneyChange::kArchive:
      return "archived";
  }
  return "";
}

}  // namespace

ExitCode GetJourney(const Session& session, const std::string& name, const std::string& version) {
  const Connection connection = session.Connect();
  v1::GetRequest request;
  request.set_journey(name);
  request.set_version(version);
  v1::GetResponse response;
  const grpc::Status status = v1::JourneyService::NewStub(connection.channel())
                                  ->Get(connection.Context().get(), request, &response);
  if (!status.ok()) {
    PrintError(status, session.server, session.console);
    return kFailure;
  }
  if (PrintStructured(response.info(), session.format, Defaults::kHide, session.console.out)) {
    return kOk;
  }
  v1::ListResponse one;
  *one.add_journeys() = response.info();
  PrintJourneys(session, one);
  return kOk;
}

ExitCode ListJourneys(const Session& session) {
  const Connection connection = session.Connect();
  v1::ListResponse all;
  if (const grpc::Status status = ListAll(connection, &all); !status.ok()) {
    PrintError(status, session.server, session.console);
    return kFailure;
  }
  if (PrintStructured(all, session.format, Defaults::kShow, session.console.out)) return kOk;
  if (all.journeys().empty()) {
    *session.console.err << "no journeys; apply one with usherctl journey apply -f FILE\n";
    return kOk;
  }
  PrintJourneys(session, all);
  return kOk;
}

ExitCode ChangeJourneys(const Session& session, JourneyChange change,
                        const std::vector<std::string>& names) {
  const Connection connection = session.Connect();
  bool ok = true;
  for (const std::string& name : names) {
    v1::JourneyInfo info;
    const grpc::Status status = ChangeOne(connection, change, name, &info);
    if (!status.ok()) {
      PrintError(status, session.server, session.console);
      ok = false;
      continue;
    }
    std::ostream& out = *session.console.out;
    if (PrintStructured(info, session.format, Defaults::kShow, &out)) continue;
    out << "journey/" << name;
    if (session.format != OutputFormat::kName) out << " " << Done(change);
    out << "\n";
  }
  return ok ? kOk : kFailure;
}

ExitCode ShowJourneyStats(const Session& session, std::vector<std::string> names, bool all) {
  const Connection connection = session.Connect();
  bool ok = true;
  if (all) {
    v1::ListResponse journeys;
    if (const grpc::Status status = ListAll(connection, &journeys); !status.ok()) {
      PrintError(status, session.server, session.console);
      return kFailure;
    }
    for (const auto& info : journeys.journeys()) names.push_back(info.journey());
  }
  const auto stub = v1::JourneyService::NewStub(connection.channel());
  for (const std::string& name : names) {
    v1::StatsRequest request;
    request.set_journey(name);
    v1::StatsResponse response;
    const grpc::Status status = stub->Stats(connection.Context().get(), request, &response);
    if (!status.ok()) {
      PrintError(status, session.server, session.console);
      ok = false;
      continue;
    }
    if (PrintStructured(response, session.format, Defaults::kShow, session.console.out)) continue;
    if (&name != &names.front()) *session.console.out << "\n";
    PrintFunnel(response, session.console.colour_out, session.console.out);
  }
  return ok ? kOk : kFailure;
}

}  // namespace usher::cli
