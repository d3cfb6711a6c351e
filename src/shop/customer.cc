#include "shop/customer.h"

#include "absl/strings/str_format.h"

#include "base/random.h"
#include "shop/country.h"
#include "shop/fitted.h"

namespace usher::shop {
namespace {

constexpr std::uint64_t kPurpose = 2;
constexpr double kAppShare = 0.45;  // assumption

}  // namespace

Customer DrawCustomer(std::uint64_t seed, std::uint64_t number, int days) {
  base::Random random(seed, number, kPurpose);
  Customer customer;
  customer.country = DrawCountry(random.Unit());
  customer.purchases_per_week =
      random.Gamma(fitted::kPurchaseRateShape) / fitted::kPurchaseRateWeeks;
  customer.has_app = random.Chance(kAppShare);
  const double joining = fitted::kNewCustomersPer30Days * days / 30.0;
  customer.is_new = random.Chance(joining / (1.0 + joining));
  if (customer.is_new) customer.joins_at = random.Unit();
  return customer;
}

std::string CustomerName(std::uint64_t number) { return absl::StrFormat("c%06d", number + 1); }

}  // namespace usher::shop
