#include "cli/library.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "base/nearest.h"
#include "usher/v1/journey_test.pb.h"
#include "yaml/load.h"

namespace usher::cli {
namespace {

constexpr char kPolicyFile[] = "policy.yaml";
constexpr char kStories[] = ".test.yaml";
constexpr char kJourney[] = ".yaml";
constexpr char kEvents[] = ".events.jsonl";
constexpr char kProfiles[] = ".profiles.jsonl";

bool HoldsJourney(absl::string_view name) {
  return absl::EndsWith(name, kJourney) && !absl::EndsWith(name, kStories) && name != kPolicyFile;
}

}  // namespace

const LibraryFile* FindLibraryFile(absl::string_view name) {
  const auto files = LibraryFiles();
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const LibraryFile& file) { return file.name == name; });
  return found == files.end() ? nullptr : &*found;
}

std::vector<std::string> LibraryJourneys() {
  std::vector<std::string> names;
  for (const LibraryFile& file : LibraryFiles()) {
    if (HoldsJourney(file.name)) names.emplace_back(absl::StripSuffix(file.name, kJourney));
  }
  return names;
}

absl::StatusOr<const LibraryFile*> FindLibraryJourney(absl::string_view id) {
  const std::vector<std::string> names = LibraryJourneys();
  if (std::find(names.begin(), names.end(), id) != names.end()) {
    return FindLibraryFile(absl::StrCat(id, kJourney));
  }
  const std::string nearest = base::Nearest(id, names);
  return absl::NotFoundError(absl::StrCat("\"", id, "\" is no journey of the library; ",
                                          nearest.empty()
                                              ? "usherctl template list names them"
                                              : absl::StrCat("did you mean ", nearest, "?")));
}

v1::Journey ReadLibraryJourney(const LibraryFile& file) {
  v1::Journey journey;
  // Tests of the library see to it that there are no problems.
  yaml::Load(file.text, &journey, nullptr);
  return journey;
}

absl::StatusOr<std::vector<const LibraryFile*>> FilesOfLibraryJourney(absl::string_view id) {
  const auto journey = FindLibraryJourney(id);
  if (!journey.ok()) return journey.status();
  std::set<std::string> names = {std::string((*journey)->name), absl::StrCat(id, kEvents),
                                 absl::StrCat(id, kProfiles)};
  v1::JourneyTest test;
  if (const LibraryFile* stories = FindLibraryFile(absl::StrCat(id, kStories))) {
    yaml::Load(stories->text, &test, nullptr);
    names.emplace(stories->name);
    names.insert(test.journeys().begin(), test.journeys().end());
  }
  names.insert(test.policy().empty() ? kPolicyFile : test.policy());
  std::vector<const LibraryFile*> files;
  for (const std::string& name : names) {
    if (const LibraryFile* file = FindLibraryFile(name)) files.push_back(file);
  }
  return files;
}

}  // namespace usher::cli
