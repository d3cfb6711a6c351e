#pragma once

#include <vector>

#include "absl/status/statusor.h"

#include "customer/record.h"
#include "messages/store_port.h"
#include "store/seen_archive.h"
#include "usher/store/v1/record.pb.h"

namespace usher::store {

// Converts records to their stored form and back, without loss of anything that has millisecond
// precision; of the event ids, those that belong into it. `out` must be empty.
void ToProto(const customer::Record& record, const SeenPlaces& places, v1::Record* out);

// As of a record just read.
messages::SeenArchive ArchiveOf(const v1::Record& stored);

// `archived` is what is in the archive. DATA_LOSS when the message cannot come from ToProto():
// columns of unequal length, a text that is not there, or an enumerator that this version does not
// know.
absl::StatusOr<customer::Record> FromProto(const v1::Record& stored,
                                           std::vector<customer::SeenEvent> archived);

}  // namespace usher::store
