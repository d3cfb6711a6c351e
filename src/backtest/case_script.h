#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "backtest/case_file.h"
#include "backtest/case_time.h"
#include "base/ids.h"
#include "base/value.h"
#include "customer/profile.h"

namespace usher::backtest {

// What is done to a message in the inbox.
enum class InboxAct { kNone, kSeen, kDismissed };

// Something that happens in a case: an event, news about somebody, or something in an inbox.
struct Happening {
  absl::Time at;
  absl::Time time;  // when it happened, if that was earlier; else at
  base::CustomerId who;
  std::string name;                // of the event; empty: news, or in the inbox
  std::string id;                  // of the event
  base::Value properties;          // of the event, without what `of` adds
  std::string of;                  // send step whose last message it is about; empty: none
  std::string was;                 // visitor who turns out to be `who`; empty: none
  customer::ProfileChange told;    // the news
  InboxAct act = InboxAct::kNone;  // to the last message of step `of`
  std::string field;               // where it stands in the file
};

// A case as it is to be played: who it happens to, and what happens when.
struct Script {
  CaseClock clock;
  std::string customer;
  customer::ProfileChange profile;    // the customer's, from the start on
  customer::ProfileChange strangers;  // that of all others who are no visitors
  std::vector<Happening> happenings;  // in the order of their times
  absl::Time end;                     // nothing later counts
};

// The id that case `index` of the file gives its customer.
std::string CustomerOf(const CaseFile& file, int index);

// Case `index` of the file, with `id` for its customer and `suffix` added to the ids of all others.
// INVALID_ARGUMENT lists faults of the file as file:line:column: text, one on a line.
absl::StatusOr<Script> ReadScript(const CaseFile& file, int index, const std::string& id,
                                  absl::string_view suffix);

}  // namespace usher::backtest
