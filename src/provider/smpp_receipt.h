#pragma once

#include <string>
#include <vector>

#include "provider/smpp_pdu.h"

namespace usher::provider {

// What a message centre tells later about a message it took.
struct SmppReceipt {
  std::string message_id;
  std::string state;  // such as DELIVRD, UNDELIV, EXPIRED, REJECTD; empty where not said
  std::string error;  // in the centre's own numbers; empty where not said
  SmppNetworkError network_error;

  bool delivered() const { return state == "DELIVRD"; }
  // It never will be.
  bool failed() const;
};

// Reads a receipt: its optional parameters, else the text "id:... stat:... err:..." of appendix B
// of SMPP 3.4. Without an id it is about no message. What is kept is printable and at most 64 bytes
// for each field.
SmppReceipt ReadReceipt(const SmppDeliver& deliver);

// Whether it says that there is no such number; docs/providers/sms.md has the table. The numbers in
// `error` differ from centre to centre: `dead_errors` are those by which this one says so.
bool SaysDead(const SmppReceipt& receipt, const std::vector<std::string>& dead_errors);

// One spelling for the ids of messages: centres give them in hexadecimal when they take a message,
// and some in decimal in its receipt. Two ids of one message have a spelling in common.
// `id` without leading zeros and in lower case.
std::string NormalId(absl::string_view id);
// The hexadecimal spelling of a decimal id; "" for what is no decimal number of 64 bits.
std::string HexOfDecimalId(absl::string_view id);

}  // namespace usher::provider
