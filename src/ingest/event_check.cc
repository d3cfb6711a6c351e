#include "ingest/event_check.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"
#include "ingest/struct_value.h"

namespace usher::ingest {
namespace {

constexpr std::size_t kEventIdMax = 128;
constexpr std::size_t kEventNameMax = 128;
constexpr std::size_t kCustomerIdMax = 256;
constexpr base::JsonLimits kProperties{.bytes_max = 256 * 1024, .depth_max = 32};
constexpr absl::Duration kFutureMax = absl::Minutes(10);

absl::Time Earliest() {
  return absl::FromCivil(absl::CivilSecond(2000, 1, 1), absl::UTCTimeZone());
}

std::string Show(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

std::optional<journey::EventProperties> CheckProperties(const v1::Event& event,
                                                        const std::string& path,
                                                        std::vector<Violation>* violations) {
  const auto fail = [&](const char* field, const absl::Status& status) {
    violations->push_back({path + field, std::string(status.message())});
    return std::nullopt;
  };
  if (event.payload_case() == v1::Event::kProperties) {
    auto properties = FromStruct(event.properties(), kProperties);
    if (!properties.ok()) return fail("properties", properties.status());
    return *std::move(properties);
  }
  if (event.payload_case() == v1::Event::kPropertiesJson) {
    const absl::Status status = base::CheckJsonObject(event.properties_json(), kProperties);
    if (!status.ok()) return fail("properties_json", status);
    return journey::EventProperties::FromJson(event.properties_json());
  }
  return journey::EventProperties();
}

// Everything of an event but its id. JSON is hashed as it was written; members of a struct are in
// the order of their names, whatever order they arrived in.
std::uint32_t PayloadHash(const v1::Event& event, const journey::EventProperties& properties) {
  const bool as_written = event.payload_case() == v1::Event::kPropertiesJson;
  const std::string written = as_written ? "" : base::ToJson(properties.Get());
  const absl::string_view payload = as_written ? event.properties_json() : written;
  return static_cast<std::uint32_t>(
      base::HashFields({event.name(), absl::StrCat(event.time().seconds()),
                        absl::StrCat(event.time().nanos()), payload}));
}

}  // namespace

std::optional<absl::Time> CheckTime(const google::protobuf::Timestamp& time,
                                    const std::string& field, absl::Time now,
                                    std::vector<Violation>* violations) {
  const absl::Time at = absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
  if (time.nanos() < 0 || time.nanos() > 999'999'999 || at < Earliest()) {
    violations->push_back({field, absl::StrCat("must be from ", Show(Earliest()), " on")});
    return std::nullopt;
  }
  if (at > now + kFutureMax) {
    violations->push_back(
        {field, absl::StrCat(Show(at), " is in the future; the gateway's clock says ", Show(now),
                             " and allows 10 minutes more")});
    return std::nullopt;
  }
  return absl::FromUnixMillis(absl::ToUnixMillis(at));
}

bool CheckText(const std::string& text, std::size_t bytes_max, const std::string& field,
               std::vector<Violation>* violations) {
  if (text.empty() || text.size() > bytes_max) {
    violations->push_back(
        {field, absl::StrCat("has ", text.size(), " bytes; must have 1 to ", bytes_max)});
    return false;
  }
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      violations->push_back({field, "must not contain control characters"});
      return false;
    }
  }
  return true;
}

std::optional<base::CustomerId> CheckCustomer(const std::string& customer_id,
                                              const std::string& anonymous_id,
                                              std::vector<Violation>* violations) {
  if (customer_id.empty() && anonymous_id.empty()) {
    violations->push_back({"customer_id", "give a customer_id or an anonymous_id"});
    return std::nullopt;
  }
  const bool known = !customer_id.empty();
  if (!CheckText(known ? customer_id : anonymous_id, kCustomerIdMax,
                 known ? "customer_id" : "anonymous_id", violations)) {
    return std::nullopt;
  }
  return known ? base::CustomerId::Known(customer_id) : base::CustomerId::Anonymous(anonymous_id);
}

std::optional<CheckedEvent> CheckEvent(const v1::Event& event, const std::string& path,
                                       absl::Time now, std::vector<Violation>* violations) {
  const std::size_t before = violations->size();
  CheckedEvent checked;
  CheckText(event.id(), kEventIdMax, path + "id", violations);
  CheckText(event.name(), kEventNameMax, path + "name", violations);
  if (event.customer_id().empty() && event.anonymous_id().empty()) {
    violations->push_back({path + "customer_id", "give a customer_id or an anonymous_id"});
  }
  if (!event.customer_id().empty()) {
    CheckText(event.customer_id(), kCustomerIdMax, path + "customer_id", violations);
  }
  if (!event.anonymous_id().empty()) {
    CheckText(event.anonymous_id(), kCustomerIdMax, path + "anonymous_id", violations);
  }
  std::optional<absl::Time> at = now;
  if (event.has_time()) at = CheckTime(event.time(), path + "time", now, violations);
  auto properties = CheckProperties(event, path, violations);
  if (violations->size() > before) return std::nullopt;

  checked.customer = event.customer_id().empty() ? base::CustomerId::Anonymous(event.anonymous_id())
                                                 : base::CustomerId::Known(event.customer_id());
  if (!event.customer_id().empty()) checked.input.merge_from = event.anonymous_id();
  checked.input.id = event.id();
  checked.input.name = event.name();
  checked.input.at = *at;
  checked.input.payload_hash = PayloadHash(event, *properties);
  checked.input.properties = *std::move(properties);
  return checked;
}

}  // namespace usher::ingest
