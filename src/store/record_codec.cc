#include "store/record_codec.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <google/protobuf/arena.h>
#include <google/protobuf/io/coded_stream.h>

#include "base/hash.h"
#include "store/little_endian.h"
#include "store/record_proto.h"

namespace usher::store {
namespace {

constexpr std::size_t kTagBytes = sizeof(messages::ChainTag);
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeaderBytes = kTagBytes + kChecksumBytes;
constexpr std::size_t kOperationBytes = 8;

// Each level of a nested datum takes two levels of messages.
constexpr int kNestingMax = 1000;

// Most records fit into this many bytes of messages, and then nothing is allocated for them.
constexpr std::size_t kArenaBytes = 16 * 1024;

google::protobuf::ArenaOptions On(char* buffer, std::size_t size) {
  google::protobuf::ArenaOptions options;
  options.initial_block = buffer;
  options.initial_block_size = size;
  return options;
}

std::array<char, kChecksumBytes> Checksum(absl::string_view value) {
  const std::uint64_t tag = base::Hash64(value.substr(0, kTagBytes));
  const std::uint64_t body = base::Hash64(value.substr(kHeaderBytes));
  std::array<char, kChecksumBytes> checksum;
  PutLittleEndian(tag ^ body, checksum.size(), checksum.data());
  return checksum;
}

absl::Status Corrupt(const base::CustomerId& customer, absl::string_view why) {
  return absl::DataLossError(
      absl::StrCat("the stored record of ", customer.key(), " is damaged: ", why));
}

}  // namespace

EncodedState EncodeState(const messages::ChainTag& previous, const messages::SeenArchive& archive,
                         std::uint64_t operation, const customer::Record* record) {
  EncodedState state;
  if (record == nullptr) {
    if (archive.bytes > 0) state.change.kind = ArchiveChange::Kind::kRemove;
    return state;
  }
  SeenPlaces places = PlaceSeen(record->seen, archive);
  state.archive = places.archive;
  alignas(8) char buffer[kArenaBytes];
  google::protobuf::Arena arena(On(buffer, sizeof buffer));
  auto* message = google::protobuf::Arena::CreateMessage<v1::Record>(&arena);
  ToProto(*record, places, message);

  // What the tag is the hash of: its predecessor, the operation and the body.
  std::string chained(kTagBytes + kOperationBytes, '\0');
  std::copy(previous.begin(), previous.end(), chained.begin());
  PutLittleEndian(operation, kOperationBytes, &chained[kTagBytes]);
  message->AppendToString(&chained);
  state.change = std::move(places.change);
  state.tag = base::Hash128(chained);

  // The operation gives way to the shorter checksum.
  state.value = std::move(chained);
  state.value.erase(kTagBytes, kOperationBytes - kChecksumBytes);
  std::copy(state.tag.begin(), state.tag.end(), state.value.begin());
  const auto checksum = Checksum(state.value);
  std::copy(checksum.begin(), checksum.end(), state.value.begin() + kTagBytes);
  return state;
}

std::optional<messages::CommitReply> RejectOversized(const EncodedState& state) {
  if (state.value.size() <= kValueBytesMax) return std::nullopt;
  messages::CommitReply reply;
  reply.outcome = messages::CommitOutcome::kRejected;
  reply.reason = absl::StrCat("a record of ", state.value.size(), " bytes: at most ",
                              kValueBytesMax, " can be stored");
  return reply;
}

messages::ChainTag TagOf(absl::string_view value) {
  messages::ChainTag tag{};
  std::copy_n(value.begin(), std::min(value.size(), tag.size()), tag.begin());
  return tag;
}

absl::StatusOr<messages::StoredRecord> DecodeState(const base::CustomerId& customer,
                                                   absl::string_view value,
                                                   absl::string_view archived) {
  messages::StoredRecord stored;
  if (value.empty()) return stored;
  if (value.size() < kHeaderBytes) {
    return Corrupt(customer, absl::StrCat(value.size(), " bytes are too few"));
  }
  const auto checksum = Checksum(value);
  if (value.substr(kTagBytes, kChecksumBytes) !=
      absl::string_view(checksum.data(), checksum.size())) {
    return Corrupt(customer, "the checksum does not fit");
  }
  stored.tag = TagOf(value);

  alignas(8) char buffer[kArenaBytes];
  google::protobuf::Arena arena(On(buffer, sizeof buffer));
  auto* message = google::protobuf::Arena::CreateMessage<v1::Record>(&arena);
  const absl::string_view body = value.substr(kHeaderBytes);
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const std::uint8_t*>(body.data()),
                                               static_cast<int>(body.size()));
  input.SetRecursionLimit(kNestingMax);
  if (!message->ParseFromCodedStream(&input) || !input.ConsumedEntireMessage()) {
    return Corrupt(customer, "it is not a record");
  }
  stored.archive = ArchiveOf(*message);
  std::vector<customer::SeenEvent> seen;
  if (!ReadSeenArchive(archived, stored.archive, &seen)) {
    return Corrupt(customer, "its archive of event ids is not what was written");
  }
  absl::StatusOr<customer::Record> record = FromProto(*message, std::move(seen));
  if (!record.ok()) return Corrupt(customer, record.status().message());
  stored.record = *std::move(record);
  return stored;
}

}  // namespace usher::store
