#include "shop/profile.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/random.h"
#include "shop/country.h"
#include "shop/customer.h"
#include "shop/fitted.h"

namespace usher::shop {
namespace {

constexpr std::uint64_t kPurpose = 4;

// Assumptions: who leaves which address, and who of those agrees to marketing there.
constexpr double kHasEmail = 0.93;
constexpr double kHasPhone = 0.55;
constexpr double kAppOfLogCustomers = 0.45;
constexpr double kAgreesPush = 0.80;
constexpr double kAgreesEmail = 0.70;
constexpr double kAgreesSms = 0.45;

// Tiers by purchases a week, in multiples of the mean.
constexpr double kGoldFrom = 3.0;
constexpr double kSilverFrom = 1.5;
constexpr double kMeanPurchasesPerWeek = fitted::kPurchaseRateShape / fitted::kPurchaseRateWeeks;
constexpr double kLogWeeks = 373.0 / 7.0;

constexpr absl::string_view kFirstNames[] = {
    "Ada",   "Alex", "Amir", "Anna", "Ben",   "Carla", "Chloe", "Daniel", "Elif",  "Emma", "Felix",
    "Greta", "Hugo", "Ines", "Ivan", "Jonas", "Kim",   "Lea",   "Leo",    "Marta", "Mia",  "Noah",
    "Nora",  "Omar", "Paul", "Rosa", "Sam",   "Sofia", "Tom",   "Uma",    "Yuki",  "Zoe"};
constexpr absl::string_view kLastNames[] = {
    "Ahmed",  "Baker", "Berg",   "Costa",   "Dubois", "Evans", "Fischer", "Garcia",
    "Hansen", "Ito",   "Jansen", "Jones",   "Keller", "Lopez", "Moreau",  "Novak",
    "Olsen",  "Patel", "Rossi",  "Schmidt", "Silva",  "Smith", "Taylor",  "Weber"};

absl::string_view TierOf(double purchases_per_week) {
  if (purchases_per_week >= kGoldFrom * kMeanPurchasesPerWeek) return "gold";
  return purchases_per_week >= kSilverFrom * kMeanPurchasesPerWeek ? "silver" : "bronze";
}

template <std::size_t kSize>
std::string OneOf(const absl::string_view (&names)[kSize], base::Random* random) {
  return std::string(names[random->Below(kSize)]);
}

void AddConsent(absl::string_view channel, bool granted, Profile* profile) {
  profile->consents.push_back({std::string(channel), "marketing", granted});
}

Profile Draw(absl::string_view customer_id, const Country& country, double purchases_per_week,
             bool has_app, base::Random random) {
  Profile profile;
  profile.customer_id = std::string(customer_id);
  profile.first_name = OneOf(kFirstNames, &random);
  profile.last_name = OneOf(kLastNames, &random);
  profile.tier = std::string(TierOf(purchases_per_week));
  profile.locale = std::string(country.locale);
  profile.time_zone = std::string(country.time_zone);
  profile.country = std::string(country.code);
  const std::uint64_t token = random.Bits();
  if (has_app) {
    profile.push = absl::StrFormat("push-%016x", token);
    AddConsent("push", random.Chance(kAgreesPush), &profile);
  }
  if (random.Chance(kHasEmail)) {
    profile.email = absl::StrCat(absl::AsciiStrToLower(customer_id), "@example.test");
    AddConsent("email", random.Chance(kAgreesEmail), &profile);
  }
  if (random.Chance(kHasPhone)) {
    profile.sms = std::string(country.mobile);
    for (int i = 0; i < country.digits; ++i) absl::StrAppend(&profile.sms, random.Below(10));
    AddConsent("sms", random.Chance(kAgreesSms), &profile);
  }
  return profile;
}

void AppendMember(absl::string_view name, absl::string_view text, std::string* out) {
  if (out->back() != '{') out->push_back(',');
  absl::StrAppend(out, "\"", name, "\":");
  base::AppendJsonString(text, out);
}

}  // namespace

Profile SimulatedProfile(std::uint64_t seed, std::uint64_t number, int days) {
  const Customer customer = DrawCustomer(seed, number, days);
  return Draw(CustomerName(number), CountryAt(customer.country), customer.purchases_per_week,
              customer.has_app, base::Random(seed, number, kPurpose));
}

Profile LogProfile(std::uint64_t seed, absl::string_view customer_id, absl::string_view country,
                   int orders) {
  base::Random random(seed, base::Hash64(customer_id), kPurpose);
  const bool has_app = random.Chance(kAppOfLogCustomers);
  return Draw(customer_id, CountryNamed(country), orders / kLogWeeks, has_app, random);
}

void AppendJsonLine(const Profile& profile, std::string* out) {
  out->push_back('{');
  AppendMember("customer_id", profile.customer_id, out);
  out->append(",\"attributes\":{");
  AppendMember("first_name", profile.first_name, out);
  AppendMember("last_name", profile.last_name, out);
  AppendMember("tier", profile.tier, out);
  out->push_back('}');
  AppendMember("locale", profile.locale, out);
  AppendMember("time_zone", profile.time_zone, out);
  AppendMember("country", profile.country, out);
  out->append(",\"addresses\":{");
  if (!profile.push.empty()) AppendMember("push", profile.push, out);
  if (!profile.email.empty()) AppendMember("email", profile.email, out);
  if (!profile.sms.empty()) AppendMember("sms", profile.sms, out);
  out->append("},\"consents\":[");
  for (const Consent& consent : profile.consents) {
    if (out->back() != '[') out->push_back(',');
    out->push_back('{');
    AppendMember("channel", consent.channel, out);
    AppendMember("category", consent.category, out);
    absl::StrAppend(out, ",\"granted\":", consent.granted ? "true" : "false", "}");
  }
  out->append("]}\n");
}

}  // namespace usher::shop
