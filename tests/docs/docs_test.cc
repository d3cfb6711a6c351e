// Examples in the documentation are what a reader copies, so they have to compile.

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "journey/compile.h"
#include "journey/inspect.h"
#include "tests/docs/journey_examples.h"
#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

namespace usher {
namespace {

std::string Shown(const Example& example, absl::string_view message) {
  return absl::StrCat("docs/journeys.md, example at line ", example.line, ": ", message);
}

TEST(DocsTest, EveryCompleteJourneyCompilesWithoutProblems) {
  std::vector<Example> examples = CompleteJourneys("docs/journeys.md");
  EXPECT_GE(examples.size(), 9U);
  for (const char* page : {"docs/providers/whatsapp.md", "docs/feedback.md"}) {
    for (const Example& example : CompleteJourneys(page)) examples.push_back(example);
  }
  for (const Example& example : examples) {
    v1::Journey journey;
    yaml::SourceMap map;
    for (const yaml::Problem& problem : yaml::Load(example.text, &journey, &map)) {
      ADD_FAILURE() << Shown(example, yaml::FormatProblem("yaml", problem));
    }
    journey::Compiled compiled = journey::Compile(journey);
    if (compiled.definition != nullptr) {
      for (journey::Problem& problem : journey::Inspect(journey, *compiled.definition, {})) {
        compiled.problems.push_back(std::move(problem));
      }
    }
    for (const journey::Problem& problem : compiled.problems) {
      ADD_FAILURE() << Shown(example, absl::StrCat(problem.path, ": ", problem.message));
    }
  }
}

TEST(DocsTest, ExamplesHaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const Example& example : CompleteJourneys("docs/journeys.md")) {
    v1::Journey journey;
    yaml::SourceMap map;
    yaml::Load(example.text, &journey, &map);
    EXPECT_TRUE(names.insert(journey.journey()).second) << Shown(example, journey.journey());
  }
}

// Notes every field that is set somewhere in the message.
void NoteFields(const google::protobuf::Message& message, std::set<std::string>* names) {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const auto* field : fields) {
    names->insert(field->full_name());
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->is_repeated()) {
      for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
        NoteFields(message.GetReflection()->GetRepeatedMessage(message, field, i), names);
      }
    } else {
      NoteFields(message.GetReflection()->GetMessage(message, field), names);
    }
  }
}

// Every trigger, every rule of re-entry and everything a wait can wait for.
TEST(DocsTest, EveryWayToEnterAndToWaitHasAnExample) {
  std::set<std::string> names;
  for (const Example& example : CompleteJourneys("docs/journeys.md")) {
    v1::Journey journey;
    yaml::SourceMap map;
    yaml::Load(example.text, &journey, &map);
    NoteFields(journey, &names);
  }
  for (const auto* message :
       {v1::Enter::descriptor(), v1::Reenter::descriptor(), v1::ScheduleTrigger::descriptor(),
        v1::Wait::descriptor(), v1::Until::descriptor(), v1::LocalTime::descriptor(),
        v1::Idle::descriptor()}) {
    for (int i = 0; i < message->field_count(); ++i) {
      EXPECT_EQ(names.count(message->field(i)->full_name()), 1U) << message->field(i)->full_name();
    }
  }
}

// A kind of step without an example is a kind that readers do not find.
TEST(DocsTest, EveryKindOfStepHasAnExample) {
  std::set<int> kinds;
  for (const Example& example : CompleteJourneys("docs/journeys.md")) {
    v1::Journey journey;
    yaml::SourceMap map;
    yaml::Load(example.text, &journey, &map);
    for (const v1::Step& step : journey.steps()) kinds.insert(step.kind_case());
  }
  const google::protobuf::OneofDescriptor* kind = v1::Step::descriptor()->FindOneofByName("kind");
  for (int i = 0; i < kind->field_count(); ++i) {
    EXPECT_EQ(kinds.count(kind->field(i)->number()), 1U) << kind->field(i)->name();
  }
}

}  // namespace
}  // namespace usher
