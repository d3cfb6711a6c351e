#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "shop/catalogue.h"
#include "shop/money.h"

namespace usher::shop {

struct CartLine {
  std::uint16_t product;  // index in the catalogue
  std::uint16_t quantity;
};
using CartLines = std::vector<CartLine>;

// What the lines cost together.
Pence Subtotal(const Catalogue& catalogue, const CartLines& lines);

// The properties of the events about products, carts and orders, as JSON objects appended to `out`.
void AppendViewed(const Product& product, std::string* out);
void AppendLine(absl::string_view cart_id, const Product& product, int quantity, std::string* out);
void AppendCart(const Catalogue& catalogue, absl::string_view cart_id, const CartLines& lines,
                std::string* out);
// For Checkout Started and Order Completed: subtotal, shipping, revenue (what was
// paid for products), total (that and shipping) and the products. Shipping is free from 50 pounds.
void AppendOrder(const Catalogue& catalogue, absl::string_view order_id, absl::string_view cart_id,
                 const CartLines& lines, std::string* out);
// For Order Cancelled: the line taken back and what it cost; shipping is not paid back.
void AppendCancellation(const Catalogue& catalogue, absl::string_view order_id,
                        const CartLine& line, std::string* out);

}  // namespace usher::shop
