#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "shop/event.h"

namespace usher::importer {

// Thousandths of a pound: the log prices some goods in tenths of a penny.
using Mills = std::int64_t;

// What a stock code of the log stands for.
enum class LineKind {
  kProduct,
  kShipping,    // POST, DOT, C2
  kAdjustment,  // D (discount), M (entered by hand): changes the total, names no product
  kNotOrdered,  // AMAZONFEE, B, BANK CHARGES, CRUK, S: fees, bad debt, commission, samples
};
LineKind KindOf(absl::string_view stock_code);

// One invoice of the log as its lines come in.
class Invoice {
 public:
  Invoice(std::string number, std::string customer, std::string country);

  bool cancels() const { return number_.front() == 'C'; }
  bool has_products() const { return !products_.empty(); }

  // Adds a line that is not kNotOrdered. `quantity` is as in the log, negative on cancellations.
  void Add(LineKind kind, absl::string_view stock_code, absl::string_view description,
           std::int64_t quantity, Mills price, absl::Time time);

  // The event of the whole invoice, which has products. Amounts of cancellations are positive.
  shop::Event ToEvent() const;

 private:
  std::string number_;
  std::string customer_;  // empty when unknown
  std::string country_;
  absl::Time time_ = absl::InfinitePast();
  base::Value::List products_;
  Mills subtotal_ = 0;
  Mills shipping_ = 0;
  Mills adjustment_ = 0;
};

}  // namespace usher::importer
