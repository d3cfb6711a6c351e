#include "journey/journey_actor_state.h"

#include <algorithm>
#include <utility>

#include "base/prefetch.h"
#include "base/shard.h"
#include "channel/address_cap.h"
#include "channel/zone.h"
#include "journey/enquire.h"
#include "journey/work.h"

namespace usher::journey {

using messages::DeliveryPtr;
using messages::JourneyActor;

namespace {

constexpr std::size_t kBatchMax = 64;
constexpr absl::Duration kRetryAfter = absl::Milliseconds(500);

bool Withdraws(const Input& input) {
  if (const auto* feedback = std::get_if<FeedbackInput>(&input)) {
    // A reply may be a stop word, or hold what was granted before it.
    return feedback->kind == customer::FeedbackKind::kComplained ||
           feedback->kind == customer::FeedbackKind::kUnsubscribed ||
           feedback->kind == customer::FeedbackKind::kReplied;
  }
  const auto* profile = std::get_if<ProfileInput>(&input);
  if (profile == nullptr) return std::holds_alternative<EraseInput>(input);
  return std::any_of(profile->consents.begin(), profile->consents.end(),
                     [](const customer::Consent& consent) { return !consent.granted; });
}

Before LookBack(const customer::Record& record) {
  Before before{customer::EarliestDue(record), record.blocked_until, {}};
  for (const customer::PendingSend& send : record.sends) {
    if (send.phase == customer::SendPhase::kGranted) before.granted.push_back(send);
  }
  return before;
}

}  // namespace

JourneyActor::behavior_type JourneyState::Behavior() {
  return {
      [this](const messages::Deliver& message) { OnDeliver(message); },
      [this](const messages::LoadDone& done) { OnLoadDone(done); },
      [this](const messages::CommitDone& done) { OnCommitDone(done); },
      [this](const messages::CatalogRefreshed& refreshed) { OnCatalogRefreshed(refreshed); },
      [this](const messages::VisitorLeft& left) { OnVisitorLeft(left); },
      [this](const messages::VisitorForgot& forgot) { OnVisitorForgot(forgot); },
      [](const messages::AnswerLater& later) { later.answer(); },
      [this](const messages::Reserved& reserved) { OnReserved(reserved); },
      [this](const messages::AreYouIdle& question) { OnAreYouIdle(question); },
      [this](const messages::Tick&) { OnTick(); },
      [this](const messages::Drain&) { self->quit(); },
  };
}

void JourneyState::OnDeliver(const messages::Deliver& message) {
  inbox.push_back(message.delivery);
  Proceed();
}

void JourneyState::Proceed() {
  if (phase == Phase::kCommitting && commit.OverOrWake()) {
    OnCommitOver();
  } else if (phase == Phase::kIdle && !inbox.empty()) {
    Begin();
  }
}

void JourneyState::OnAreYouIdle(const messages::AreYouIdle& question) {
  if (phase == Phase::kCommitting && commit.over()) OnCommitOver();
  if (phase != Phase::kIdle || !inbox.empty() || tick_pending || merging || answers_pending > 0) {
    return;
  }
  config->router->PutToSleep(customer, question.routed);
}

void JourneyState::OnTick() {
  tick_pending = false;
  Proceed();
}

absl::Time JourneyState::Now() const { return std::max(record().last_at, config->clock->Now()); }

void JourneyState::Begin() {
  if (loaded) {
    Decide();
    return;
  }
  phase = Phase::kLoading;
  config->store->Load(customer, [actor = caf::actor_cast<JourneyActor>(self),
                                 number = ++request](absl::StatusOr<messages::StoredRecord> reply) {
    caf::anon_send(
        actor, messages::LoadDone{number, std::make_shared<absl::StatusOr<messages::StoredRecord>>(
                                              std::move(reply))});
  });
}

void JourneyState::OnLoadDone(const messages::LoadDone& done) {
  if (done.request != request || phase != Phase::kLoading) return;
  if (!done.reply->ok()) {
    GiveUp(done.reply->status());
    return;
  }
  messages::StoredRecord& stored = **done.reply;
  transition->record = std::move(stored.record).value_or(customer::Record());
  tag = stored.tag;
  archive = stored.archive;
  loaded = true;
  Decide();
}

void JourneyState::OnCatalogRefreshed(const messages::CatalogRefreshed& refreshed) {
  if (refreshed.request == request && phase == Phase::kRefreshing) Decide();
}

void JourneyState::TakeBatch() {
  InputResult late;
  late.status = absl::DeadlineExceededError("the deadline passed before the gateway got to it");
  const messages::Deadline time = self->clock().now();
  std::size_t taken = 0;
  while (taken < inbox.size() && batch.size() < kBatchMax) {
    DeliveryPtr delivery = std::move(inbox[taken++]);
    if (delivery->expired(time)) {
      delivery->Answer(late);
    } else {
      batch.push_back(std::move(delivery));
    }
  }
  inbox.erase(inbox.begin(), inbox.begin() + static_cast<std::ptrdiff_t>(taken));
}

void JourneyState::Decide() {
  if (batch.empty()) TakeBatch();
  if (batch.empty()) {
    phase = Phase::kIdle;
    return;
  }
  config->catalog->Renew(&catalog, &catalog_version);
  const bool too_old = NeedsNewerCatalog(*catalog, record()) ||
                       std::any_of(batch.begin(), batch.end(), [&](const DeliveryPtr& delivery) {
                         return NeedsNewerCatalog(*catalog, delivery->input());
                       });
  if (!catalog_refreshed && too_old) {
    phase = Phase::kRefreshing;
    catalog_refreshed = true;
    config->refresh_catalog([actor = caf::actor_cast<JourneyActor>(self), number = ++request] {
      caf::anon_send(actor, messages::CatalogRefreshed{number});
    });
    return;
  }
  config->policy->Renew(&policy, &policy_version);
  if (config->reactions != nullptr) config->reactions->Renew(&reactions, &reactions_version);
  const customer::SeenEvents& seen = record().seen;
  base::Prefetch(seen.data(), seen.size() * sizeof(customer::SeenEvent));
  now = Now();
  granted_from = self->clock().now();
  transition->stats.clear();
  transition->inbox_changed = false;
  transition->replies.clear();
  before = LookBack(record());
  round = SendRound();
  granted.clear();
  results.clear();
  // The first time an event came, too few replicas may have had it, so a repeated one is
  // acknowledged only after another commit.
  const bool replicated = config->store->durability() == messages::Durability::kReplicated;
  bool commit = false;
  for (const DeliveryPtr& delivery : batch) {
    results.push_back(
        Advance(MakeSurroundings(), customer, delivery->input(), now, transition.get()));
    const InputResult& result = results.back();
    const bool taken = result.status.ok() && result.forward_to.empty();
    commit = commit || (taken && (!result.duplicate || replicated));
  }
  if (commit) {
    Ask();
  } else {
    Conclude();
  }
}

void JourneyState::Ask() {
  phase = Phase::kAsking;
  const Surroundings surroundings = MakeSurroundings();
  Work work(surroundings, customer, now, transition.get());
  const std::optional<Question> question = NextQuestion(&round, work);
  if (!question) {
    Commit();
    return;
  }
  const messages::ChannelActor& channel = config->channels.at(question->channel);
  const auto on_error = [this](const caf::error&) {
    GiveUp(absl::UnavailableError("the gateway is shutting down; try again"));
  };
  if (question->kind == Question::Kind::kFate) {
    self->request(channel, caf::infinite, messages::AskFate{question->send_id, question->provider})
        .then([this,
               asked = *question](const messages::AttemptReport& report) { OnFate(asked, report); },
              on_error);
    return;
  }
  messages::AskGrant ask{MakeEnquiry(
      *question, channel::CustomerZone(*policy, record().profile, *config->zones), work)};
  self->request(channel, caf::infinite, std::move(ask))
      .then([this,
             asked = *question](const messages::GrantAnswer& answer) { OnAnswer(asked, answer); },
            on_error);
}

void JourneyState::OnAnswer(const Question& question, const messages::GrantAnswer& answer) {
  const AttemptTerms terms{config->gateway, answer.provider,
                           now + config->clock->FromReal(config->attempts.lease),
                           config->inbox && question.channel == customer::Channel::kInApp};
  if (answer.verdict.granted() && !terms.inbox && AskAddress(question, terms)) return;
  Apply(question, answer.verdict, terms);
}

void JourneyState::Apply(const Question& question, const channel::Verdict& verdict,
                         const AttemptTerms& terms) {
  const Surroundings surroundings = MakeSurroundings();
  Work work(surroundings, customer, now, transition.get());
  ApplyVerdict(question, verdict, terms, &round, work);
  if (verdict.granted() && !terms.inbox) granted.push_back(question.send_id);
  Ask();
}

void JourneyState::OnFate(const Question& question, const messages::AttemptReport& report) {
  const auto& sends = record().sends;
  const auto send = std::find_if(sends.begin(), sends.end(), [&](const auto& candidate) {
    return candidate.id == question.send_id;
  });
  if (send != sends.end()) {
    const OutcomeInput outcome{question.send_id, send->attempts, report.result, report.detail};
    Advance(MakeSurroundings(), customer, outcome, now, transition.get());
  }
  Ask();
}

bool JourneyState::OnlyAnswersLeft() const {
  if (!granted.empty() || !reservations.empty() || !record().pending_merges.empty() ||
      !transition->replies.empty()) {
    return false;
  }
  const bool settles = channel::HasAddressCaps(*policy);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (!results[i].forward_to.empty() || Withdraws(batch[i]->input())) return false;
    if (settles && std::holds_alternative<OutcomeInput>(batch[i]->input())) return false;
  }
  return true;
}

void JourneyState::Commit() {
  phase = Phase::kCommitting;
  messages::CommitRequest next;
  next.customer = customer;
  next.expected = tag;
  next.archive = archive;
  next.operation = config->gateway ^ (++request * 0x9E3779B97F4A7C15ULL);
  next.record = std::shared_ptr<const customer::Record>(transition, &transition->record);
  next.stats = std::move(transition->stats);
  const absl::Time due = customer::EarliestDue(record());
  next.keep_due =
      before.due == due && std::none_of(batch.begin(), batch.end(), [](const auto& delivery) {
        return std::holds_alternative<WakeInput>(delivery->input());
      });
  next.urgent = std::any_of(batch.begin(), batch.end(), [](const DeliveryPtr& delivery) {
    return delivery->must_land() || Withdraws(delivery->input());
  });
  Answers answers;
  if (OnlyAnswersLeft())
    answers = {std::exchange(batch, Deliveries()), std::exchange(results, Results())};
  CommitInFlight::Due note;
  if (!next.keep_due) {
    note = {config->due_board, base::ShardOf(customer, config->due_board->shards()), due};
  }
  commit.Begin(request, std::move(note), std::move(answers));
  if (transition->inbox_changed && config->inbox_observer) {
    commit.TellOfInbox(config->inbox_observer, customer);
  }
  // Whatever already waits goes on as soon as the commit is over.
  if (!inbox.empty()) commit.OverOrWake();
  config->store->Commit(std::move(next), [actor = caf::actor_cast<JourneyActor>(self),
                                          this](absl::StatusOr<messages::CommitReply> reply) {
    commit.Finish(actor, std::move(reply));
  });
}

void JourneyState::OnCommitDone(const messages::CommitDone& done) {
  if (done.request == request && phase == Phase::kCommitting) OnCommitOver();
}

void JourneyState::OnCommitOver() {
  if (Answers left = commit.TakeAnswers(); !left.deliveries.empty()) {
    batch = std::move(left.deliveries);
    results = std::move(left.results);
  }
  const absl::StatusOr<messages::CommitReply> over = commit.TakeReply();
  if (!over.ok()) {
    GiveUp(over.status());
    return;
  }
  const messages::CommitReply& reply = *over;
  switch (reply.outcome) {
    case messages::CommitOutcome::kApplied:
    case messages::CommitOutcome::kDuplicate:
      tag = reply.tag;
      archive = reply.archive;
      Conclude();
      return;
    case messages::CommitOutcome::kConflict:
      // Another gateway was faster: the same inputs meet what it left.
      transition->record = std::move(reply.current->record).value_or(customer::Record());
      tag = reply.current->tag;
      archive = reply.current->archive;
      Decide();
      return;
    case messages::CommitOutcome::kRejected:
      GiveUp(absl::ResourceExhaustedError(reply.reason));
      return;
  }
}

void JourneyState::Conclude() {
  const Deliveries done = std::move(batch);
  const Results answers = std::move(results);
  batch.clear();
  results.clear();
  catalog_refreshed = false;
  phase = Phase::kIdle;
  for (std::size_t i = 0; i < done.size(); ++i) {
    if (!answers[i].forward_to.empty()) {
      Forward(done[i], answers[i].forward_to);
    } else if (Withdraws(done[i]->input()) && answers[i].status.ok()) {
      AnswerWhenRecalled(done[i], answers[i]);
    } else {
      done[i]->Answer(answers[i]);
    }
  }
  SettleReservations(done);
  for (const std::uint64_t send_id : std::exchange(granted, {})) Dispatch(send_id);
  for (const std::uint64_t reply_id : std::exchange(transition->replies, {})) HandOver(reply_id);
  if (!record().pending_merges.empty()) WorkOnMerges();
  if (!inbox.empty() && phase == Phase::kIdle) Begin();
}

void JourneyState::Forward(const DeliveryPtr& delivery, const std::string& to) const {
  delivery->Redirect(base::CustomerId::Known(to));
  config->router->Route(delivery);
}

void JourneyState::GiveUp(const absl::Status& status) {
  // What is in the store is not known any more.
  loaded = false;
  transition = std::make_shared<Transition>();
  tag = {};
  archive = {};
  catalog_refreshed = false;
  phase = Phase::kIdle;
  // They may belong to what was committed after all, so they count.
  reservations.clear();
  InputResult failed;
  failed.status = status;
  Deliveries affected = std::move(batch);
  batch.clear();
  affected.insert(affected.end(), inbox.begin(), inbox.end());
  inbox.clear();
  for (DeliveryPtr& delivery : affected) {
    if (delivery->must_land()) {
      inbox.push_back(std::move(delivery));
    } else {
      delivery->Answer(failed);
    }
  }
  if (!inbox.empty() && !tick_pending) {
    tick_pending = true;
    self->delayed_send(self, absl::ToChronoMilliseconds(kRetryAfter), messages::Tick{});
  }
}

}  // namespace usher::journey
