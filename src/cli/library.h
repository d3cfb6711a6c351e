#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "usher/v1/journey.pb.h"

// The journeys of the folder journeys/, which are part of the program.
namespace usher::cli {

// A file of that folder, as it was when the program was built.
struct LibraryFile {
  absl::string_view name;
  absl::string_view text;
};

// Journeys with their stories and sample events, and the contact policy; by name.
absl::Span<const LibraryFile> LibraryFiles();

// The file of that name, or null.
const LibraryFile* FindLibraryFile(absl::string_view name);

// The names of the journeys, in order.
std::vector<std::string> LibraryJourneys();

// A journey's own file. NOT_FOUND names the nearest journey.
absl::StatusOr<const LibraryFile*> FindLibraryJourney(absl::string_view id);

// What is in a journey's file.
v1::Journey ReadLibraryJourney(const LibraryFile& file);

// The files that belong to a journey: itself, its stories with the other journeys and the policy
// they speak of, and its sample events; by name. NOT_FOUND as above.
absl::StatusOr<std::vector<const LibraryFile*>> FilesOfLibraryJourney(absl::string_view id);

}  // namespace usher::cli
