#include "shop/cart.h"

#include "absl/strings/str_cat.h"

namespace usher::shop {
namespace {

constexpr Pence kFreeShippingFrom = 5000;
constexpr Pence kShipping = 395;

void AppendMoneyMember(absl::string_view name, Pence amount, std::string* out) {
  absl::StrAppend(out, ",\"", name, "\":");
  AppendMoney(amount, out);
}

void AppendProducts(const Catalogue& catalogue, const CartLines& lines, std::string* out) {
  out->append(",\"products\":[");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    absl::StrAppend(out, i == 0 ? "{" : ",{", catalogue[lines[i].product].json,
                    ",\"quantity\":", lines[i].quantity, "}");
  }
  out->append("]");
}

}  // namespace

Pence Subtotal(const Catalogue& catalogue, const CartLines& lines) {
  Pence total = 0;
  for (const CartLine& line : lines) total += catalogue[line.product].price * line.quantity;
  return total;
}

void AppendViewed(const Product& product, std::string* out) {
  absl::StrAppend(out, "{", product.json, ",\"currency\":\"GBP\",\"value\":");
  AppendMoney(product.price, out);
  out->push_back('}');
}

void AppendLine(absl::string_view cart_id, const Product& product, int quantity, std::string* out) {
  absl::StrAppend(out, "{\"cart_id\":\"", cart_id, "\",", product.json, ",\"quantity\":", quantity,
                  "}");
}

void AppendCart(const Catalogue& catalogue, absl::string_view cart_id, const CartLines& lines,
                std::string* out) {
  absl::StrAppend(out, "{\"cart_id\":\"", cart_id, "\"");
  AppendProducts(catalogue, lines, out);
  out->push_back('}');
}

void AppendOrder(const Catalogue& catalogue, absl::string_view order_id, absl::string_view cart_id,
                 const CartLines& lines, std::string* out) {
  const Pence subtotal = Subtotal(catalogue, lines);
  const Pence shipping = subtotal >= kFreeShippingFrom ? 0 : kShipping;
  absl::StrAppend(out, "{\"order_id\":\"", order_id, "\",\"cart_id\":\"", cart_id, "\"");
  AppendMoneyMember("subtotal", subtotal, out);
  AppendMoneyMember("shipping", shipping, out);
  AppendMoneyMember("revenue", subtotal, out);
  AppendMoneyMember("total", subtotal + shipping, out);
  out->append(",\"currency\":\"GBP\"");
  AppendProducts(catalogue, lines, out);
  out->push_back('}');
}

void AppendCancellation(const Catalogue& catalogue, absl::string_view order_id,
                        const CartLine& line, std::string* out) {
  const Pence paid = Subtotal(catalogue, {line});
  absl::StrAppend(out, "{\"order_id\":\"", order_id, "\"");
  AppendMoneyMember("revenue", paid, out);
  AppendMoneyMember("total", paid, out);
  out->append(",\"currency\":\"GBP\"");
  AppendProducts(catalogue, {line}, out);
  out->push_back('}');
}

}  // namespace usher::shop
