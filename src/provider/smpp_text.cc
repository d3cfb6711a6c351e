#include "provider/smpp_text.h"

#include "base/sms.h"

namespace usher::provider {
namespace {

// Elements of a user data header that tell of parts: with a reference of 8 bits, or of 16.
constexpr std::uint8_t kParts8 = 0x00;
constexpr std::uint8_t kParts16 = 0x08;

// How a reference was given.
enum class Given : std::uint64_t { kHeader8 = 1, kHeader16 = 2, kSar = 3 };

// The alphabet, by the bits of data_coding that say so (3GPP TS 23.038, section 4, and SMPP 3.4,
// section 5.2.19).
enum class Alphabet { kGsm7, kLatin1, kUcs2, kNone };

Alphabet AlphabetOf(int coding) {
  if (coding >= 0xF0) return (coding & 0x04) == 0 ? Alphabet::kGsm7 : Alphabet::kNone;
  switch (coding) {
    case 0x00:
      return Alphabet::kGsm7;
    case 0x01:
    case 0x03:
      return Alphabet::kLatin1;
    case 0x08:
      return Alphabet::kUcs2;
    default:
      break;
  }
  if (coding < 0x10) return Alphabet::kNone;
  const int bits = coding & 0x0C;
  return bits == 0x00 ? Alphabet::kGsm7 : bits == 0x08 ? Alphabet::kUcs2 : Alphabet::kNone;
}

std::uint8_t ByteAt(absl::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

// The header without the byte that says how long it is; empty where there is none, or not all.
absl::string_view HeaderOf(const SmppDeliver& deliver) {
  const absl::string_view text = deliver.text;
  if ((deliver.esm_class & 0x40) == 0 || text.empty()) return "";
  const std::size_t length = ByteAt(text, 0);
  return 1 + length <= text.size() ? text.substr(1, length) : "";
}

std::optional<SmppPart> Checked(Given given, std::uint32_t reference, std::uint32_t total,
                                std::uint32_t number) {
  if (total < 2 || number < 1 || number > total) return std::nullopt;
  return SmppPart{static_cast<std::uint64_t>(given) << 32 | reference, total, number};
}

}  // namespace

std::string SmppTextOf(absl::string_view bytes, int data_coding) {
  switch (AlphabetOf(data_coding)) {
    case Alphabet::kGsm7:
      return base::TextOfGsm7(bytes);
    case Alphabet::kLatin1:
      return base::TextOfLatin1(bytes);
    case Alphabet::kUcs2:
      return base::TextOfUcs2(bytes);
    case Alphabet::kNone:
      break;
  }
  return "";
}

absl::string_view SmppBytesOf(const SmppDeliver& deliver) {
  const absl::string_view text = deliver.text;
  if ((deliver.esm_class & 0x40) == 0) return text;
  if (text.empty()) return "";
  const std::size_t header = 1 + static_cast<std::size_t>(ByteAt(text, 0));
  return header <= text.size() ? text.substr(header) : "";
}

std::optional<SmppPart> SmppPartOf(const SmppDeliver& deliver) {
  absl::string_view header = HeaderOf(deliver);
  while (header.size() >= 2) {
    const std::uint8_t id = ByteAt(header, 0);
    const std::size_t length = ByteAt(header, 1);
    header.remove_prefix(2);
    if (length > header.size()) break;
    if (id == kParts8 && length == 3) {
      return Checked(Given::kHeader8, ByteAt(header, 0), ByteAt(header, 1), ByteAt(header, 2));
    }
    if (id == kParts16 && length == 4) {
      const std::uint32_t reference = ByteAt(header, 0) * 256U + ByteAt(header, 1);
      return Checked(Given::kHeader16, reference, ByteAt(header, 2), ByteAt(header, 3));
    }
    header.remove_prefix(length);
  }
  return Checked(Given::kSar, deliver.sar_reference, deliver.sar_total, deliver.sar_number);
}

}  // namespace usher::provider
