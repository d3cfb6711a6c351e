#include "backtest/profile_lines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "backtest/parallel.h"
#include "backtest/shared_addresses.h"
#include "channel/zone.h"
#include "customer/profile_line.h"

namespace usher::backtest {
namespace {

using customer::ProfileChange;
using customer::ProfileLine;

constexpr std::size_t kFaultsShownMax = 20;
constexpr std::size_t kAddressBytesMax = 512;
constexpr std::size_t kCustomerIdBytesMax = 256;
constexpr std::size_t kLocaleBytesMax = 35;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kConsentsMax = 32;

absl::Status Fault(absl::string_view member, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", what));
}

bool IsCountry(const std::string& text) {
  return text.size() == 2 && absl::ascii_isupper(static_cast<unsigned char>(text[0])) &&
         absl::ascii_isupper(static_cast<unsigned char>(text[1]));
}

bool IsZone(const std::string& name) {
  static channel::ZoneCache* const kCache = new channel::ZoneCache;
  return kCache->Find(name).has_value();
}

// A line with the checks of a gateway.
absl::StatusOr<ProfileLine> ReadAndCheck(absl::string_view json) {
  auto line = customer::ReadProfileLine(json);
  if (!line.ok()) return line;
  const std::size_t id_bytes = line->customer.name().size();
  if (id_bytes > kCustomerIdBytesMax) {
    return Fault("customer_id", absl::StrCat("has ", id_bytes, " bytes; at most 256"));
  }
  if (auto status = CheckProfile(line->change); !status.ok()) return status;
  return line;
}

}  // namespace

absl::Status CheckProfile(const ProfileChange& change) {
  if (change.locale && change.locale->size() > kLocaleBytesMax) {
    return Fault("locale", "must be a BCP 47 tag, such as de-AT");
  }
  if (change.time_zone && !change.time_zone->empty() && !IsZone(*change.time_zone)) {
    return Fault("time_zone", absl::StrCat("\"", change.time_zone->substr(0, kNameBytesMax),
                                           "\" is no time zone; write one like Europe/Vienna"));
  }
  if (change.country && !change.country->empty() && !IsCountry(*change.country)) {
    return Fault("country", "must be two capital letters of ISO 3166-1, such as AT");
  }
  for (const customer::Address& address : change.addresses) {
    if (address.address.size() > kAddressBytesMax) {
      return Fault(absl::StrCat("addresses.", customer::ChannelName(address.channel)),
                   absl::StrCat("has ", address.address.size(), " bytes; at most 512"));
    }
  }
  if (change.consents.size() > kConsentsMax) {
    return Fault("consents",
                 absl::StrCat("there are ", change.consents.size(), "; at most ", kConsentsMax));
  }
  for (const customer::Consent& consent : change.consents) {
    if (consent.category.size() > kNameBytesMax || consent.source.size() > kNameBytesMax) {
      return Fault("consents", "category and source have at most 64 bytes");
    }
  }
  // What does not fit into a record is refused as it is applied; asked now, it has a line.
  customer::Profile profile;
  return customer::ApplyChange(change, {}, absl::UnixEpoch(), &profile);
}

absl::Status ProfileBook::Read(const NamedText& file, const ReadOptions& options) {
  std::vector<absl::string_view> lines;
  for (absl::string_view rest = file.text.text(); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::vector<absl::StatusOr<ProfileLine>> read(lines.size(), absl::UnknownError("empty"));
  constexpr std::size_t kBlock = 256;
  Parallel(options.threads, (lines.size() + kBlock - 1) / kBlock,
           [&](std::size_t block, std::size_t) {
             for (std::size_t i = block * kBlock; i < std::min(lines.size(), (block + 1) * kBlock);
                  ++i) {
               if (!absl::StripAsciiWhitespace(lines[i]).empty()) read[i] = ReadAndCheck(lines[i]);
             }
           });
  std::string faults;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (absl::StripAsciiWhitespace(lines[i]).empty()) continue;
    if (!read[i].ok()) {
      if (++count <= kFaultsShownMax) {
        absl::StrAppend(&faults, faults.empty() ? "" : "\n", file.name, ":", i + 1, ": ",
                        read[i].status().message());
      }
      continue;
    }
    const auto [place, added] = places_.try_emplace(read[i]->customer.key(), profiles_.size());
    if (added) {
      profiles_.push_back(std::move(read[i]->change));
    } else {
      profiles_[place->second] = std::move(read[i]->change);
    }
  }
  skipped_ += count;
  if (count == 0 || options.skip_faulty) return absl::OkStatus();
  if (count > kFaultsShownMax) {
    absl::StrAppend(&faults, "\nand ", count - kFaultsShownMax, " more faulty lines");
  }
  return absl::InvalidArgumentError(faults);
}

void ProfileBook::AssumeReachable(absl::Span<const customer::Channel> channels) {
  ProfileChange change;
  for (const customer::Channel channel : channels) {
    change.addresses.push_back({channel, std::string(kAssumedAddress)});
  }
  change.consents = {{customer::Channel::kNone, "", true, absl::UnixEpoch(), "assumed"}};
  assumed_.clear();
  assumed_.push_back(std::move(change));
}

void ProfileBook::AddPeople(EventLog* log) const {
  std::vector<const std::string*> missing(profiles_.size(), nullptr);
  for (const auto& [key, place] : places_) missing[place] = &key;
  for (const base::CustomerId& person : log->people) {
    const auto place = places_.find(person.key());
    if (place != places_.end()) missing[place->second] = nullptr;
  }
  for (const std::string* key : missing) {
    if (key != nullptr) log->people.push_back(base::CustomerId::FromKey(*key));
  }
}

Profiles ProfileBook::For(const EventLog& log) const {
  Profiles profiles;
  profiles.reserve(log.people.size());
  for (const base::CustomerId& person : log.people) {
    const auto place = places_.find(person.key());
    if (place != places_.end()) {
      profiles.push_back(&profiles_[place->second]);
    } else {
      profiles.push_back(assumed_.empty() || person.anonymous() ? nullptr : &assumed_.front());
    }
  }
  return profiles;
}

}  // namespace usher::backtest
