#include "importer/invoice.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"

namespace usher::importer {
namespace {

// Rounded to pence, halves away from zero. Dividing a whole number gives the double nearest to the
// decimal, which prints as that decimal.
base::Value Pounds(Mills amount) {
  const Mills pence = (amount + (amount < 0 ? -5 : 5)) / 10;
  return base::Value(static_cast<double>(pence) / 100.0);
}

}  // namespace

LineKind KindOf(absl::string_view stock_code) {
  for (const absl::string_view code : {"POST", "DOT", "C2"}) {
    if (stock_code == code) return LineKind::kShipping;
  }
  for (const absl::string_view code : {"D", "M", "m"}) {
    if (stock_code == code) return LineKind::kAdjustment;
  }
  for (const absl::string_view code : {"AMAZONFEE", "B", "BANK CHARGES", "CRUK", "S"}) {
    if (stock_code == code) return LineKind::kNotOrdered;
  }
  return LineKind::kProduct;
}

Invoice::Invoice(std::string number, std::string customer, std::string country)
    : number_(std::move(number)), customer_(std::move(customer)), country_(std::move(country)) {}

void Invoice::Add(LineKind kind, absl::string_view stock_code, absl::string_view description,
                  std::int64_t quantity, Mills price, absl::Time time) {
  time_ = std::max(time_, time);
  const std::int64_t count = cancels() ? -quantity : quantity;
  if (kind == LineKind::kShipping) {
    shipping_ += count * price;
  } else if (kind == LineKind::kAdjustment) {
    adjustment_ += count * price;
  } else {
    subtotal_ += count * price;
    base::Value product;
    product.Set("product_id", base::Value(std::string(stock_code)));
    if (!description.empty()) product.Set("name", base::Value(std::string(description)));
    product.Set("price", base::Value(static_cast<double>(price) / 1000.0));
    product.Set("quantity", base::Value(count));
    products_.push_back(std::move(product));
  }
}

shop::Event Invoice::ToEvent() const {
  base::Value properties;
  properties.Set("order_id", base::Value(number_));
  properties.Set("subtotal", Pounds(subtotal_));
  properties.Set("shipping", Pounds(shipping_));
  if (adjustment_ != 0) properties.Set("adjustment", Pounds(adjustment_));
  properties.Set("revenue", Pounds(subtotal_ + adjustment_));
  properties.Set("total", Pounds(subtotal_ + adjustment_ + shipping_));
  properties.Set("currency", base::Value("GBP"));
  properties.Set("country", base::Value(country_));
  properties.Set("products", base::Value(products_));

  shop::Event event;
  event.id = absl::StrCat("order-", number_);
  event.customer_id = customer_;
  if (customer_.empty()) event.anonymous_id = absl::StrCat("invoice-", number_);
  event.name = cancels() ? "Order Cancelled" : "Order Completed";
  event.time = time_;
  event.properties = base::ToJson(properties);
  return event;
}

}  // namespace usher::importer
