#include "journey/explain.h"

#include "absl/strings/str_cat.h"

namespace usher::journey {

using customer::Decision;
using customer::DecisionKind;

absl::string_view WhatOf(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kNone:
      return "none";
    case DecisionKind::kEntered:
      return "entered";
    case DecisionKind::kNotEntered:
      return "not_entered";
    case DecisionKind::kWaiting:
      return "waiting";
    case DecisionKind::kWaitOver:
      return "wait_over";
    case DecisionKind::kBranched:
      return "branch";
    case DecisionKind::kSplit:
      return "split";
    case DecisionKind::kSet:
      return "set";
    case DecisionKind::kJumped:
      return "go_to";
    case DecisionKind::kGoal:
      return "goal";
    case DecisionKind::kEnded:
      return "ended";
    case DecisionKind::kConditionError:
      return "condition_error";
    case DecisionKind::kGranted:
      return "granted";
    case DecisionKind::kCapped:
      return "capped";
    case DecisionKind::kQuiet:
      return "quiet";
    case DecisionKind::kGap:
      return "gap";
    case DecisionKind::kUnreachable:
      return "unreachable";
    case DecisionKind::kOptedOut:
      return "opted_out";
    case DecisionKind::kHeld:
      return "held";
    case DecisionKind::kSent:
      return "sent";
    case DecisionKind::kFailed:
      return "failed";
    case DecisionKind::kUnknown:
      return "unknown";
    case DecisionKind::kExpired:
      return "expired";
    case DecisionKind::kSuperseded:
      return "superseded";
    case DecisionKind::kHeldOut:
      return "held_out";
    case DecisionKind::kSkipped:
      return "skipped";
    case DecisionKind::kConsent:
      return "consent";
    case DecisionKind::kMerged:
      return "merged";
    case DecisionKind::kRetry:
      return "retry";
    case DecisionKind::kEmitted:
      return "emit";
    case DecisionKind::kAudience:
      return "audience";
    case DecisionKind::kFeedback:
      return "feedback";
    case DecisionKind::kWithdrawn:
      return "withdrawn";
    case DecisionKind::kMigrated:
      return "migrated";
    case DecisionKind::kPaused:
      return "paused";
    case DecisionKind::kChosen:
      return "chosen";
    case DecisionKind::kTimed:
      return "timed";
  }
  return "none";
}

namespace {

std::string Because(const std::string& reason) {
  return reason.empty() ? "" : absl::StrCat(": ", reason);
}

std::string On(const Decision& decision) {
  if (decision.channel == customer::Channel::kNone) return "";
  return absl::StrCat(" on ", customer::ChannelName(decision.channel));
}

std::string WaitOver(const std::string& why) {
  if (why == "time") return "the time is over";
  if (why == "at once") return "there is nothing to wait for";
  if (why == "past") return "the time is past already";
  if (why == "no date") return "there is no date";
  return absl::StrCat("\"", why, "\" happened");
}

}  // namespace

std::string WhyOf(const Decision& decision, absl::TimeZone zone) {
  const std::string until = decision.until == absl::InfinitePast()
                                ? ""
                                : absl::FormatTime("%Y-%m-%d %H:%M:%S %Z", decision.until, zone);
  switch (decision.kind) {
    case DecisionKind::kEntered:
      return "the trigger matched";
    case DecisionKind::kNotEntered:
      return decision.count == 0
                 ? decision.detail
                 : absl::StrCat(decision.detail, " (", decision.count + 1, " times)");
    case DecisionKind::kWaiting:
      return absl::StrCat("waits until ", until, " at the latest");
    case DecisionKind::kWaitOver:
      return WaitOver(decision.detail);
    case DecisionKind::kBranched:
      return decision.detail.empty() ? "to the end" : absl::StrCat("to ", decision.detail);
    case DecisionKind::kSplit:
      return absl::StrCat("arm ", decision.detail);
    case DecisionKind::kGoal:
      return absl::StrCat("\"", decision.detail, "\" happened: the goal is reached");
    case DecisionKind::kCapped:
      if (until.empty()) return absl::StrCat("not sent", Because(decision.detail));
      return absl::StrCat("cap ", decision.detail, On(decision), ": ", decision.count, " of ",
                          decision.limit, " used; allowed again from ", until);
    case DecisionKind::kQuiet:
      if (until.empty()) return absl::StrCat("not sent", Because(decision.detail));
      return absl::StrCat("quiet hours ", decision.detail, On(decision), " until ", until);
    case DecisionKind::kGap:
      return absl::StrCat("too soon after the last message", On(decision), "; allowed again from ",
                          until);
    case DecisionKind::kUnreachable:
      return absl::StrCat(decision.detail.empty() ? "no address" : decision.detail, On(decision));
    case DecisionKind::kOptedOut:
      return absl::StrCat(decision.detail.empty() ? "consent was withdrawn" : decision.detail,
                          On(decision));
    case DecisionKind::kHeld:
      return absl::StrCat("held by ", decision.detail, " until ", until);
    case DecisionKind::kSent:
      return absl::StrCat("sent", On(decision));
    case DecisionKind::kFailed:
      return absl::StrCat("could not be sent", On(decision), Because(decision.detail));
    case DecisionKind::kUnknown:
      return absl::StrCat("may have been sent", On(decision), Because(decision.detail),
                          "; counts as sent");
    case DecisionKind::kExpired:
      return absl::StrCat("no longer makes sense", Because(decision.detail));
    case DecisionKind::kSuperseded:
      return "the run ended before it was sent";
    case DecisionKind::kHeldOut:
      return "the customer is in the hold-out";
    case DecisionKind::kSkipped:
      return "its condition is not true";
    case DecisionKind::kRetry:
      return absl::StrCat(
          "failed for now", Because(decision.detail),
          decision.count == 0 ? "" : absl::StrCat(" (", decision.count + 1, " times)"),
          "; tried again at ", until);
    case DecisionKind::kEmitted:
      return absl::StrCat("made \"", decision.detail, "\" happen");
    case DecisionKind::kWithdrawn:
      return absl::StrCat("takes back ", decision.detail);
    case DecisionKind::kMigrated:
      return absl::StrCat("moved to version ", decision.detail);
    case DecisionKind::kChosen:
      return absl::StrCat("chosen", On(decision), "; propensities: ", decision.detail);
    case DecisionKind::kTimed:
      return absl::StrCat("goes at ", until, "; propensities: ", decision.detail);
    case DecisionKind::kPaused:
      return absl::StrCat("the provider fails", On(decision), "; it is left alone until ", until);
    case DecisionKind::kMerged:
      return absl::StrCat("took over the history of visitor ", decision.detail);
    default:
      return decision.detail;
  }
}

}  // namespace usher::journey
