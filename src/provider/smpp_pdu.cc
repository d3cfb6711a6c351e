#include "provider/smpp_pdu.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace usher::provider {
namespace {

constexpr std::size_t kHeaderBytes = 16;
constexpr char kVersion34 = 0x34;
// No field of text is longer in SMPP 3.4; some centres make their ids longer than it allows.
constexpr std::size_t kTextBytesMax = 255;

constexpr std::uint32_t kReceiptedId = 0x001E;
constexpr std::uint32_t kSarReference = 0x020C;
constexpr std::uint32_t kSarTotal = 0x020E;
constexpr std::uint32_t kSarNumber = 0x020F;
constexpr std::uint32_t kNetworkError = 0x0423;
constexpr std::uint32_t kPayload = 0x0424;
constexpr std::uint32_t kMessageState = 0x0427;

void AppendNumber(std::uint32_t number, std::string* out) {
  for (int shift = 24; shift >= 0; shift -= 8) out->push_back(static_cast<char>(number >> shift));
}

void AppendByte(std::size_t byte, std::string* out) { out->push_back(static_cast<char>(byte)); }

void AppendText(absl::string_view text, std::string* out) {
  absl::StrAppend(out, text);
  out->push_back('\0');
}

void AppendAddress(const SmppAddress& address, std::string* out) {
  AppendByte(static_cast<std::size_t>(address.ton), out);
  AppendByte(static_cast<std::size_t>(address.npi), out);
  AppendText(address.digits, out);
}

// Reads fields from the front; after the first that is not there, everything is empty.
class Reader {
 public:
  explicit Reader(absl::string_view bytes) : bytes_(bytes) {}

  bool good() const { return good_; }
  bool done() const { return bytes_.empty(); }

  std::uint32_t Number(std::size_t bytes) {
    std::uint32_t number = 0;
    for (const char c : Bytes(bytes)) number = number << 8 | static_cast<unsigned char>(c);
    return number;
  }

  absl::string_view Bytes(std::size_t count) {
    if (!good_ || bytes_.size() < count) {
      good_ = false;
      return "";
    }
    const absl::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  absl::string_view Text() {
    const std::size_t end = bytes_.substr(0, kTextBytesMax + 1).find('\0');
    if (end == absl::string_view::npos) {
      good_ = false;
      return "";
    }
    const absl::string_view text = Bytes(end);
    Bytes(1);
    return text;
  }

 private:
  absl::string_view bytes_;
  bool good_ = true;
};

void ReadOptional(Reader& reader, SmppDeliver* deliver) {
  const std::uint32_t tag = reader.Number(2);
  absl::string_view value = reader.Bytes(reader.Number(2));
  switch (tag) {
    case kReceiptedId:
      value = value.substr(0, value.find('\0'));
      deliver->receipted_id = std::string(value.substr(0, kTextBytesMax));
      break;
    case kPayload:
      deliver->text = std::string(value);
      break;
    case kMessageState:
      if (value.size() == 1) deliver->message_state = static_cast<unsigned char>(value[0]);
      break;
    case kSarReference:
      if (value.size() == 2) deliver->sar_reference = Reader(value).Number(2);
      break;
    case kSarTotal:
      if (value.size() == 1) deliver->sar_total = Reader(value).Number(1);
      break;
    case kSarNumber:
      if (value.size() == 1) deliver->sar_number = Reader(value).Number(1);
      break;
    case kNetworkError:
      if (value.size() == 3) {
        Reader error(value);
        deliver->network_error.network = static_cast<int>(error.Number(1));
        deliver->network_error.code = static_cast<int>(error.Number(2));
      }
      break;
    default:
      break;
  }
}

}  // namespace

std::string EncodePdu(const SmppPdu& pdu) {
  std::string bytes;
  AppendNumber(static_cast<std::uint32_t>(kHeaderBytes + pdu.body.size()), &bytes);
  AppendNumber(pdu.command, &bytes);
  AppendNumber(pdu.status, &bytes);
  AppendNumber(pdu.sequence, &bytes);
  return bytes + pdu.body;
}

absl::StatusOr<std::optional<SmppPdu>> TakePdu(std::string* bytes) {
  Reader reader(*bytes);
  const std::size_t length = reader.Number(4);
  if (!reader.good()) return std::nullopt;
  if (length < kHeaderBytes || length > kSmppPduBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("a PDU of ", length,
                                                   " bytes was announced; expected from ",
                                                   kHeaderBytes, " to ", kSmppPduBytesMax));
  }
  if (bytes->size() < length) return std::nullopt;
  SmppPdu pdu;
  pdu.command = reader.Number(4);
  pdu.status = reader.Number(4);
  pdu.sequence = reader.Number(4);
  pdu.body = std::string(reader.Bytes(length - kHeaderBytes));
  bytes->erase(0, length);
  return pdu;
}

std::string EncodeBind(const SmppBind& bind) {
  std::string body;
  AppendText(bind.system_id, &body);
  AppendText(bind.password, &body);
  AppendText(bind.system_type, &body);
  body.push_back(kVersion34);
  AppendAddress({}, &body);  // no range of addresses: all that belong to this account
  return body;
}

std::string EncodeSubmit(const SmppSubmit& submit) {
  std::string body;
  AppendText("", &body);  // service_type: the default
  AppendAddress(submit.from, &body);
  AppendAddress(submit.to, &body);
  AppendByte(submit.header ? 0x40 : 0, &body);  // esm_class
  AppendByte(0, &body);                         // protocol_id
  AppendByte(0, &body);                         // priority_flag
  AppendText("", &body);                        // schedule_delivery_time: at once
  AppendText(submit.validity, &body);
  AppendByte(submit.receipt ? 1 : 0, &body);
  AppendByte(0, &body);  // replace_if_present_flag
  AppendByte(static_cast<std::size_t>(submit.data_coding), &body);
  AppendByte(0, &body);  // sm_default_msg_id
  AppendByte(submit.text.size(), &body);
  return body + submit.text;
}

absl::StatusOr<SmppDeliver> DecodeDeliver(absl::string_view body) {
  Reader reader(body);
  SmppDeliver deliver;
  reader.Text();  // service_type
  deliver.from.ton = static_cast<int>(reader.Number(1));
  deliver.from.npi = static_cast<int>(reader.Number(1));
  deliver.from.digits = std::string(reader.Text());
  reader.Bytes(2);
  deliver.to = std::string(reader.Text());
  deliver.esm_class = static_cast<int>(reader.Number(1));
  reader.Bytes(2);  // protocol_id, priority_flag
  reader.Text();    // schedule_delivery_time
  reader.Text();    // validity_period
  reader.Bytes(2);  // registered_delivery, replace_if_present_flag
  deliver.data_coding = static_cast<int>(reader.Number(1));
  reader.Bytes(1);  // sm_default_msg_id
  deliver.text = std::string(reader.Bytes(reader.Number(1)));
  while (reader.good() && !reader.done()) ReadOptional(reader, &deliver);
  if (!reader.good()) return absl::InvalidArgumentError("a deliver_sm that breaks off");
  return deliver;
}

std::string DecodeMessageId(absl::string_view body) { return std::string(Reader(body).Text()); }

}  // namespace usher::provider
