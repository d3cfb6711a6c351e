#include <utility>

#include "absl/strings/str_join.h"

#include "base/json.h"
#include "cli/journey_outline.h"
#include "cli/library.h"
#include "cli/library_commands.h"
#include "cli/rpc_error.h"
#include "cli/table.h"
#include "cli/yaml_writer.h"

namespace usher::cli {
namespace {

base::Value ListOf(const std::vector<std::string>& texts) {
  base::Value::List list;
  for (const std::string& text : texts) list.emplace_back(text);
  return base::Value(std::move(list));
}

base::Value OutlineOf(const std::string& id, const v1::Journey& journey) {
  base::Value outline{base::Value::Map()};
  outline.Set("id", base::Value(id));
  outline.Set("description", base::Value(journey.description()));
  outline.Set("channels", ListOf(ChannelsOf(journey)));
  outline.Set("starts_on", ListOf(StartsOf(journey)));
  return outline;
}

void PrintSteps(const v1::Journey& journey, const Console& console) {
  Table table({"STEP", "KIND", "WHAT"});
  for (const StepLine& step : StepsOf(journey)) table.AddRow({step.id, step.kind, step.what});
  table.Print(console.colour_out, console.out);
}

}  // namespace

ExitCode ListLibrary(const Session& session) {
  std::ostream& out = *session.console.out;
  base::Value::List outlines;
  Table table({"ID", "DESCRIPTION", "CHANNELS", "STARTS ON"});
  for (const std::string& id : LibraryJourneys()) {
    const auto file = FindLibraryJourney(id);
    const v1::Journey journey = ReadLibraryJourney(**file);
    if (session.format == OutputFormat::kName) out << id << "\n";
    outlines.push_back(OutlineOf(id, journey));
    table.AddRow({id, journey.description(), absl::StrJoin(ChannelsOf(journey), ", "),
                  absl::StrJoin(StartsOf(journey), ", ")});
  }
  switch (session.format) {
    case OutputFormat::kJson:
      out << base::ToJson(base::Value(std::move(outlines))) << "\n";
      break;
    case OutputFormat::kYaml:
      out << "---\n" << ToYaml(base::Value(std::move(outlines)));
      break;
    case OutputFormat::kTable:
    case OutputFormat::kWide:
      table.Print(session.console.colour_out, &out);
      break;
    case OutputFormat::kName:
      break;
  }
  return kOk;
}

ExitCode ShowLibraryJourney(const Session& session, const std::string& id) {
  const auto file = FindLibraryJourney(id);
  if (!file.ok()) {
    PrintError(file.status().message(), session.console);
    return kFailure;
  }
  std::ostream& out = *session.console.out;
  const v1::Journey journey = ReadLibraryJourney(**file);
  const bool table =
      session.format == OutputFormat::kTable || session.format == OutputFormat::kWide;
  if (session.format_chosen && table) {
    PrintSteps(journey, session.console);
  } else if (session.format == OutputFormat::kJson) {
    out << MessageToJson(journey, Defaults::kHide);
  } else if (session.format == OutputFormat::kName) {
    out << id << "\n";
  } else {
    out << (*file)->text;
  }
  return kOk;
}

}  // namespace usher::cli
