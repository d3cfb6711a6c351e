#include "provider/smpp_session.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/reply_text.h"

namespace usher::provider {
namespace {

constexpr std::uint32_t kSequenceMax = 0x7FFFFFFF;

std::string NoMessageId() { return std::string(1, '\0'); }

constexpr std::uint32_t IdOf(SmppCommand command) { return static_cast<std::uint32_t>(command); }

}  // namespace

SmppSession::SmppSession(const SmppSessionSetting& setting, const SmppBind& bind, SmppMoment now)
    : setting_(setting), asked_at_(now), heard_at_(now) {
  asked_ = Request(setting.receipts ? SmppCommand::kBindTransceiver : SmppCommand::kBindTransmitter,
                   EncodeBind(bind));
}

bool SmppSession::HasRoom() const {
  return bound_ && submitted_.size() < static_cast<std::size_t>(setting_.window);
}

absl::Status SmppSession::OnBytes(absl::string_view bytes, SmppMoment now) {
  heard_at_ = now;
  absl::StrAppend(&input_, bytes);
  while (true) {
    auto pdu = TakePdu(&input_);
    if (!pdu.ok()) return pdu.status();
    if (!pdu->has_value()) return absl::OkStatus();
    absl::Status status = OnPdu(**pdu);
    if (!status.ok()) return status;
  }
}

absl::Status SmppSession::OnTime(SmppMoment now) {
  if (asked_ != 0) {
    if (now < asked_at_ + setting_.answer_within) return absl::OkStatus();
    return absl::DeadlineExceededError(bound_ ? "enquire_link was not answered"
                                              : "the bind was not answered");
  }
  if (now >= heard_at_ + setting_.enquire_after) {
    asked_ = Request(SmppCommand::kEnquireLink, "");
    asked_at_ = now;
  }
  return absl::OkStatus();
}

SmppMoment SmppSession::NextTime() const {
  return asked_ != 0 ? asked_at_ + setting_.answer_within : heard_at_ + setting_.enquire_after;
}

std::uint32_t SmppSession::Submit(const SmppSubmit& submit) {
  const std::uint32_t sequence = Request(SmppCommand::kSubmit, EncodeSubmit(submit));
  submitted_.insert(sequence);
  return sequence;
}

void SmppSession::Forget(std::uint32_t sequence) { submitted_.erase(sequence); }

void SmppSession::Unbind() { Request(SmppCommand::kUnbind, ""); }

std::string SmppSession::TakeOutput() { return std::exchange(output_, {}); }

std::vector<SmppAnswer> SmppSession::TakeAnswers() { return std::exchange(answers_, {}); }

std::vector<SmppDeliver> SmppSession::TakeDeliveries() { return std::exchange(deliveries_, {}); }

std::uint32_t SmppSession::Request(SmppCommand command, std::string body) {
  sequence_ = sequence_ == kSequenceMax ? 1 : sequence_ + 1;
  output_ += EncodePdu({IdOf(command), kSmppOk, sequence_, std::move(body)});
  return sequence_;
}

void SmppSession::Respond(const SmppPdu& request, std::uint32_t status, std::string body) {
  output_ +=
      EncodePdu({request.command | kSmppResponse, status, request.sequence, std::move(body)});
}

absl::Status SmppSession::OnPdu(const SmppPdu& pdu) {
  if (!bound_) return OnBindAnswer(pdu);
  switch (pdu.command) {
    case IdOf(SmppCommand::kGenericNack):
    case IdOf(SmppCommand::kSubmit) | kSmppResponse:
      // A centre that took a message says which; one that answers OK by a nack says nothing.
      if (submitted_.erase(pdu.sequence) > 0) {
        const bool nack = pdu.command == IdOf(SmppCommand::kGenericNack);
        answers_.push_back({pdu.sequence,
                            nack && pdu.status == kSmppOk ? kSmppInvalidCommand : pdu.status,
                            ReplyText(DecodeMessageId(pdu.body))});
      }
      break;
    case IdOf(SmppCommand::kEnquireLink):
      Respond(pdu, kSmppOk);
      break;
    case IdOf(SmppCommand::kDeliver):
      OnDeliver(pdu);
      break;
    case IdOf(SmppCommand::kUnbind):
      Respond(pdu, kSmppOk);
      return absl::UnavailableError("the message centre ended the session");
    default:
      if ((pdu.command & kSmppResponse) == 0) {
        output_ += EncodePdu(
            {IdOf(SmppCommand::kGenericNack), kSmppInvalidCommand, pdu.sequence, std::string()});
      }
      break;
  }
  if (pdu.sequence == asked_ && (pdu.command & kSmppResponse) != 0) asked_ = 0;
  return absl::OkStatus();
}

absl::Status SmppSession::OnBindAnswer(const SmppPdu& pdu) {
  if ((pdu.command & kSmppResponse) == 0 || pdu.sequence != asked_) {
    return absl::InvalidArgumentError("it does not answer the bind");
  }
  if (pdu.status != kSmppOk || pdu.command == IdOf(SmppCommand::kGenericNack)) {
    return absl::PermissionDeniedError(absl::StrCat("the bind was refused with status 0x",
                                                    absl::Hex(pdu.status, absl::kZeroPad8)));
  }
  bound_ = true;
  asked_ = 0;
  return absl::OkStatus();
}

void SmppSession::OnDeliver(const SmppPdu& pdu) {
  auto deliver = DecodeDeliver(pdu.body);
  if (!deliver.ok()) {
    // What cannot be read would be as unreadable the next time.
    return Respond(pdu, kSmppPermanentError, NoMessageId());
  }
  deliver->sequence = pdu.sequence;
  deliveries_.push_back(*std::move(deliver));
}

void SmppSession::Confirm(std::uint32_t sequence, bool taken) {
  const std::uint32_t command = IdOf(SmppCommand::kDeliver) | kSmppResponse;
  output_ += EncodePdu({command, taken ? kSmppOk : kSmppTemporaryError, sequence, NoMessageId()});
}

}  // namespace usher::provider
