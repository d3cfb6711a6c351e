#pragma once

#include <cstdint>

#include "base/random.h"
#include "shop/cart.h"

namespace usher::shop {

// What brings a visitor to the shop this time.
enum class Intent : std::uint8_t { kLook, kFillCart, kBuy };

// What comes next in a visit. Stages follow one another; most may be passed without an event.
enum class Stage : std::uint8_t {
  kArrive,
  kBrowse,
  kSeeCart,
  kRemove,
  kSignUp,
  kCheckOut,
  kPay,
  kLeave
};

// A simulated customer on the way through the shop.
struct Visitor {
  static constexpr std::uint16_t kNoProduct = 0xffff;

  explicit Visitor(base::Random stream) : random(stream) {}

  base::Random random;
  double visits_per_hour = 0;
  CartLines cart;
  std::int64_t cart_changed_ms = 0;
  std::uint32_t events = 0;
  std::uint32_t carts = 0;
  std::uint32_t orders = 0;
  std::uint16_t recent[2] = {kNoProduct, kNoProduct};  // viewed last, latest first
  std::uint16_t views_left = 0;                        // of this visit, as the next two
  std::uint16_t adds_left = 0;
  std::uint16_t to_wish = kNoProduct;
  std::uint16_t to_add = kNoProduct;
  std::uint8_t country = 0;
  Intent intent = Intent::kLook;
  Stage stage = Stage::kLeave;
  bool has_app = false;
  bool anonymous = false;
};

}  // namespace usher::shop
