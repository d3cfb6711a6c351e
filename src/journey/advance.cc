#include "journey/advance.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "customer/absorb.h"
#include "customer/inbox.h"
#include "customer/profile.h"
#include "journey/apply_outcome.h"
#include "journey/date_watch.h"
#include "journey/entry.h"
#include "journey/feedback.h"
#include "journey/inbox.h"
#include "journey/intake.h"
#include "journey/migrate.h"
#include "journey/react.h"
#include "journey/reactions.h"
#include "journey/replies.h"
#include "journey/reserve.h"
#include "journey/run_end.h"
#include "journey/sending.h"
#include "journey/take_over.h"
#include "journey/walk.h"
#include "journey/work.h"

namespace usher::journey {
namespace {

using customer::Decision;
using customer::DecisionKind;
using customer::Record;

// Events still under way must not bring an erased customer back by surprise.
constexpr absl::Duration kErasedFor = absl::Hours(24);

void NoteConsents(const std::vector<customer::Consent>& consents, Work& work) {
  for (const customer::Consent& consent : consents) {
    Decision decision;
    decision.kind = DecisionKind::kConsent;
    decision.channel = consent.channel;
    decision.detail = absl::StrCat(consent.granted ? "given" : "withdrawn",
                                   consent.category.empty() ? "" : " for ", consent.category,
                                   consent.source.empty() ? "" : ", source ", consent.source);
    work.Note(std::move(decision));
  }
}

// One overload for each kind of input. Each changes the record and says what to answer.
class Application {
 public:
  explicit Application(Work& work) : work_(work) {}

  InputResult operator()(const EventInput& event) {
    if (!work_.record().merged_into.empty()) {
      // Until the customer has taken over what is known here, he cannot recognise it.
      if (const auto known = Recognise(event, work_.record())) return *known;
      return Forward();
    }
    InputResult result = TakeIn(event, work_);
    if (!result.status.ok() || result.duplicate) return result;
    NoteReaction(event, work_);
    CloseConversation(event, work_);
    if (!event.merge_from.empty()) {
      customer::WantMerge(event.merge_from, work_.limits(), &work_.record());
    }
    MigrateRuns(work_);
    ReactToEvent(event, work_);
    result.runs_entered = EnterJourneys(event, work_);
    RememberResult(result, work_);
    return result;
  }

  InputResult operator()(const EnterInput& request) {
    if (!work_.record().merged_into.empty()) return Forward();
    InputResult result = TakeIn(request, work_);
    if (!result.status.ok() || result.duplicate) return result;
    const CatalogEntry* entry = work_.catalog().Find(request.journey);
    if (entry == nullptr || entry->status != JourneyStatus::kActive || !entry->current->enter.api) {
      result.not_entered = "the journey is not open to calls";
    } else {
      const Trigger trigger{absl::StrCat("\x1f", request.request_id), work_.now(),
                            request.properties};
      result.not_entered = EnterJourney(*entry->current, trigger, work_);
      result.runs_entered = result.not_entered.empty() ? 1 : 0;
    }
    RememberResult(result, work_);
    return result;
  }

  InputResult operator()(const WakeInput& wake) {
    if (wake.open != customer::Channel::kNone) TryAgainNow(wake.open, work_);
    return {};
  }

  InputResult operator()(const OutcomeInput& outcome) {
    ApplyOutcome(outcome, work_);
    return {};
  }

  InputResult operator()(const ReserveInput& input) { return Reserve(input, work_); }

  InputResult operator()(const SettleInput& input) {
    Settle(input, work_);
    return {};
  }

  InputResult operator()(const WrittenToInput& input) {
    InputResult result;
    result.duplicate = !NoteWrittenTo(input, work_);
    return result;
  }

  InputResult operator()(const FeedbackInput& feedback) {
    if (!work_.record().merged_into.empty()) {
      if (const auto known = Recognise(feedback, work_.record())) return *known;
      return Forward();
    }
    return TakeFeedback(feedback, work_);
  }

  InputResult operator()(const HandedOverInput& input) {
    if (!work_.record().merged_into.empty()) return Forward();
    SettleReply(input, work_);
    return {};
  }

  InputResult operator()(const ProfileInput& input) {
    if (!work_.record().merged_into.empty()) return Forward();
    InputResult result;
    Record& record = work_.record();
    const base::Value before(record.profile.attributes);
    result.status = customer::ApplyChange(input, work_.limits(), work_.now(), &record.profile);
    if (!result.status.ok()) return result;
    result.created = record.created_at == absl::UnixEpoch();
    if (result.created) record.created_at = work_.now();
    NoteConsents(input.consents, work_);
    work_.ProfileChanged();
    for (const auto& [name, value] : input.attributes) NoteAttribute(name, before, value);
    return result;
  }

  InputResult operator()(const InboxInput& input) {
    if (!work_.record().merged_into.empty()) return Forward();
    InputResult result;
    result.messages_changed = ReactToInbox(input, work_);
    return result;
  }

  InputResult operator()(const EraseInput&) {
    InputResult result;
    Record& record = work_.record();
    if (!record.inbox.empty()) work_.InboxChanged();
    result.erased = record.created_at != absl::UnixEpoch();
    for (const customer::Run& run : record.runs) CountGone(run, "erased", work_);
    customer::SeenEvents none_seen = record.seen.Emptied();
    record = Record();
    record.seen = std::move(none_seen);
    record.blocked_until = work_.now() + kErasedFor;
    work_.ProfileChanged();
    return result;
  }

  InputResult operator()(const AbsorbInput& input) {
    if (input.finished) {
      customer::FinishMerge(input.visitor, &work_.record());
    } else {
      TakeOver(input, work_);
    }
    return {};
  }

  InputResult operator()(const MergeIntoInput& input) {
    InputResult result;
    work_.InboxChanged();  // whoever watches the visitor watches the customer from now on
    if (input.absorbed) {
      // Another customer may not have absorbed yet.
      if (work_.record().merged_into == input.customer) {
        customer::ForgetHandedOver(&work_.record());
      }
    } else if (!customer::HandOver(input.customer, &work_.record())) {
      result.status = absl::UnavailableError("a message to the visitor is under way");
    }
    return result;
  }

 private:
  InputResult Forward() const {
    InputResult result;
    result.forward_to = work_.record().merged_into;
    return result;
  }

  void NoteAttribute(const std::string& name, const base::Value& before, const base::Value& value) {
    if (work_.catalog().StartedByAttribute(name).empty()) return;
    const base::Value* old = before.Find(name);
    AttributeChange change{name, old == nullptr ? base::Value() : *old, value};
    if (change.from == change.to) return;
    if (work_.Happen(std::move(change))) return;
    Decision decision;
    decision.kind = DecisionKind::kConditionError;
    decision.detail =
        absl::StrCat("too much happens at once; the change of ", name, " starts no journeys");
    work_.Note(std::move(decision));
  }

  Work& work_;
};

}  // namespace

InputResult Advance(const Surroundings& surroundings, const base::CustomerId& customer,
                    const Input& input, absl::Time now, Transition* transition) {
  transition->happened = 0;
  Work work(surroundings, customer, now, transition);
  InputResult result = std::visit(Application(work), input);
  if (!result.status.ok() || result.duplicate || !result.forward_to.empty()) return result;
  Record& record = work.record();
  if (record.merged_into.empty() && !customer.is_address()) {
    if (customer::ExpireInbox(now, &record)) work.InboxChanged();
    MigrateRuns(work);
    const bool dated = !record.dates.empty() || !surroundings.catalog.Dated().empty();
    if (dated) EnterByDates(work);
    WalkRuns(work);
    if (!record.replies.empty()) HandOverReplies(work);
    if (dated) WatchDates(work);
  }
  record.last_at = std::max(record.last_at, now);
  return result;
}

bool NeedsNewerCatalog(const Catalog& catalog, const Record& record) {
  return std::any_of(record.runs.begin(), record.runs.end(),
                     [&](const customer::Run& run) {
                       return catalog.FindVersion(run.journey, run.version) == nullptr;
                     }) ||
         std::any_of(record.dates.begin(), record.dates.end(), [&](const auto& date) {
           return catalog.FindVersion(date.journey, date.version) == nullptr;
         });
}

bool NeedsNewerCatalog(const Catalog& catalog, const Input& input) {
  const auto* absorb = std::get_if<AbsorbInput>(&input);
  return absorb != nullptr && absorb->record != nullptr &&
         NeedsNewerCatalog(catalog, *absorb->record);
}

}  // namespace usher::journey
