#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace usher::shop {

// What is decided about a simulated customer once, from the seed and their number alone; the
// events and the profile of a customer agree because both start here.
struct Customer {
  std::size_t country = 0;        // index for CountryAt
  double purchases_per_week = 0;  // long-run mean
  bool has_app = false;           // opens the shop's app, and can be pushed to
  bool is_new = false;            // comes for the first time during the simulated days
  double joins_at = 0;            // when, as a share of those days; 0 for customers of old
};

// `days` is the length of the simulation, on which the share of new customers depends.
Customer DrawCustomer(std::uint64_t seed, std::uint64_t number, int days);

// The name of customer `number` (from 0): "c000001" for the first.
std::string CustomerName(std::uint64_t number);

}  // namespace usher::shop
