#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "channel/decide.h"
#include "customer/channel.h"
#include "customer/record.h"
#include "journey/work.h"

// Messages on their way from a send step to their outcome. A channel actor decides whether a
// message may go; what it answers is applied here, to the record.
namespace usher::journey {

// Puts a message into the record for the run, which waits at a send step.
void WantSend(const customer::Run& run, const Definition& definition, std::uint32_t visit,
              Work& work);
// The run is over: its messages not yet granted are superseded.
void GiveUpSends(std::uint64_t run_id, Work& work);

// Something only a channel actor can answer.
struct Question {
  enum class Kind {
    kGrant,  // may this message be sent on this channel now?
    kFate,   // the lease of this attempt ran out: what became of it?
  };
  Kind kind = Kind::kGrant;
  std::uint64_t send_id = 0;
  customer::Channel channel = customer::Channel::kNone;
  std::string category;
  std::uint64_t provider = 0;  // which instance held the attempt, for kFate
  std::string journey;         // whose message it is
  std::uint64_t content = 0;   // as in customer::Contact, for kGrant
};

// What was learned about one message while its channels are tried in turn.
struct SendRound {
  std::uint64_t send_id = 0;
  std::size_t candidate = 0;
  absl::Time earliest = absl::InfiniteFuture();  // when the first refusing channel would allow it
  absl::Time release = absl::InfiniteFuture();   // when to ask it again
  customer::DecisionKind refusal = customer::DecisionKind::kNone;
  std::string held_by;
  bool opted_out = false;
  bool unengaged = false;
  absl::Time paused_until = absl::InfiniteFuture();  // when a failing provider may be tried again
};

// The next thing to ask; all that can be settled without asking is settled. Nothing is left to do
// for now when it gives none.
std::optional<Question> NextQuestion(SendRound* round, Work& work);

// Who makes an attempt, and until when it is his alone.
struct AttemptTerms {
  std::uint64_t gateway = 0;
  std::uint64_t provider = 0;
  absl::Time lease_until;
  // The channel is the customer's inbox in the record: the attempt is made by granting it.
  bool inbox = false;
};

// Applies the answer to a kGrant question.
void ApplyVerdict(const Question& question, const channel::Verdict& verdict,
                  const AttemptTerms& terms, SendRound* round, Work& work);

}  // namespace usher::journey
