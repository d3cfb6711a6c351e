#include "shop/catalogue.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "base/random.h"
#include "shop/fitted.h"

namespace usher::shop {
namespace {

constexpr std::uint64_t kPurpose = 1;

constexpr absl::string_view kColours[] = {"Amber", "Blue",  "Cream", "Coral", "Green", "Grey",
                                          "Ivory", "Lilac", "Navy",  "Ochre", "Pink",  "Red",
                                          "Sage",  "Teal",  "White", "Black"};
constexpr absl::string_view kStyles[] = {
    "Checked", "Folding", "Handmade", "Hanging", "Little", "Painted", "Polka",  "Quilted",
    "Rustic",  "Striped", "Vintage",  "Woven",   "Large",  "Retro",   "Enamel", "Floral"};
struct Kind {
  absl::string_view name;
  absl::string_view category;
};
constexpr Kind kKinds[] = {
    {"Lantern", "home"},        {"Cushion", "home"},           {"Picture Frame", "home"},
    {"Clock", "home"},          {"Tea Towel", "kitchen"},      {"Cake Stand", "kitchen"},
    {"Mug", "kitchen"},         {"Lunch Box", "kitchen"},      {"Teapot", "kitchen"},
    {"Notebook", "stationery"}, {"Gift Wrap", "stationery"},   {"Pencil Case", "stationery"},
    {"Shopping Bag", "bags"},   {"Rucksack", "bags"},          {"Bunting", "party"},
    {"Candle", "party"},        {"Paper Plates", "party"},     {"Watering Can", "garden"},
    {"Bird Feeder", "garden"},  {"Plant Pot", "garden"},       {"Night Light", "children"},
    {"Jigsaw", "children"},     {"Skipping Rope", "children"}, {"Doorstop", "home"}};

// Shop prices end in 5 or 9 and start at 19 pence.
Pence RoundPrice(double pounds) {
  const auto tens = static_cast<Pence>(std::min(pounds, 500.0) * 10.0);
  return std::max<Pence>(tens * 10 + (tens % 2 == 0 ? 5 : 9), 19);
}

}  // namespace

Catalogue::Catalogue(std::uint64_t seed) {
  products_.reserve(fitted::kProducts);
  base::Random random(seed, 0, kPurpose);
  for (int i = 0; i < fitted::kProducts; ++i) {
    // One draw a statement: compilers differ in the order in which they evaluate arguments.
    const Kind& kind = kKinds[random.Below(std::size(kKinds))];
    const absl::string_view style = kStyles[random.Below(std::size(kStyles))];
    const absl::string_view colour = kColours[random.Below(std::size(kColours))];
    const std::string name = absl::StrCat(style, " ", colour, " ", kind.name);
    Product product;
    product.id = absl::StrFormat("p%05d", i + 1);
    product.price = RoundPrice(random.LogNormal(fitted::kPriceMu, fitted::kPriceSigma));
    const std::string slug = absl::StrReplaceAll(absl::AsciiStrToLower(name), {{" ", "-"}});
    product.json = absl::StrFormat(
        R"("product_id":"%s","sku":"%c%05d","category":"%s","name":"%s","price":)", product.id,
        absl::ascii_toupper(static_cast<unsigned char>(kind.category[0])), i + 1, kind.category,
        name);
    AppendMoney(product.price, &product.json);
    absl::StrAppend(&product.json, R"(,"url":"https://shop.example/p/)", product.id, "-", slug,
                    R"(","image_url":"https://shop.example/i/)", product.id, ".jpg\"");
    products_.push_back(std::move(product));
  }
}

std::size_t Catalogue::Draw(double u) const {
  const double rank = Inverse(fitted::kPopularity, u) * static_cast<double>(products_.size());
  return std::min(static_cast<std::size_t>(rank), products_.size() - 1);
}

}  // namespace usher::shop
