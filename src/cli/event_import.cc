#include "cli/event_import.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

#include "cli/rpc_error.h"
#include "importer/import.h"
#include "importer/mapped_csv.h"
#include "importer/online_retail.h"

namespace usher::cli {
namespace {

absl::StatusOr<importer::Import> ReadLog(const EventImportOptions& options,
                                         const std::string& file) {
  if (options.format == LogFormat::kCsv) return importer::ImportMappedCsv(file, options.mapping);
  return importer::ImportOnlineRetail(file);
}

// All events of all files; says what was in each on `told`.
absl::StatusOr<importer::Import> ReadLogs(const EventImportOptions& options, std::ostream* told) {
  importer::Import all;
  for (const std::string& file : options.files) {
    absl::StatusOr<importer::Import> log = ReadLog(options, file);
    if (!log.ok()) return log.status();
    if (options.files.size() > 1) *told << file << "\n";
    *told << importer::Summary(*log);
    all.events.insert(all.events.end(), std::make_move_iterator(log->events.begin()),
                      std::make_move_iterator(log->events.end()));
  }
  if (options.files.size() > 1) {
    importer::Arrange(&all);
    *told << "all files, events: " << all.events.size() << "\n";
    for (const auto& [why, count] : all.skipped) {
      *told << "all files, skipped, " << why << ": " << count << "\n";
    }
  }
  return all;
}

void WriteLines(const std::vector<shop::Event>& events, std::ostream* out) {
  std::string line;
  for (const shop::Event& event : events) {
    line.clear();
    shop::AppendJsonLine(event, &line);
    *out << line;
  }
  out->flush();
}

ExitCode WriteTo(const Session& session, const std::string& path,
                 const std::vector<shop::Event>& events) {
  if (path == "-") {
    WriteLines(events, session.console.out);
    return session.console.out->good() ? kOk : kFailure;
  }
  std::ofstream file(path, std::ios::binary);
  WriteLines(events, &file);
  if (file.good()) return kOk;
  PrintError(absl::StrCat(path, ": cannot be written"), session.console);
  return kFailure;
}

}  // namespace

absl::StatusOr<std::optional<PlainEvent>> HeldEvents::Next() {
  if (next_ == events_.size()) return std::optional<PlainEvent>();
  shop::Event event = std::move(events_[next_++]);
  PlainEvent plain;
  plain.line = next_;
  plain.id = std::move(event.id);
  plain.customer_id = std::move(event.customer_id);
  plain.anonymous_id = std::move(event.anonymous_id);
  plain.name = std::move(event.name);
  plain.time = event.time;
  plain.properties_json = std::move(event.properties);
  return std::optional<PlainEvent>(std::move(plain));
}

ExitCode ImportEvents(const Session& session, const EventImportOptions& options) {
  // What was read is the answer of a dry run, and beside the point of the others.
  std::ostream* told = options.dry_run ? session.console.out : session.console.err;
  absl::StatusOr<importer::Import> log = ReadLogs(options, told);
  if (!log.ok()) {
    PrintError(log.status().message(), session.console);
    return kFailure;
  }
  if (options.dry_run) return kOk;
  if (!options.write.empty()) return WriteTo(session, options.write, log->events);
  HeldEvents events(std::move(log->events));
  return PublishFrom(session, options.publish, &events);
}

}  // namespace usher::cli
