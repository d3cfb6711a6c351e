#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shop/money.h"

namespace usher::shop {

struct Product {
  std::string id;
  Pence price = 0;
  // The members of Segment's PRODUCT without braces and quantity: product_id, sku, category, name,
  // price, url, image_url.
  std::string json;
};

// The shop's invented products, the most popular first.
class Catalogue {
 public:
  explicit Catalogue(std::uint64_t seed);

  std::size_t size() const { return products_.size(); }
  const Product& operator[](std::size_t index) const { return products_[index]; }

  // The index of a product drawn by popularity; `u` is in [0, 1).
  std::size_t Draw(double u) const;

 private:
  std::vector<Product> products_;
};

}  // namespace usher::shop
