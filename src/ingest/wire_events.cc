#include "ingest/wire_events.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace usher::ingest {

using google::protobuf::internal::WireFormatLite;

absl::StatusOr<WireEvents> WireEvents::Read(const grpc::ByteBuffer& request, Fields fields) {
  WireEvents read;
  if (request.Length() == 0) return read;
  grpc::Status status = request.TrySingleSlice(&read.bytes_);
  if (!status.ok()) status = request.DumpToSingleSlice(&read.bytes_);
  if (!status.ok()) return absl::InternalError("the request cannot be read");
  absl::Status scanned = read.Scan(fields);
  if (!scanned.ok()) return scanned;
  return read;
}

absl::Status WireEvents::Scan(Fields fields) {
  google::protobuf::io::CodedInputStream in(bytes_.begin(), static_cast<int>(bytes_.size()));
  const auto broken = [&] {
    return absl::InvalidArgumentError(
        absl::StrCat("the request is not the message it should be, from byte ",
                     in.CurrentPosition(), " of ", bytes_.size(), " on"));
  };
  const std::uint32_t events =
      WireFormatLite::MakeTag(fields.events, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  const std::uint32_t number =
      WireFormatLite::MakeTag(fields.number, WireFormatLite::WIRETYPE_VARINT);
  while (const std::uint32_t tag = in.ReadTag()) {
    if (tag == events) {
      std::uint32_t size = 0;
      if (!in.ReadVarint32(&size)) return broken();
      const int begin = in.CurrentPosition();
      if (!in.Skip(static_cast<int>(size))) return broken();
      events_.push_back({.begin = begin, .size = static_cast<int>(size)});
    } else if (tag == number) {
      if (!in.ReadVarint64(&number_)) return broken();
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      return broken();
    }
  }
  return in.ConsumedEntireMessage() ? absl::OkStatus() : broken();
}

absl::Status WireEvents::Parse(int index, v1::Event* event) const {
  const Place place = events_[static_cast<std::size_t>(index)];
  if (event->ParseFromArray(bytes_.begin() + place.begin, place.size)) return absl::OkStatus();
  return absl::InvalidArgumentError("is not an Event, or a text in it is not UTF-8");
}

grpc::ByteBuffer ToWire(const google::protobuf::MessageLite& answer) {
  grpc::Slice bytes(answer.ByteSizeLong());
  answer.SerializeWithCachedSizesToArray(const_cast<std::uint8_t*>(bytes.begin()));
  return grpc::ByteBuffer(&bytes, 1);
}

}  // namespace usher::ingest
