#include "ingest/feedback_desk.h"

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "channel/conversation.h"
#include "customer/normal_address.h"
#include "ingest/publish.h"

namespace usher::ingest {
namespace {

using customer::FeedbackKind;

// Whatever else is refused, what stops messages gets through.
std::int64_t CreditsFor(const journey::FeedbackInput& input) {
  switch (input.kind) {
    case FeedbackKind::kComplained:
    case FeedbackKind::kUnsubscribed:
    case FeedbackKind::kReplied:
      return 0;
    case FeedbackKind::kBounced:
      return input.permanent ? 0 : 1;
    case FeedbackKind::kDelivered:
    case FeedbackKind::kOpened:
    case FeedbackKind::kClicked:
      break;
  }
  return 1;
}

journey::InputResult Refused(absl::Status status) {
  journey::InputResult result;
  result.status = std::move(status);
  return result;
}

// Whether it concerns all who have the address, not only the one a message answers.
bool ConcernsAll(const journey::FeedbackInput& input, const channel::Policy& policy) {
  if (input.kind == FeedbackKind::kReplied) {
    return channel::WordOf(policy, input.channel, input.text) != channel::ReplyWord::kNone;
  }
  return input.kind == FeedbackKind::kComplained || input.kind == FeedbackKind::kUnsubscribed ||
         (input.kind == FeedbackKind::kBounced && input.permanent);
}

// One report to several customers: settled when it is with each. It is taken if somebody took it
// and nobody may still have to; whoever is gone meanwhile does not count.
class Several {
 public:
  Several(std::size_t open, FeedbackDesk::Done done) : open_(open), done_(std::move(done)) {}

  void Settle(const journey::InputResult& result) {
    FeedbackDesk::Done done;
    journey::InputResult all;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      Add(result);
      if (--open_ > 0) return;
      done = std::move(done_);
      all = result_;
    }
    done(all);
  }

 private:
  void Add(const journey::InputResult& result) {
    const bool first = std::exchange(first_, false);
    if (first || absl::IsNotFound(result_.status)) {
      result_ = result;
      return;
    }
    if (absl::IsNotFound(result.status)) return;
    if (!result.status.ok()) {
      result_ = result;
    } else if (result_.status.ok()) {
      result_.duplicate = result_.duplicate && result.duplicate;
      result_.runs_entered += result.runs_entered;
    }
  }

  std::mutex mutex_;
  std::size_t open_;
  FeedbackDesk::Done done_;
  bool first_ = true;
  journey::InputResult result_;
};

void HandToAll(const FrontDoorConfig& config, const std::vector<base::CustomerId>& customers,
               const journey::FeedbackInput& input, messages::Deadline deadline,
               FeedbackDesk::Done done) {
  auto several = std::make_shared<Several>(customers.size(), std::move(done));
  for (const base::CustomerId& customer : customers) {
    HandOver(config, customer, input, deadline,
             [several](const journey::InputResult& result) { several->Settle(result); });
  }
}

}  // namespace

void FeedbackDesk::Report(messages::Feedback feedback, std::function<void(absl::Status)> done) {
  auto checked = CheckFeedback(feedback, config_->clock->Now());
  if (const auto* violation = std::get_if<Violation>(&checked)) {
    done(absl::InvalidArgumentError(absl::StrCat(violation->field, ": ", violation->description)));
    return;
  }
  Take(std::get<CheckedFeedback>(std::move(checked)), messages::kNoDeadline,
       [done = std::move(done)](const journey::InputResult& result) { done(result.status); });
}

void FeedbackDesk::Take(CheckedFeedback feedback, messages::Deadline deadline, Done done) const {
  const std::int64_t credits = CreditsFor(feedback.input);
  const absl::Status admitted = Admit(*config_, credits);
  if (!admitted.ok()) return done(Refused(admitted));
  Done settled = [config = config_, credits,
                  done = std::move(done)](const journey::InputResult& result) mutable {
    if (credits > 0) config->admission->Give(credits);
    done(result);
  };
  if (feedback.customer) {
    HandOver(*config_, *feedback.customer, std::move(feedback.input), deadline, std::move(settled));
    return;
  }
  const base::CustomerId address =
      customer::AddressRecordId(feedback.input.channel, feedback.input.address);
  config_->store->Load(
      address, [config = config_, input = std::move(feedback.input), deadline,
                token = messages::Activity::Token(config_->activity), settled = std::move(settled)](
                   const absl::StatusOr<messages::StoredRecord>& stored) mutable {
        if (!stored.ok()) return settled(Refused(stored.status()));
        std::vector<base::CustomerId> customers;
        if (stored->record) {
          for (const std::string& key : stored->record->written_to) {
            customers.push_back(base::CustomerId::FromKey(key));
          }
        }
        if (customers.empty()) {
          return settled(Refused(absl::NotFoundError("nobody was written to at this address")));
        }
        if (!ConcernsAll(input, *config->policy->Get())) customers.resize(1);
        HandToAll(*config, customers, input, deadline, std::move(settled));
      });
}

}  // namespace usher::ingest
