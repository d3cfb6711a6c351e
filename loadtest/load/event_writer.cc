#include "load/event_writer.h"

#include <algorithm>
#include <utility>

#include "load/event_properties.h"
#include "load/writable_slice.h"
#include "usher/v1/event.pb.h"

namespace usher::load {
namespace {

constexpr char kLengthDelimited1 = 0x0a;  // field 1
constexpr char kVarint1 = 0x08;
constexpr char kLengthDelimited2 = 0x12;  // field 2
// A number below 2^35 may be written with five bytes even where fewer would do.
constexpr std::size_t kSequenceBytes = 5;

void AppendVarint(std::size_t value, std::string* out) {
  for (; value >= 0x80; value >>= 7) out->push_back(static_cast<char>(value | 0x80));
  out->push_back(static_cast<char>(value));
}

std::vector<std::size_t> Places(const std::string& bytes, const std::string& mark) {
  std::vector<std::size_t> places;
  for (std::size_t at = bytes.find(mark); at != std::string::npos;
       at = bytes.find(mark, at + mark.size())) {
    places.push_back(at);
  }
  return places;
}

// Texts that stand where names will be: no name and no property has such characters.
std::string CustomerMark(std::size_t bytes) { return std::string(bytes, '\x7f'); }

std::string EventMark(std::size_t bytes) {
  std::string mark(bytes, '\x7f');
  for (std::size_t i = 1; i < bytes; i += 2) mark[i] = '~';
  return mark;
}

}  // namespace

EventWriter::EventWriter(const loadtest::v1::Scenario& scenario, const Traffic* traffic,
                         const Names* names)
    : traffic_(traffic), names_(names) {
  double weights = 0;
  for (const loadtest::v1::EventKind& kind : scenario.events()) {
    templates_.push_back(Build(kind, scenario));
    const Template& made = templates_.back();
    weights += kind.weight();
    event_bytes_mean_ += kind.weight() * static_cast<double>(made.bytes.size() - made.header_bytes);
  }
  event_bytes_mean_ /= weights;
}

EventWriter::Template EventWriter::Build(const loadtest::v1::EventKind& kind,
                                         const loadtest::v1::Scenario& scenario) const {
  const std::string customer = CustomerMark(names_->customer_bytes());
  const std::string event_id = EventMark(names_->event_bytes());
  v1::Event event;
  event.set_id(event_id);
  event.set_customer_id(customer);
  event.set_name(kind.name());
  SetProperties(kind.properties(), customer, event_id, scenario, &event);
  const std::string serialized = event.SerializeAsString();

  Template made;
  made.bytes.push_back(kLengthDelimited1);
  AppendVarint(serialized.size(), &made.bytes);
  made.header_bytes = made.bytes.size();
  made.bytes += serialized;
  made.customer_at = Places(made.bytes, customer);
  made.event_at = Places(made.bytes, event_id);
  return made;
}

void EventWriter::Fill(const Template& from, std::uint64_t number, std::uint8_t* out) const {
  std::copy(from.bytes.begin(), from.bytes.end(), out);
  char* const text = reinterpret_cast<char*>(out);
  const std::uint64_t customer = traffic_->CustomerOf(number);
  for (const std::size_t at : from.customer_at) names_->WriteCustomer(customer, text + at);
  for (const std::size_t at : from.event_at) names_->WriteEvent(number, text + at);
}

std::size_t EventWriter::RequestBytes(std::uint64_t number) const {
  return templates_[traffic_->KindOf(number)].bytes.size();
}

std::uint8_t* EventWriter::WriteRequest(std::uint64_t number, std::uint8_t* out) const {
  const Template& from = templates_[traffic_->KindOf(number)];
  Fill(from, number, out);
  return out + from.bytes.size();
}

grpc::ByteBuffer EventWriter::Request(std::uint64_t number) const {
  const Template& from = templates_[traffic_->KindOf(number)];
  WritableSlice slice(from.bytes.size());
  Fill(from, number, slice.data());
  return slice.Take();
}

grpc::ByteBuffer EventWriter::StreamRequest(std::uint64_t sequence,
                                            absl::Span<const std::uint64_t> numbers) const {
  std::size_t bytes = 1 + kSequenceBytes;
  for (const std::uint64_t number : numbers) bytes += RequestBytes(number);
  WritableSlice slice(bytes);
  std::uint8_t* out = slice.data();
  *out++ = kVarint1;
  for (std::size_t i = 0; i < kSequenceBytes; ++i, sequence >>= 7) {
    *out++ = static_cast<std::uint8_t>((sequence & 0x7f) | (i + 1 < kSequenceBytes ? 0x80 : 0));
  }
  for (const std::uint64_t number : numbers) {
    std::uint8_t* const field = out;
    out = WriteRequest(number, out);
    *field = kLengthDelimited2;
  }
  return slice.Take();
}

}  // namespace usher::load
