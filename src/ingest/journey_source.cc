#include "ingest/journey_source.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "journey/compile.h"
#include "yaml/load.h"
#include "yaml/source_map.h"

namespace usher::ingest {
namespace {

constexpr std::size_t kSourceBytesMax = 256 * 1024;

}  // namespace

CheckedJourney CheckJourney(const v1::ApplyRequest& request,
                            const journey::Neighbourhood& neighbourhood) {
  CheckedJourney checked;
  const bool is_yaml = request.source_case() == v1::ApplyRequest::kYaml;
  const std::string file = request.file().empty() ? "journey" : request.file();
  yaml::SourceMap map;
  if (request.source_case() == v1::ApplyRequest::SOURCE_NOT_SET) {
    checked.violations.push_back({"yaml", "give the definition as yaml or journey"});
    return checked;
  }
  const std::size_t size = is_yaml ? request.yaml().size() : request.journey().ByteSizeLong();
  if (size > kSourceBytesMax) {
    checked.violations.push_back({is_yaml ? "yaml" : "journey",
                                  absl::StrCat("has ", size, " bytes; at most ", kSourceBytesMax)});
    return checked;
  }
  if (is_yaml) {
    for (const yaml::Problem& problem : yaml::Load(request.yaml(), &checked.journey, &map)) {
      checked.violations.push_back(
          {problem.path.empty() ? "yaml" : problem.path, yaml::FormatProblem(file, problem)});
    }
    if (!checked.violations.empty()) return checked;
  } else {
    checked.journey = request.journey();
  }
  journey::Compiled compiled = journey::Compile(checked.journey);
  if (compiled.definition != nullptr) {
    for (journey::Problem& problem :
         journey::Inspect(checked.journey, *compiled.definition, neighbourhood)) {
      compiled.problems.push_back(std::move(problem));
    }
  }
  for (const journey::Problem& problem : compiled.problems) {
    const std::string text =
        is_yaml
            ? yaml::FormatProblem(file, {problem.path, map.InScalar(problem.path, problem.offset),
                                         map.Told(problem.path, problem.message)})
            : absl::StrCat(problem.path, ": ", problem.message);
    if (problem.warning) {
      checked.warnings.push_back(text);
    } else {
      checked.violations.push_back({problem.path, is_yaml ? text : problem.message});
    }
  }
  if (checked.violations.empty()) checked.definition = std::move(compiled.definition);
  return checked;
}

}  // namespace usher::ingest
