#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "provider/smpp_pdu.h"

namespace usher::provider {

using SmppMoment = std::chrono::steady_clock::time_point;

// How a session behaves.
struct SmppSessionSetting {
  bool receipts = true;  // binds as a transceiver; else as a transmitter, to which nothing is told
  int window = 10;       // requests without an answer
  std::chrono::milliseconds answer_within{8000};    // to bind and enquire_link
  std::chrono::milliseconds enquire_after{30'000};  // nothing was heard
};

// The answer to a submit_sm.
struct SmppAnswer {
  std::uint32_t sequence = 0;
  std::uint32_t status = 0;
  std::string message_id;
};

// One connection to a message centre, from bind to its end: what is to be written, and what was
// said. Pure: told bytes and times. An error of OnBytes() or OnTime() ends the connection.
class SmppSession {
 public:
  // The first output is the bind.
  SmppSession(const SmppSessionSetting& setting, const SmppBind& bind, SmppMoment now);

  bool bound() const { return bound_; }
  // Whether a submit may be made now.
  bool HasRoom() const;

  // INVALID_ARGUMENT for what is not SMPP, PERMISSION_DENIED for a refused bind, UNAVAILABLE when
  // the centre unbinds.
  absl::Status OnBytes(absl::string_view bytes, SmppMoment now);
  // DEADLINE_EXCEEDED when an answer to bind or enquire_link is overdue.
  absl::Status OnTime(SmppMoment now);
  // When OnTime() has something to do.
  SmppMoment NextTime() const;

  // Sends a message; its answer has the sequence number returned. Needs HasRoom().
  std::uint32_t Submit(const SmppSubmit& submit);
  // An answer to it is not waited for any more, and would not be told.
  void Forget(std::uint32_t sequence);
  // Answers a delivery that TakeDeliveries() gave; unless it was taken it comes again.
  void Confirm(std::uint32_t sequence, bool taken);
  // Says goodbye.
  void Unbind();

  // What is to be written, and what was heard, since the last call. Deliveries wait for Confirm().
  std::string TakeOutput();
  std::vector<SmppAnswer> TakeAnswers();
  std::vector<SmppDeliver> TakeDeliveries();

 private:
  std::uint32_t Request(SmppCommand command, std::string body);
  void Respond(const SmppPdu& request, std::uint32_t status, std::string body = "");
  absl::Status OnPdu(const SmppPdu& pdu);
  absl::Status OnBindAnswer(const SmppPdu& pdu);
  void OnDeliver(const SmppPdu& pdu);

  const SmppSessionSetting setting_;
  std::string input_;
  std::string output_;
  std::uint32_t sequence_ = 0;
  bool bound_ = false;
  std::uint32_t asked_ = 0;  // sequence number of the bind or enquire_link without an answer; or 0
  SmppMoment asked_at_;
  SmppMoment heard_at_;
  std::set<std::uint32_t> submitted_;  // without an answer
  std::vector<SmppAnswer> answers_;
  std::vector<SmppDeliver> deliveries_;
};

}  // namespace usher::provider
