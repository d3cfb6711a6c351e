#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "base/ids.h"
#include "customer/record.h"
#include "messages/store_port.h"

// The value kept for a customer: 16 bytes of chain tag, 4 bytes of checksum over all other bytes,
// then the serialized usher.store.v1.Record.
namespace usher::store {

// A new state of a customer, ready to be written.
struct EncodedState {
  messages::ChainTag tag{};  // all zero when there is no record
  std::string value;         // empty when there is no record
};

// The state that `operation` makes of `record` (null: of no record) on top of the state tagged
// `previous`. The same arguments always give the same tag and bytes.
EncodedState EncodeState(const messages::ChainTag& previous, std::uint64_t operation,
                         const customer::Record* record);

// The inverse for what is in the store; an empty value is no record. DATA_LOSS, naming the
// customer, when the bytes are not what was written.
absl::StatusOr<messages::StoredRecord> DecodeState(const base::CustomerId& customer,
                                                   absl::string_view value);

// No record comes near this; more would only make Redis slow for all.
inline constexpr std::size_t kValueBytesMax = 1 << 20;

// The answer to a commit of more than kValueBytesMax; nothing for others.
std::optional<messages::CommitReply> RejectOversized(const EncodedState& state);

// The tag of a stored value; all zero for an empty one.
messages::ChainTag TagOf(absl::string_view value);

}  // namespace usher::store
