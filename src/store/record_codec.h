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
#include "store/seen_archive.h"

// The value kept for a customer: 16 bytes of chain tag, 4 bytes of checksum over all other bytes,
// then the serialized usher.store.v1.Record. Beside it, the archive of event ids.
namespace usher::store {

// A new state of a customer, ready to be written.
struct EncodedState {
  messages::ChainTag tag{};  // all zero when there is no record
  std::string value;         // empty when there is no record
  messages::SeenArchive archive;
  ArchiveChange change;  // of the archive
};

// The state that `operation` makes of `record` (null: of no record) on top of the state tagged
// `previous` with the archive `archive`. The same arguments always give the same tag and bytes.
EncodedState EncodeState(const messages::ChainTag& previous, const messages::SeenArchive& archive,
                         std::uint64_t operation, const customer::Record* record);

// The inverse for what is in the store; an empty value is no record. `archived` is the archive's
// value, which need not be there for a record without one. DATA_LOSS, naming the customer, when the
// bytes are not what was written.
absl::StatusOr<messages::StoredRecord> DecodeState(const base::CustomerId& customer,
                                                   absl::string_view value,
                                                   absl::string_view archived);

// No record comes near this; more would only make Redis slow for all.
inline constexpr std::size_t kValueBytesMax = 1 << 20;

// The answer to a commit of more than kValueBytesMax; nothing for others.
std::optional<messages::CommitReply> RejectOversized(const EncodedState& state);

// The tag of a stored value; all zero for an empty one.
messages::ChainTag TagOf(absl::string_view value);

}  // namespace usher::store
