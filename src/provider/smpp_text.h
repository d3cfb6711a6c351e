#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "provider/smpp_pdu.h"

// What telephones write, as message centres deliver it.
namespace usher::provider {

// Not longer than the text of a report may be.
inline constexpr std::size_t kSmppTextBytesMax = 4096;

// Bytes in the alphabet of that data_coding as UTF-8; "" for what is no text.
std::string SmppTextOf(absl::string_view bytes, int data_coding);

// Without the header that may stand before a text; empty where that breaks off.
absl::string_view SmppBytesOf(const SmppDeliver& deliver);

// Which part of a long message one is.
struct SmppPart {
  std::uint64_t series = 0;  // the reference, and how it was given: the same for all its parts
  std::uint32_t total = 0;   // 2 to 255
  std::uint32_t number = 0;  // 1 to total
};

// By the header (3GPP TS 23.040, sections 9.2.3.24.1 and 9.2.3.24.8), else by sar_* parameters;
// nothing for what is whole, or numbered as no part can be.
std::optional<SmppPart> SmppPartOf(const SmppDeliver& deliver);

}  // namespace usher::provider
