#include "journey/inspect_events.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "journey/compiler_context.h"
#include "journey/event_schema.h"
#include "usher/v1/journey.pb.h"

namespace usher::journey {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Properties that may be read.
struct Known {
  std::set<std::string> names;
  cel::Type event = Expression::AnyEvent();
};

const char* CelTypeOf(v1::PropertyType type) {
  switch (type) {
    case v1::PROPERTY_TYPE_TEXT:
      return "string";
    case v1::PROPERTY_TYPE_NUMBER:
      return "double";
    case v1::PROPERTY_TYPE_BOOLEAN:
      return "bool";
    case v1::PROPERTY_TYPE_LIST:
      return "list(dyn)";
    case v1::PROPERTY_TYPE_MAP:
      return "map(string, dyn)";
    default:
      return "dyn";
  }
}

// A text of the definition with its path.
struct Leaf {
  std::string path;
  std::string text;
};

// All texts inside a message, whatever it is made of.
void CollectLeaves(const Message& message, const std::string& path, std::vector<Leaf>* leaves) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string at = absl::StrCat(path, ".", field->name());
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& inner = field->is_repeated()
                                   ? reflection->GetRepeatedMessage(message, field, i)
                                   : reflection->GetMessage(message, field);
        if (!field->is_map()) {
          CollectLeaves(inner, field->is_repeated() ? absl::StrCat(at, "[", i, "]") : at, leaves);
          continue;
        }
        const FieldDescriptor* key = field->message_type()->map_key();
        const FieldDescriptor* value = field->message_type()->map_value();
        if (key->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
        const std::string entry =
            absl::StrCat(at, "[\"", inner.GetReflection()->GetString(inner, key), "\"]");
        if (value->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
          leaves->push_back({entry, inner.GetReflection()->GetString(inner, value)});
        } else if (value->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          CollectLeaves(inner.GetReflection()->GetMessage(inner, value), entry, leaves);
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        leaves->push_back({field->is_repeated() ? absl::StrCat(at, "[", i, "]") : at,
                           field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                : reflection->GetString(message, field)});
      }
    }
  }
}

// Where `text` reads the property, in bytes; nothing when it does not.
std::optional<std::size_t> FindRead(const std::string& text, const std::string& property) {
  for (const std::string& written :
       {absl::StrCat("event.", property), absl::StrCat("event[\"", property, "\"]"),
        absl::StrCat("event['", property, "']")}) {
    for (std::size_t at = text.find(written); at != std::string::npos;
         at = text.find(written, at + 1)) {
      const std::size_t end = at + written.size();
      const bool longer =
          end < text.size() && written.back() != ']' &&
          (absl::ascii_isalnum(static_cast<unsigned char>(text[end])) || text[end] == '_');
      if (!longer) return at;
    }
  }
  return std::nullopt;
}

class EventInspector {
 public:
  EventInspector(const v1::Journey& journey, const Definition& definition,
                 std::vector<Problem>* problems)
      : journey_(journey), definition_(definition), problems_(problems) {}

  void Inspect() {
    Declare();
    start_ = KnownAtStart();
    const Enter& enter = definition_.enter;
    Check(enter.when, start_, "enter.when");
    Check(enter.key, start_, "enter.key");
    if (const auto& exit = definition_.exit) {
      const auto known = KnownOf(exit->on);
      Check(exit->when, known, "exit.when");
      Check(exit->key, known, "exit.key");
    }
    if (const auto& goal = definition_.goal) {
      const auto known = KnownOf({goal->event});
      Check(goal->when, known, "goal.when");
      Check(goal->key, known, "goal.key");
      Check(goal->value, known, "goal.value");
    }
    for (std::size_t i = 0; i < definition_.steps.size(); ++i) {
      path_ = absl::StrCat("steps[", i, "].", StepKindName(definition_.steps[i]));
      std::visit([this](const auto& kind) { InspectStep(kind); }, definition_.steps[i].kind);
    }
  }

 private:
  void Declare() {
    for (const auto& [event, schema] : journey_.events()) {
      schemas_.Add(event);
      for (const auto& [property, type] : schema.properties()) {
        std::string wrong;
        if (schemas_.Declare(event, property, CelTypeOf(type), &wrong)) continue;
        problems_->push_back(
            {absl::StrCat("events[\"", event, "\"].properties[\"", property, "\"]"), 0, wrong,
             false});
      }
    }
  }

  // What events of these names carry: what any of them does. Nothing is known when one is unknown.
  std::optional<Known> KnownOf(const std::vector<std::string>& events) const {
    Known known;
    for (const std::string& event : events) {
      const auto schema = journey_.events().find(event);
      if (schema == journey_.events().end()) return std::nullopt;
      for (const auto& [name, type] : schema->second.properties()) {
        known.names.insert(name.substr(0, name.find_first_of(".[")));
      }
    }
    known.event = schemas_.TypeOf(events);
    return known;
  }

  std::optional<Known> KnownAtStart() const {
    const Enter& enter = definition_.enter;
    if (enter.api) return std::nullopt;
    std::optional<Known> known = KnownOf(enter.on);
    if (known && enter.attribute) known->names.insert({"attribute", "from", "to"});
    if (known && enter.date) known->names.insert("date");
    if (known && enter.occasion) known->names.insert({"occasion", "date"});
    if (known && enter.schedule) known->names.insert("scheduled_at");
    if (known && (enter.attribute || enter.timed())) known->event = Expression::AnyEvent();
    return known;
  }

  void InspectStep(const Wait& wait) {
    if (wait.date) Check(wait.date->of, start_, path_ + ".date.of");
    for (std::size_t i = 0; i < wait.until.size(); ++i) {
      const auto known = KnownOf({wait.until[i].event});
      Check(wait.until[i].when, known, absl::StrCat(path_, ".until[", i, "].when"));
      Check(wait.until[i].key, known, absl::StrCat(path_, ".until[", i, "].key"));
    }
  }
  void InspectStep(const Branch& branch) {
    for (std::size_t i = 0; i < branch.cases.size(); ++i) {
      Check(branch.cases[i].first, start_, absl::StrCat(path_, ".cases[", i, "].when"));
    }
  }
  void InspectStep(const Send& send) {
    Check(send.when, start_, path_ + ".when");
    InspectContent(send);
  }
  void InspectStep(const Set& set) { CheckValues(set.attributes, path_ + ".attributes"); }
  void InspectStep(const Emit& emit) { CheckValues(emit.properties, path_ + ".properties"); }
  void InspectStep(const Split&) {}
  void InspectStep(const GoTo&) {}
  void InspectStep(const End&) {}
  void InspectStep(const Audience&) {}
  void InspectStep(const RecordConsent&) {}

  void CheckValues(const std::vector<std::pair<std::string, Expression>>& values,
                   const std::string& path) {
    for (const auto& [name, expression] : values) {
      Check(expression, start_, absl::StrCat(path, "[\"", name, "\"]"));
    }
  }

  // A content knows what it reads; where, is looked for in the template.
  void InspectContent(const Send& send) {
    if (!start_ || send.content == nullptr || !inspected_.insert(send.content.get()).second) return;
    for (const std::string& reference : send.content->References()) {
      constexpr absl::string_view kEvent = "event.";
      if (reference.compare(0, kEvent.size(), kEvent.data(), kEvent.size()) != 0) continue;
      const std::string property = reference.substr(
          kEvent.size(), reference.find_first_of(".[", kEvent.size()) - kEvent.size());
      if (start_->names.count(property) == 0) ReportInTemplates(property);
    }
  }

  void ReportInTemplates(const std::string& property) {
    std::vector<Leaf> leaves;
    for (const auto& [name, content] : journey_.templates()) {
      CollectLeaves(content, absl::StrCat("templates[\"", name, "\"]"), &leaves);
    }
    bool found = false;
    for (const Leaf& leaf : leaves) {
      const auto offset = FindRead(leaf.text, property);
      if (!offset) continue;
      Report(leaf.path, *offset, property, *start_);
      found = true;
    }
    if (!found) Report(path_ + ".template", 0, property, *start_);
  }

  void Check(const std::optional<Expression>& expression, const std::optional<Known>& known,
             const std::string& path) {
    if (expression) Check(*expression, known, path);
  }
  void Check(const Expression& expression, const std::optional<Known>& known,
             const std::string& path) {
    for (const Sum& sum : expression.sums()) CheckSum(sum, path);
    if (!known) return;
    bool all_known = true;
    for (const std::string& property : expression.event_fields()) {
      if (property.empty() || known->names.count(property) > 0) continue;
      Report(path, FindRead(expression.text(), property).value_or(0), property, *known);
      all_known = false;
    }
    Expression typed;
    Expression::Fault fault;
    if (!all_known || Expression::Compile(expression.text(), Expression::Kind::kAny, &typed, &fault,
                                          known->event)) {
      return;
    }
    problems_->push_back({path, fault.offset, fault.message, false});
  }

  // What is summed is read of other events than the one at hand.
  void CheckSum(const Sum& sum, const std::string& path) {
    const auto schema = journey_.events().find(sum.event);
    if (schema == journey_.events().end()) return;
    const auto& properties = schema->second.properties();
    // A map may hold what is not declared of it.
    for (std::string name = sum.property; !name.empty();
         name.resize(name.find('.') == std::string::npos ? 0 : name.rfind('.'))) {
      const auto declared = properties.find(name);
      if (declared == properties.end()) continue;
      const v1::PropertyType type = declared->second;
      if (type == v1::PROPERTY_TYPE_UNSPECIFIED || type == v1::PROPERTY_TYPE_ANY ||
          type == (name == sum.property ? v1::PROPERTY_TYPE_NUMBER : v1::PROPERTY_TYPE_MAP)) {
        return;
      }
      problems_->push_back({path, sum.offset,
                            absl::StrCat("sum(): the property \"", name, "\" of \"", sum.event,
                                         "\" is ", CelTypeOf(type), ", not a number"),
                            false});
      return;
    }
    std::vector<std::string> names;
    for (const auto& [name, type] : properties) names.push_back(name);
    std::sort(names.begin(), names.end());
    problems_->push_back(
        {path, sum.offset,
         absl::StrCat("sum(): \"", sum.event, "\" has no property \"", sum.property, "\"",
                      DidYouMean(sum.property, names), " (its `events` entry has ",
                      absl::StrJoin(names, ", "), ")"),
         false});
  }

  void Report(const std::string& path, std::size_t offset, const std::string& property,
              const Known& known) {
    if (!reported_.insert({path, property}).second) return;
    const std::vector<std::string> names(known.names.begin(), known.names.end());
    problems_->push_back(
        {path, offset,
         absl::StrCat("the event has no property \"", property, "\"", DidYouMean(property, names),
                      " (its `events` entry has ", absl::StrJoin(names, ", "), ")"),
         false});
  }

  const v1::Journey& journey_;
  const Definition& definition_;
  std::vector<Problem>* const problems_;
  EventSchemas schemas_;
  std::optional<Known> start_;
  std::string path_;
  std::set<const Content*> inspected_;
  std::set<std::pair<std::string, std::string>> reported_;
};

}  // namespace

void InspectEvents(const v1::Journey& journey, const Definition& definition,
                   std::vector<Problem>* problems) {
  if (!journey.events().empty()) EventInspector(journey, definition, problems).Inspect();
}

}  // namespace usher::journey
