#include "journey/message_facts.h"

#include <variant>

#include "journey/send_outcome.h"

namespace usher::journey {
namespace {

using customer::DecisionKind;

void Fill(const std::string& value, std::string* field) {
  if (field->empty()) *field = value;
}

void FillStep(const Definition* definition, StepIndex step, MessageFacts* facts) {
  if (definition == nullptr || step >= definition->steps.size()) return;
  const Send* send = std::get_if<Send>(&definition->steps[step].kind);
  if (send == nullptr) return;
  facts->step = std::string(StepId(*definition, step));
  facts->template_name = send->template_name;
}

void FillFromPending(std::uint64_t send_id, Work& work, MessageFacts* facts) {
  const customer::PendingSend* pending = FindSend(send_id, work);
  if (pending == nullptr) return;
  facts->journey = pending->journey;
  const Definition* definition = work.catalog().FindVersion(pending->journey, pending->version);
  FillStep(definition, pending->step, facts);
  if (facts->step.empty()) return;
  const auto& channels =
      ChannelsOf(*pending, std::get<Send>(definition->steps[pending->step].kind));
  if (pending->candidate < channels.size()) facts->channel = channels[pending->candidate];
}

void FillFromRuns(std::uint64_t send_id, Work& work, MessageFacts* facts) {
  for (const customer::Run& run : work.record().runs) {
    for (const customer::SentMessage& sent : run.sent) {
      if (sent.send_id != send_id) continue;
      facts->journey = run.journey;
      FillStep(work.catalog().FindVersion(run.journey, run.version), sent.step, facts);
    }
  }
}

// A step that has the same id in the version of today is taken for the same.
void FillTemplate(Work& work, MessageFacts* facts) {
  const CatalogEntry* entry = work.catalog().Find(facts->journey);
  if (entry == nullptr || entry->current == nullptr || facts->step.empty()) return;
  for (const Step& step : entry->current->steps) {
    const Send* send = std::get_if<Send>(&step.kind);
    if (send != nullptr && step.id == facts->step) facts->template_name = send->template_name;
  }
}

}  // namespace

MessageFacts FactsOf(std::uint64_t send_id, Work& work) {
  MessageFacts facts;
  if (send_id == 0) return facts;
  FillFromPending(send_id, work, &facts);
  FillFromRuns(send_id, work, &facts);
  for (const customer::Decision& decision : work.record().decisions) {
    const bool sent =
        decision.kind == DecisionKind::kSent || decision.kind == DecisionKind::kUnknown;
    if (decision.send_id != send_id || !sent) continue;
    Fill(decision.journey, &facts.journey);
    Fill(decision.step, &facts.step);
    facts.channel = decision.channel;
  }
  for (const customer::Contact& contact : work.record().contacts) {
    if (contact.send_id != send_id) continue;
    Fill(contact.journey, &facts.journey);
    if (facts.channel == customer::Channel::kNone) facts.channel = contact.channel;
  }
  if (facts.template_name.empty()) FillTemplate(work, &facts);
  return facts;
}

}  // namespace usher::journey
