#include "backtest/case_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "base/nearest.h"
#include "channel/policy_file.h"
#include "customer/channel.h"
#include "yaml/load.h"
#include "yaml/path.h"

namespace usher::backtest {
namespace {

namespace fs = std::filesystem;

constexpr char kSuffix[] = ".test.yaml";
constexpr char kPolicyFile[] = "policy.yaml";
constexpr char kNoPolicy[] = "none";

// The journey that NAME.test.yaml is about unless it says otherwise.
std::string JourneyBeside(const fs::path& path) {
  const std::string name = path.filename().string();
  return absl::EndsWith(name, kSuffix)
             ? absl::StrCat(name.substr(0, name.size() - (sizeof(kSuffix) - 1)), ".yaml")
             : name;
}

absl::Status ReadJourneysOf(CaseFile* file) {
  const fs::path folder = fs::path(file->path).parent_path();
  std::vector<std::string> paths;
  for (const std::string& journey : file->test.journeys()) {
    paths.push_back((folder / journey).string());
  }
  if (paths.empty()) paths.push_back((folder / JourneyBeside(file->path)).string());
  auto journeys = ReadJourneys(paths);
  if (!journeys.ok()) return journeys.status();
  file->journeys = *std::move(journeys);
  return absl::OkStatus();
}

absl::Status ReadPolicyOf(CaseFile* file) {
  const fs::path folder = fs::path(file->path).parent_path();
  std::string name = file->test.policy();
  std::error_code error;
  if (name.empty() && fs::exists(folder / kPolicyFile, error)) name = kPolicyFile;
  file->policy = std::make_shared<channel::Policy>();
  if (name.empty() || name == kNoPolicy) return absl::OkStatus();
  file->policy_path = (folder / name).string();
  auto policy = channel::ReadPolicy(file->policy_path);
  if (!policy.ok()) return policy.status();
  file->policy = *std::move(policy);
  return absl::OkStatus();
}

void CheckChannels(const CaseFile& file, const v1::TestCustomer& customer, const std::string& path,
                   std::vector<std::string>* faults) {
  for (const auto& [name, address] : customer.addresses()) {
    if (customer::ChannelFromName(name)) continue;
    std::vector<std::string> names;
    for (const auto each : customer::kAllChannels) names.emplace_back(customer::ChannelName(each));
    const std::string nearest = base::Nearest(name, names);
    faults->push_back(FaultAt(file, yaml::KeyPath(path + ".addresses", name),
                              absl::StrCat("\"", name, "\" is no channel",
                                           nearest.empty() ? "" : "; did you mean ", nearest)));
  }
}

// What the form of a message does not say.
std::vector<std::string> Check(const CaseFile& file) {
  std::vector<std::string> faults;
  if (file.test.cases().empty()) faults.push_back(FaultAt(file, "cases", "has no cases"));
  CheckChannels(file, file.test.customer(), "customer", &faults);
  for (int i = 0; i < file.test.cases_size(); ++i) {
    const v1::TestCase& test = file.test.cases(i);
    const std::string path = absl::StrCat("cases[", i, "]");
    if (test.name().empty()) faults.push_back(FaultAt(file, path, "give it a name"));
    if (test.events().empty()) faults.push_back(FaultAt(file, path, "nothing happens; add events"));
    CheckChannels(file, test.customer(), path + ".customer", &faults);
    for (int j = 0; j < test.events_size(); ++j) {
      const v1::TestEvent& event = test.events(j);
      CheckChannels(file, event.customer(), absl::StrCat(path, ".events[", j, "].customer"),
                    &faults);
      const int kinds = int{!event.name().empty()} + int{event.has_customer()} +
                        int{!event.seen().empty()} + int{!event.dismissed().empty()};
      if (kinds != 1) {
        faults.push_back(FaultAt(file, absl::StrCat(path, ".events[", j, "]"),
                                 "give one of the name of an event, a change of the customer, seen "
                                 "and dismissed"));
      }
      for (const auto& [field, step] :
           {std::pair("seen", &event.seen()), std::pair("dismissed", &event.dismissed())}) {
        if (step->empty() || file.test.inbox()) continue;
        faults.push_back(FaultAt(file, absl::StrCat(path, ".events[", j, "].", field),
                                 "there is no inbox; write inbox: true at the top of the file"));
      }
      if (!event.visitor().empty() && !(event.customer_id() + event.was()).empty()) {
        faults.push_back(FaultAt(file, absl::StrCat(path, ".events[", j, "].visitor"),
                                 "a visitor's doing has neither customer_id nor was"));
      }
    }
    for (int j = 0; j < test.expect_size(); ++j) {
      const v1::ExpectedMessage& message = test.expect(j);
      const std::string at = absl::StrCat(path, ".expect[", j, "]");
      if (message.between_size() != 0 && message.between_size() != 2) {
        faults.push_back(FaultAt(file, at + ".between", "give two times: from and to"));
      }
      if (message.between_size() != 0 && !message.at().empty()) {
        faults.push_back(FaultAt(file, at, "\"at\" and \"between\" exclude each other"));
      }
    }
  }
  return faults;
}

}  // namespace

absl::StatusOr<CaseFile> ReadCaseFile(const std::string& path) {
  std::ifstream input(path, std::ios::binary);
  if (!input) return absl::NotFoundError(absl::StrCat(path, ": ", std::strerror(errno)));
  const std::string text{std::istreambuf_iterator<char>(input), {}};
  CaseFile file;
  file.path = path;
  std::vector<std::string> faults;
  for (const yaml::Problem& problem : yaml::Load(text, &file.test, &file.places)) {
    faults.push_back(yaml::FormatProblem(path, problem));
  }
  if (faults.empty()) faults = Check(file);
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  if (auto status = ReadJourneysOf(&file); !status.ok()) return status;
  if (auto status = ReadPolicyOf(&file); !status.ok()) return status;
  return file;
}

absl::StatusOr<std::vector<std::string>> FindCaseFiles(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    if (absl::EndsWith(path, kSuffix)) return std::vector<std::string>{path};
    const fs::path tests = fs::path(path).replace_extension(kSuffix);
    if (fs::exists(tests, error)) return std::vector<std::string>{tests.string()};
    return absl::NotFoundError(
        absl::StrCat(path, ": its tests would be in ", tests.string(), ", which is not there"));
  }
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator it(path, error), end; !error && it != end;
       it.increment(error)) {
    if (absl::EndsWith(it->path().filename().string(), kSuffix)) {
      files.push_back(it->path().string());
    }
  }
  if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
  if (files.empty()) return absl::NotFoundError(absl::StrCat(path, ": no *.test.yaml in it"));
  std::sort(files.begin(), files.end());
  return files;
}

std::string FaultAt(const CaseFile& file, const std::string& field, absl::string_view message) {
  return yaml::FormatProblem(file.path,
                             {field, file.places.Value(field), file.places.Told(field, message)});
}

}  // namespace usher::backtest
