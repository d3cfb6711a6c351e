#include "shop/log_customers.h"

#include "absl/container/flat_hash_map.h"

#include "base/json.h"

namespace usher::shop {
namespace {

constexpr std::size_t kPropertiesBytesMax = 16 * 1024 * 1024;

std::string CountryOf(const Event& event) {
  const absl::StatusOr<base::Value> properties =
      base::ParseJson(event.properties, {.bytes_max = kPropertiesBytesMax});
  if (!properties.ok()) return "";
  const base::Value* country = properties->Find("country");
  return country == nullptr || country->as_string() == nullptr ? "" : *country->as_string();
}

}  // namespace

std::vector<LogCustomer> LogCustomers(const std::vector<Event>& events) {
  std::vector<LogCustomer> customers;
  absl::flat_hash_map<std::string, std::size_t> index;
  for (const Event& event : events) {
    if (event.customer_id.empty()) continue;
    const auto [at, is_new] = index.try_emplace(event.customer_id, customers.size());
    if (is_new) customers.push_back({event.customer_id, CountryOf(event), 0});
    if (event.name == "Order Completed") ++customers[at->second].orders;
  }
  return customers;
}

}  // namespace usher::shop
