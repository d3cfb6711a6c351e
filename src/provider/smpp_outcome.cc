#include "provider/smpp_outcome.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "provider/code_meaning.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;

// What is not here is a refusal of this message.
constexpr CodeMeaning kStatuses[] = {
    {0x14, AttemptResult::kThrottled},    // ESME_RMSGQFUL
    {0x58, AttemptResult::kThrottled},    // ESME_RTHROTTLED
    {0x0B, AttemptResult::kDeadAddress},  // ESME_RINVDSTADR
    {0x45, AttemptResult::kTemporary},    // ESME_RSUBMITFAIL
    {0x64, AttemptResult::kTemporary},    // ESME_RX_T_APPN
    // The session, the centre itself, or the sender as it is configured here.
    {0x03, AttemptResult::kTemporary, true},  // ESME_RINVCMDID
    {0x04, AttemptResult::kTemporary, true},  // ESME_RINVBNDSTS
    {0x08, AttemptResult::kTemporary, true},  // ESME_RSYSERR
    {0x0A, AttemptResult::kTemporary, true},  // ESME_RINVSRCADR
    {0x15, AttemptResult::kTemporary, true},  // ESME_RINVSERTYP
    {0x48, AttemptResult::kTemporary, true},  // ESME_RINVSRCTON
    {0x49, AttemptResult::kTemporary, true},  // ESME_RINVSRCNPI
    {0xFF, AttemptResult::kTemporary, true},  // ESME_RUNKNOWNERR
};

std::string StatusText(std::uint32_t status) {
  return absl::StrCat("status 0x", absl::Hex(status, absl::kZeroPad8));
}

}  // namespace

messages::AttemptReport SmppOutcome(const SmppResult& result, std::size_t segments) {
  switch (result.fate) {
    case SmppResult::Fate::kTaken:
      return {AttemptResult::kSent,
              ReplyText(absl::StrCat("SMPP message ", absl::StrJoin(result.message_ids, ", ")))};
    case SmppResult::Fate::kNotSent:
      return {AttemptResult::kTemporary, result.why, {}, true};
    case SmppResult::Fate::kRefused: {
      const CodeMeaning* meaning = FindMeaning(kStatuses, result.status);
      if (meaning == nullptr) return {AttemptResult::kRejected, StatusText(result.status)};
      return {meaning->result, StatusText(result.status), {}, meaning->provider_fault};
    }
    case SmppResult::Fate::kUnknown:
      break;
  }
  std::string detail = result.why;
  if (result.status != 0) detail = StatusText(result.status);
  if (!result.message_ids.empty()) {
    absl::StrAppend(&detail, "; ", result.message_ids.size(), " of ", segments,
                    " segments were taken");
  }
  return {AttemptResult::kUnknown, std::move(detail), {}, result.status == 0};
}

}  // namespace usher::provider
