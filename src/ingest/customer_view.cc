#include "ingest/customer_view.h"

#include "ingest/proto_time.h"
#include "ingest/struct_value.h"
#include "journey/compile.h"
#include "journey/explain.h"
#include "journey/send_id.h"
#include "journey/work.h"

namespace usher::ingest {
namespace {

v1::Channel ToProto(customer::Channel channel) { return static_cast<v1::Channel>(channel); }

void FillProfile(const customer::Profile& profile, v1::GetCustomerResponse* out) {
  *out->mutable_attributes() = ToStruct(base::Value(profile.attributes));
  out->set_locale(profile.locale);
  out->set_time_zone(profile.time_zone);
  out->set_country(profile.country);
  for (const customer::Address& address : profile.addresses) {
    auto* added = out->add_addresses();
    added->set_channel(ToProto(address.channel));
    added->set_address(address.address);
    added->set_dead(address.dead);
  }
  for (const customer::Consent& consent : profile.consents) {
    auto* added = out->add_consents();
    added->set_channel(ToProto(consent.channel));
    added->set_category(consent.category);
    added->set_granted(consent.granted);
    SetTime(consent.at, added->mutable_time());
    added->set_source(consent.source);
  }
  for (const customer::Membership& membership : profile.audiences) {
    auto* added = out->add_audiences();
    added->set_audience(membership.audience);
    SetTime(membership.since, added->mutable_since());
  }
}

void FillRun(const customer::Run& run, const customer::Record& record,
             const journey::Catalog& catalog, v1::GetCustomerResponse::Run* out) {
  out->set_journey(run.journey);
  out->set_version(journey::VersionText(run.version));
  out->set_key(run.key);
  const auto* definition = catalog.FindVersion(run.journey, run.version);
  if (definition != nullptr && run.phase == customer::RunPhase::kAtStep) {
    out->set_step(std::string(journey::StepId(*definition, run.step)));
  }
  SetTime(run.entered_at, out->mutable_entered_at());
  absl::Time due = run.due;
  for (const customer::PendingSend& send : record.sends) {
    if (send.run_id == run.id) due = std::min(due, send.retry_at);
  }
  if (due != absl::InfiniteFuture()) SetTime(due, out->mutable_due_at());
}

}  // namespace

void FillCustomer(const base::CustomerId& customer, const customer::Record& record,
                  const journey::Catalog& catalog, v1::GetCustomerResponse* out) {
  const std::string name(customer.name());
  if (customer.anonymous()) {
    out->set_anonymous_id(name);
    out->set_customer_id(record.merged_into);
  } else {
    out->set_customer_id(name);
  }
  FillProfile(record.profile, out);
  for (const customer::Run& run : record.runs) FillRun(run, record, catalog, out->add_runs());
  for (const customer::Contact& contact : record.contacts) {
    auto* added = out->add_contacts();
    SetTime(contact.at, added->mutable_time());
    added->set_channel(ToProto(contact.channel));
    added->set_category(contact.category);
  }
  out->set_events_total(record.events_total);
  if (record.events_total > 0) SetTime(record.last_event_at, out->mutable_last_event_at());
}

void FillDecisions(const customer::Record& record, std::uint32_t limit, absl::TimeZone zone,
                   v1::ExplainResponse* out) {
  const std::size_t count = record.decisions.size();
  const std::size_t first = limit > 0 && limit < count ? count - limit : 0;
  for (std::size_t i = first; i < count; ++i) {
    const customer::Decision& decision = record.decisions[i];
    auto* added = out->add_decisions();
    SetTime(decision.at, added->mutable_time());
    added->set_journey(decision.journey);
    added->set_key(decision.key);
    added->set_step(decision.step);
    added->set_what(std::string(journey::WhatOf(decision.kind)));
    added->set_why(journey::WhyOf(decision, zone));
    added->set_channel(ToProto(decision.channel));
    if (decision.send_id != 0) added->set_send_id(journey::SendIdText(decision.send_id));
  }
  out->set_truncated(record.decisions_truncated || first > 0);
}

}  // namespace usher::ingest
