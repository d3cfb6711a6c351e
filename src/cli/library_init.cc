#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "cli/journey_outline.h"
#include "cli/library.h"
#include "cli/library_commands.h"
#include "cli/rpc_error.h"

namespace usher::cli {
namespace {

namespace fs = std::filesystem;

// The journey, its stories and its events; not what else is there to run them.
bool IsOwn(const LibraryFile& file, const std::string& id) {
  return absl::StartsWith(file.name, id + ".");
}

fs::path PathOf(const fs::path& folder, const LibraryFile& file) {
  return (folder / std::string(file.name)).lexically_normal();
}

bool Exists(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

ExitCode Failed(const std::string& message, const Session& session) {
  PrintError(message, session.console);
  return kFailure;
}

absl::Status Write(const fs::path& path, absl::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(path.string(), ": ", std::strerror(errno)));
}

// What to type next.
void PrintNext(const std::string& id, const fs::path& folder, std::ostream& out) {
  const auto path = [&](const std::string& name) {
    return (folder / name).lexically_normal().string();
  };
  const std::string journey = path(id + ".yaml");
  const LibraryFile* events = FindLibraryFile(id + ".events.jsonl");
  const LibraryFile* policy = FindLibraryFile("policy.yaml");
  out << "\nWithout a gateway:\n  usherctl journey test " << journey << "\n";
  if (events != nullptr) {
    const auto channels = ChannelsOf(ReadLibraryJourney(**FindLibraryJourney(id)));
    out << "  usherctl backtest --journeys " << journey;
    if (policy != nullptr) out << " --policy " << path("policy.yaml");
    out << " \\\n    --events " << path(std::string(events->name));
    if (const LibraryFile* profiles = FindLibraryFile(id + ".profiles.jsonl")) {
      out << " --profiles " << path(std::string(profiles->name));
    } else if (!channels.empty()) {
      out << " --assume-reachable " << absl::StrJoin(channels, ",");
    }
    out << "\n";
  }
  out << "\nOn a gateway";
  if (policy != nullptr) out << ", which runs as usherd --policy " << path("policy.yaml");
  out << ":\n  usherctl journey apply --dry-run -f " << journey << "\n  usherctl journey apply -f "
      << journey << "\n  usherctl journey stats " << id << "\n";
}

}  // namespace

ExitCode InitLibraryJourney(const Session& session, const std::string& id,
                            const std::string& folder) {
  const auto files = FilesOfLibraryJourney(id);
  if (!files.ok()) return Failed(std::string(files.status().message()), session);
  for (const LibraryFile* file : *files) {
    const fs::path path = PathOf(folder, *file);
    if (IsOwn(*file, id) && Exists(path)) {
      return Failed(absl::StrCat(path.string(), " is there already; nothing was written. Choose ",
                                 "another folder with --dir, or move it away"),
                    session);
    }
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Failed(absl::StrCat(folder, ": ", error.message()), session);
  std::ostream& out = *session.console.out;
  for (const LibraryFile* file : *files) {
    const fs::path path = PathOf(folder, *file);
    if (Exists(path)) {
      out << "kept     " << path.string() << ", which was there\n";
      continue;
    }
    if (auto status = Write(path, file->text); !status.ok()) {
      return Failed(std::string(status.message()), session);
    }
    out << "created  " << path.string() << "\n";
  }
  PrintNext(id, folder, out);
  return kOk;
}

}  // namespace usher::cli
