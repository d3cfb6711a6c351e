#include "journey/compile.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "base/hash.h"
#include "channel/zone.h"
#include "journey/compile_enter.h"
#include "journey/compile_steps.h"
#include "journey/compiler_context.h"
#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

constexpr int kStepsMax = 200;
constexpr std::size_t kSumsMax = 16;
constexpr absl::Duration kDay = absl::Hours(24);

bool IsJourneyName(absl::string_view name) {
  if (name.empty() || name.size() > 64) return false;
  for (const char c : name) {
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
  }
  return true;
}

Exit CompileExit(const v1::Exit& exit, CompilerContext& context) {
  Exit compiled;
  compiled.on = context.EventNames("exit.on", exit.on());
  compiled.when =
      context.CompileExpression("exit.when", exit.when(), Expression::Kind::kCondition, false);
  compiled.key = context.CompileExpression("exit.key", exit.key(), Expression::Kind::kKey, false);
  return compiled;
}

Goal CompileGoal(const v1::Goal& goal, CompilerContext& context) {
  Goal compiled;
  compiled.event = goal.event();
  if (goal.event().empty()) context.Fail("goal.event", "name the event that is the goal");
  compiled.when =
      context.CompileExpression("goal.when", goal.when(), Expression::Kind::kCondition, false);
  compiled.key = context.CompileExpression("goal.key", goal.key(), Expression::Kind::kKey, false);
  compiled.within = context.Length("goal.within", goal.has_within() ? &goal.within() : nullptr,
                                   kDay * 7, absl::Seconds(1), kDay * 90);
  compiled.value =
      context.CompileExpression("goal.value", goal.value(), Expression::Kind::kNumber, false);
  return compiled;
}

}  // namespace

Compiled Compile(const v1::Journey& journey) {
  CompilerContext context;
  auto definition = std::make_shared<Definition>();
  definition->name = journey.journey();
  definition->version = VersionOf(journey);
  definition->running_counter = absl::StrCat("running:", VersionText(definition->version));
  if (!IsJourneyName(journey.journey())) {
    context.Fail("journey", absl::StrCat("\"", journey.journey().substr(0, 80),
                                         "\" is no name; use 1 to 64 lower-case letters, digits ",
                                         "and hyphens"));
  }
  if (!journey.time_zone().empty()) {
    definition->zone = channel::LoadZone(journey.time_zone());
    if (!definition->zone) {
      context.Fail("time_zone", absl::StrCat("\"", journey.time_zone().substr(0, 80),
                                             "\" is no time zone; use a name of the tz database, "
                                             "such as Europe/Vienna"));
    }
  }
  definition->enter = CompileEnter(journey, context);
  if (journey.has_exit()) definition->exit = CompileExit(journey.exit(), context);
  if (journey.has_goal()) definition->goal = CompileGoal(journey.goal(), context);
  if (journey.steps().empty() || journey.steps_size() > kStepsMax) {
    context.Fail("steps", absl::StrCat("there are ", journey.steps_size(), "; a journey has 1 to ",
                                       kStepsMax));
  } else {
    definition->steps = CompileSteps(journey, context);
  }
  definition->event_fields = std::move(context.event_fields);
  definition->keep_all_event_fields = context.keep_all_event_fields;
  if (context.sums.size() > kSumsMax) {
    context.Fail("journey", absl::StrCat("it sums ", context.sums.size(),
                                         " properties of events; at most ", kSumsMax));
  }
  definition->sums = std::move(context.sums);
  definition->counted_events.assign(context.counted_events.begin(), context.counted_events.end());

  Compiled compiled;
  compiled.problems = std::move(context.problems);
  for (const Problem& problem : compiled.problems) {
    if (!problem.warning) return compiled;
  }
  compiled.definition = std::move(definition);
  return compiled;
}

std::uint64_t VersionOf(const v1::Journey& journey) {
  // Deterministic serialization orders maps, so that equal definitions give equal bytes.
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    journey.SerializeToCodedStream(&coded);
  }
  return base::Hash64(bytes);
}

std::string VersionText(std::uint64_t version) {
  return absl::StrCat(absl::Hex(version, absl::kZeroPad16));
}

}  // namespace usher::journey
