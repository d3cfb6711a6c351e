#include "ingest/profile_check.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

#include "channel/zone.h"
#include "ingest/event_check.h"
#include "ingest/struct_value.h"

namespace usher::ingest {
namespace {

constexpr int kConsentsMax = 32;
constexpr int kAddressesMax = 16;
constexpr std::size_t kAddressBytesMax = 2048;
constexpr std::size_t kLocaleBytesMax = 35;
constexpr std::size_t kNameBytesMax = 64;
constexpr base::JsonLimits kAttributes{.bytes_max = 16 * 1024, .depth_max = 8};

bool IsChannel(v1::Channel channel) {
  return channel != v1::CHANNEL_UNSPECIFIED && v1::Channel_IsValid(channel);
}

bool IsCountry(const std::string& text) {
  return text.size() == 2 && absl::ascii_isupper(static_cast<unsigned char>(text[0])) &&
         absl::ascii_isupper(static_cast<unsigned char>(text[1]));
}

void AddConsents(const google::protobuf::RepeatedPtrField<v1::Consent>& consents,
                 journey::ProfileInput* input, std::vector<Violation>* violations) {
  if (consents.size() > kConsentsMax) {
    violations->push_back(
        {"consents", absl::StrCat("there are ", consents.size(), "; at most ", kConsentsMax)});
    return;
  }
  for (int i = 0; i < consents.size(); ++i) {
    const v1::Consent& consent = consents.Get(i);
    const std::string path = absl::StrCat("consents[", i, "]");
    if (!v1::Channel_IsValid(consent.channel())) {
      violations->push_back({path + ".channel", "no such channel"});
    }
    if (consent.category().size() > kNameBytesMax) {
      violations->push_back({path + ".category", "must have at most 64 bytes"});
    }
    if (consent.source().size() > kNameBytesMax) {
      violations->push_back({path + ".source", "must have at most 64 bytes"});
    }
    input->consents.push_back({static_cast<customer::Channel>(consent.channel()),
                               consent.category(), consent.granted(), absl::UnixEpoch(),
                               consent.source()});
  }
}

void AddAddresses(const v1::UpsertRequest& request, journey::ProfileInput* input,
                  std::vector<Violation>* violations) {
  if (request.addresses_size() > kAddressesMax) {
    violations->push_back({"addresses", absl::StrCat("there are ", request.addresses_size(),
                                                     "; at most ", kAddressesMax)});
    return;
  }
  for (int i = 0; i < request.addresses_size(); ++i) {
    const v1::Address& address = request.addresses(i);
    const std::string path = absl::StrCat("addresses[", i, "]");
    if (!IsChannel(address.channel())) {
      violations->push_back({path + ".channel", "name the channel the address is for"});
    }
    if (!address.address().empty()) {
      CheckText(address.address(), kAddressBytesMax, path + ".address", violations);
    }
    if (address.remove() && address.address().empty()) {
      violations->push_back({path + ".address", "name the address to remove"});
    }
    (address.remove() ? input->gone : input->addresses)
        .push_back({static_cast<customer::Channel>(address.channel()), address.address()});
  }
}

}  // namespace

std::optional<journey::ProfileInput> CheckProfile(const v1::UpsertRequest& request,
                                                  std::vector<Violation>* violations) {
  const std::size_t before = violations->size();
  journey::ProfileInput input;
  auto attributes = FromStruct(request.attributes(), kAttributes);
  if (!attributes.ok()) {
    violations->push_back({"attributes", std::string(attributes.status().message())});
  } else {
    input.attributes = std::move(*attributes->mutable_map());
  }
  if (request.has_locale()) {
    if (request.locale().size() > kLocaleBytesMax) {
      violations->push_back({"locale", "must be a BCP 47 tag, such as de-AT"});
    }
    input.locale = request.locale();
  }
  if (request.has_time_zone()) {
    if (!request.time_zone().empty() && !channel::LoadZone(request.time_zone())) {
      violations->push_back(
          {"time_zone", absl::StrCat("\"", request.time_zone().substr(0, 64),
                                     "\" is no time zone; write one like Europe/Vienna")});
    }
    input.time_zone = request.time_zone();
  }
  if (request.has_country()) {
    if (!request.country().empty() && !IsCountry(request.country())) {
      violations->push_back({"country", "must be two capital letters of ISO 3166-1, such as AT"});
    }
    input.country = request.country();
  }
  AddAddresses(request, &input, violations);
  AddConsents(request.consents(), &input, violations);
  if (violations->size() > before) return std::nullopt;
  return input;
}

std::optional<journey::ProfileInput> CheckConsents(
    const google::protobuf::RepeatedPtrField<v1::Consent>& consents,
    std::vector<Violation>* violations) {
  const std::size_t before = violations->size();
  journey::ProfileInput input;
  if (consents.empty()) violations->push_back({"consents", "give at least one"});
  AddConsents(consents, &input, violations);
  if (violations->size() > before) return std::nullopt;
  return input;
}

}  // namespace usher::ingest
