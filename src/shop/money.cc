#include "shop/money.h"

#include "absl/strings/str_cat.h"

namespace usher::shop {

void AppendMoney(Pence amount, std::string* out) {
  if (amount < 0) {
    out->push_back('-');
    amount = -amount;
  }
  absl::StrAppend(out, amount / 100, ".");
  out->push_back(static_cast<char>('0' + amount / 10 % 10));
  out->push_back(static_cast<char>('0' + amount % 10));
}

}  // namespace usher::shop
