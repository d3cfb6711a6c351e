#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace usher::provider {

// Protocol data units of SMPP 3.4, as far as a sender of text messages needs them.

enum class SmppCommand : std::uint32_t {
  kGenericNack = 0x80000000,
  kBindTransmitter = 0x00000002,
  kSubmit = 0x00000004,
  kDeliver = 0x00000005,
  kUnbind = 0x00000006,
  kBindTransceiver = 0x00000009,
  kEnquireLink = 0x00000015,
};
inline constexpr std::uint32_t kSmppResponse = 0x80000000;

// Values of command_status that the session itself needs; smpp_outcome.cc has those of messages.
inline constexpr std::uint32_t kSmppOk = 0x00;
inline constexpr std::uint32_t kSmppInvalidCommand = 0x03;
inline constexpr std::uint32_t kSmppThrottled = 0x58;
inline constexpr std::uint32_t kSmppQueueFull = 0x14;
inline constexpr std::uint32_t kSmppTemporaryError = 0x64;
inline constexpr std::uint32_t kSmppPermanentError = 0x65;

// A PDU of more bytes ends the connection.
inline constexpr std::size_t kSmppPduBytesMax = 64 * 1024;

struct SmppPdu {
  std::uint32_t command = 0;
  std::uint32_t status = 0;
  std::uint32_t sequence = 0;
  std::string body;
};

std::string EncodePdu(const SmppPdu& pdu);

// Takes the first PDU from `bytes`; nothing when it is not there as a whole. INVALID_ARGUMENT when
// its length cannot be: nothing after it can be read.
absl::StatusOr<std::optional<SmppPdu>> TakePdu(std::string* bytes);

// An address with its type of number and numbering plan.
struct SmppAddress {
  int ton = 0;
  int npi = 0;
  std::string digits;  // or a name; at most 20 bytes
};

struct SmppBind {
  std::string system_id;
  std::string password;
  std::string system_type;
};
std::string EncodeBind(const SmppBind& bind);

struct SmppSubmit {
  SmppAddress from;
  SmppAddress to;
  std::string validity;  // of 16 characters; empty: the centre's own
  bool receipt = false;  // tell what becomes of it
  bool header = false;   // `text` begins with a user data header
  int data_coding = 0;
  std::string text;  // at most 254 bytes
};
std::string EncodeSubmit(const SmppSubmit& submit);

// What a network said of a failure; SMPP 3.4, section 5.3.2.31.
struct SmppNetworkError {
  int network = 0;  // its type, such as 3 for GSM; 0 where not said
  int code = 0;
};

// deliver_sm: a receipt, or a message from a telephone. Of its optional parameters those that say
// what became of a message, and which part of a long one it is.
struct SmppDeliver {
  std::uint32_t sequence = 0;  // of the request
  std::uint64_t session = 0;   // the connection it came by, if the client tells several apart
  SmppAddress from;            // the telephone
  std::string to;              // what it wrote to: digits, or a name
  int esm_class = 0;
  int data_coding = 0;
  std::string text;          // bytes, as data_coding says
  std::string receipted_id;  // empty where not said
  int message_state = 0;     // 0 where not said
  SmppNetworkError network_error;
  // sar_msg_ref_num, sar_total_segments and sar_segment_seqnum; 0 where not said.
  std::uint32_t sar_reference = 0;
  std::uint32_t sar_total = 0;
  std::uint32_t sar_number = 0;

  bool IsReceipt() const { return (esm_class & 0x3C) == 0x04; }
  // On a message that is still on its way.
  bool IsInterim() const { return (esm_class & 0x3C) == 0x20; }
};
// INVALID_ARGUMENT for what breaks off or has a field that does not end.
absl::StatusOr<SmppDeliver> DecodeDeliver(absl::string_view body);

// message_id of submit_sm_resp; "" where there is none.
std::string DecodeMessageId(absl::string_view body);

}  // namespace usher::provider
