#include "journey/effects.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"
#include "customer/profile.h"
#include "journey/send_id.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::Run;

void NoteFailure(std::string why, const Run& run, const Definition& definition, Work& work) {
  Decision decision = work.About(DecisionKind::kConditionError, run, definition);
  decision.detail = std::move(why);
  work.Note(std::move(decision));
}

// A value read as a member of the attributes; null when there is none.
base::Value AttributeOf(const customer::Profile& profile, absl::string_view name) {
  for (const auto& [attribute, value] : profile.attributes) {
    if (attribute == name) return value;
  }
  return base::Value();
}

void SetAttribute(const std::string& name, const Expression& expression, const Run& run,
                  const Definition& definition, Work& work) {
  auto value = expression.Evaluate(work.ScopeOf(&run, nullptr, &definition));
  if (!value.ok()) {
    return NoteFailure(std::string(value.status().message()), run, definition, work);
  }
  customer::Profile& profile = work.record().profile;
  base::Value attributes(profile.attributes);
  attributes.Set(name, *value);
  const customer::Limits& limits = work.limits();
  if (attributes.as_map()->size() > limits.attributes_max ||
      base::ToJson(attributes).size() > limits.attributes_bytes_max) {
    return NoteFailure(absl::StrCat("no room for the attribute ", name), run, definition, work);
  }
  Decision decision = work.About(DecisionKind::kSet, run, definition);
  decision.detail = absl::StrCat(name, " = ", base::ToJson(*value).substr(0, 100));
  work.Note(std::move(decision));
  base::Value before = AttributeOf(profile, name);
  profile.attributes = std::move(*attributes.mutable_map());
  work.ProfileChanged();
  if (work.catalog().StartedByAttribute(name).empty() || before == *value) return;
  if (!work.Happen(AttributeChange{name, std::move(before), *std::move(value)})) {
    NoteFailure("too much happens at once; the change starts no journeys", run, definition, work);
  }
}

void Join(const std::string& name, const Run& run, const Definition& definition, Work& work) {
  auto& audiences = work.record().profile.audiences;
  if (std::any_of(audiences.begin(), audiences.end(),
                  [&](const auto& membership) { return membership.audience == name; })) {
    return;
  }
  if (audiences.size() >= work.limits().audiences_max) {
    return NoteFailure(absl::StrCat("no room for the audience ", name,
                                    ": a customer is in at most ", work.limits().audiences_max),
                       run, definition, work);
  }
  audiences.push_back({name, work.now()});
  Decision decision = work.About(DecisionKind::kAudience, run, definition);
  decision.detail = absl::StrCat("joined ", name);
  work.Note(std::move(decision));
}

void Leave(const std::string& name, const Run& run, const Definition& definition, Work& work) {
  auto& audiences = work.record().profile.audiences;
  const auto left = std::find_if(audiences.begin(), audiences.end(), [&](const auto& membership) {
    return membership.audience == name;
  });
  if (left == audiences.end()) return;
  audiences.erase(left);
  Decision decision = work.About(DecisionKind::kAudience, run, definition);
  decision.detail = absl::StrCat("left ", name);
  work.Note(std::move(decision));
}

}  // namespace

void SetAttributes(const Set& set, const Run& run, const Definition& definition, Work& work) {
  for (const auto& [name, expression] : set.attributes) {
    SetAttribute(name, expression, run, definition, work);
  }
}

void EmitEvent(const Emit& emit, std::uint32_t visit, const Run& run, const Definition& definition,
               Work& work) {
  EventInput event;
  event.id = SendIdText(MakeSendId(work.customer(), run.id, StepId(definition, run.step), visit));
  event.name = emit.event;
  event.at = work.now();
  base::Value properties{base::Value::Map()};
  for (const auto& [name, expression] : emit.properties) {
    auto value = expression.Evaluate(work.ScopeOf(&run, nullptr, &definition));
    if (value.ok()) {
      properties.Set(name, *std::move(value));
    } else {
      NoteFailure(std::string(value.status().message()), run, definition, work);
    }
  }
  event.properties = std::move(properties);
  if (!work.Happen(std::move(event))) {
    return NoteFailure(absl::StrCat("too much happens at once; ", emit.event, " was left out"), run,
                       definition, work);
  }
  Decision decision = work.About(DecisionKind::kEmitted, run, definition);
  decision.detail = emit.event;
  work.Note(std::move(decision));
}

void LeaveAudiences(const Audience& audience, const Run& run, const Definition& definition,
                    Work& work) {
  for (const std::string& name : audience.remove) Leave(name, run, definition, work);
  work.ProfileChanged();
}

void JoinAudiences(const Audience& audience, const Run& run, const Definition& definition,
                   Work& work) {
  for (const std::string& name : audience.add) Join(name, run, definition, work);
  work.ProfileChanged();
}

void NoteConsent(const RecordConsent& consent, const Run& run, const Definition& definition,
                 Work& work) {
  customer::ProfileChange change;
  change.consents = {{consent.channel, consent.category, /*granted=*/true, {}, consent.source}};
  const absl::Status recorded =
      customer::ApplyChange(change, work.limits(), work.now(), &work.record().profile);
  if (!recorded.ok()) {
    return NoteFailure(std::string(recorded.message()), run, definition, work);
  }
  work.ProfileChanged();
  Decision decision = work.About(DecisionKind::kConsent, run, definition);
  decision.channel = consent.channel;
  decision.detail = absl::StrCat("given", consent.category.empty() ? "" : " for ", consent.category,
                                 ", source ", consent.source);
  work.Note(std::move(decision));
}

}  // namespace usher::journey
