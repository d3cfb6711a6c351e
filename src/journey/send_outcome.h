#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "customer/decision.h"
#include "customer/record.h"
#include "journey/work.h"

namespace usher::journey {

// The end of a message: counts and explains its outcome, takes it from the record, and lets its
// run leave the send step. `outcome` is one of kSent, kFailed, kUnknown, kCapped, kQuiet,
// kUnreachable, kOptedOut, kExpired, kSuperseded, kSkipped.
void FinishSend(std::uint64_t send_id, customer::DecisionKind outcome, const std::string& detail,
                Work& work);

// Counts and explains a message that is not even wanted: skipped or held out.
void NoteUnsent(const customer::Run& run, const Definition& definition,
                customer::DecisionKind outcome, Work& work);

// The beginnings of a decision about a message.
customer::Decision DecisionAbout(const customer::PendingSend& send, customer::DecisionKind kind,
                                 Work& work);

// The id of the step that wants the message; "" for a version this gateway does not know.
absl::string_view StepName(const customer::PendingSend& send, Work& work);

// The channels of a message in the order in which they are tried.
const std::vector<customer::Channel>& ChannelsOf(const customer::PendingSend& send,
                                                 const Send& step);

// The message of that id; null when it is over.
customer::PendingSend* FindSend(std::uint64_t send_id, Work& work);

// The run of that id; null when it is over.
customer::Run* FindRun(std::uint64_t run_id, Work& work);

}  // namespace usher::journey
