#include "shop/simulator.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "base/hash.h"
#include "shop/behaviour.h"
#include "shop/country.h"
#include "shop/customer.h"
#include "shop/fitted.h"

namespace usher::shop {
namespace {

constexpr std::uint64_t kVisitPurpose = 3;
constexpr double kHoursPerWeek = 168.0;
constexpr double kGapHoursMax = 5000 * kHoursPerWeek;  // keeps the rarest visitors' gaps finite

int DrawLines(Baskets baskets, base::Random* random) {
  const double u = random->Unit();
  if (baskets == Baskets::kTrade) return static_cast<int>(Inverse(fitted::kTradeLines, u) + 0.5);
  if (u < fitted::kHouseholdLines[0]) return 1;
  return u < fitted::kHouseholdLines[0] + fitted::kHouseholdLines[1] ? 2 : 3;
}

std::uint16_t DrawQuantity(Baskets baskets, base::Random* random) {
  const double u = random->Unit();
  const double quantity = baskets == Baskets::kTrade ? Inverse(fitted::kTradeQuantity, u)
                                                     : Inverse(fitted::kHouseholdQuantity, u);
  return static_cast<std::uint16_t>(quantity + 0.5);
}

bool Holds(const CartLines& cart, std::uint16_t product) {
  return std::any_of(cart.begin(), cart.end(),
                     [product](const CartLine& line) { return line.product == product; });
}

std::uint16_t Take(std::uint16_t* product) { return std::exchange(*product, Visitor::kNoProduct); }

}  // namespace

Simulator::Simulator(const SimulatorConfig& config)
    : config_(config),
      end_ms_(absl::ToUnixMillis(config.from + absl::Hours(24) * config.days)),
      id_prefix_(absl::StrFormat("e%08x-", base::Hash64(absl::StrCat(config.seed)) & 0xffffffff)),
      catalogue_(config.seed) {
  for (std::size_t i = 0; i < CountryCount(); ++i) {
    absl::TimeZone zone = absl::UTCTimeZone();
    absl::LoadTimeZone(std::string(CountryAt(i).time_zone), &zone);
    zones_.push_back(zone);
  }
  visitors_.reserve(static_cast<std::size_t>(config.customers));
  std::vector<Turn> turns;
  turns.reserve(static_cast<std::size_t>(config.customers));
  for (std::uint32_t i = 0; i < static_cast<std::uint64_t>(config.customers); ++i) {
    const Customer customer = DrawCustomer(config.seed, i, config.days);
    Visitor& visitor = visitors_.emplace_back(base::Random(config.seed, i, kVisitPurpose));
    visitor.visits_per_hour =
        customer.purchases_per_week / kHoursPerWeek / behaviour::kBuyingVisits;
    visitor.country = static_cast<std::uint8_t>(customer.country);
    visitor.has_app = customer.has_app;
    visitor.anonymous = customer.is_new;
    std::int64_t first_ms = absl::ToUnixMillis(config.from);
    if (customer.is_new) {
      const absl::Duration busy = absl::Hours(24) * config.days * customer.joins_at;
      first_ms = absl::ToUnixMillis(rhythm_.After(config.from, busy, zones_[customer.country]));
    } else {
      first_ms = NextVisit(visitor, &visitor.random, first_ms);
    }
    if (first_ms < end_ms_) turns.push_back({first_ms, i});
  }
  away_ = Earliest<Turn>(std::greater<Turn>(), std::move(turns));
}

bool Simulator::Next(Event* event) {
  while (true) {
    while (!away_.empty() && (here_.empty() || here_.top() > away_.top())) {
      here_.push(away_.top());
      StartVisit(away_.top());
      away_.pop();
    }
    if (!cancellations_.empty() && (here_.empty() || here_.top() > cancellations_.top().turn)) {
      const Cancellation cancellation = cancellations_.top();
      cancellations_.pop();
      Cancel(cancellation, event);
      return true;
    }
    if (here_.empty()) return false;
    Turn turn = here_.top();
    here_.pop();
    Visitor& visitor = visitors_[turn.customer];
    if (Act(turn, event)) {
      turn.at_ms += Pause(&visitor);
      if (turn.at_ms < end_ms_) here_.push(turn);
      return true;
    }
    turn.at_ms = NextVisit(visitor, &visitor.random, turn.at_ms);
    if (turn.at_ms < end_ms_) away_.push(turn);
  }
}

void Simulator::StartVisit(const Turn& turn) {
  Visitor& visitor = visitors_[turn.customer];
  base::Random& random = visitor.random;
  if (turn.at_ms - visitor.cart_changed_ms > behaviour::kCartDays * std::int64_t{86'400'000}) {
    visitor.cart.clear();
  }
  visitor.stage = Stage::kArrive;
  visitor.adds_left = 0;
  if (random.Chance(behaviour::kBuyingVisits)) {
    visitor.intent = Intent::kBuy;
    // What was left in the cart is bought now, with more if the basket is to be larger.
    const auto held = static_cast<int>(visitor.cart.size());
    const int lines = DrawLines(config_.baskets, &random);
    visitor.adds_left = static_cast<std::uint16_t>(std::max(lines - held, 0));
  } else if (random.Chance(behaviour::kFillingVisits)) {
    visitor.intent = Intent::kFillCart;
    visitor.adds_left = random.Chance(behaviour::kSecondProduct) ? 2 : 1;
  } else {
    visitor.intent = Intent::kLook;
  }
  const double views = Inverse(fitted::kVisitViews, random.Unit());
  visitor.views_left = static_cast<std::uint16_t>(views + 0.5);
  if (config_.baskets == Baskets::kHousehold) {
    visitor.views_left = std::max(visitor.views_left, visitor.adds_left);
  }
}

bool Simulator::Act(const Turn& turn, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  base::Random& random = visitor.random;
  const bool buys = visitor.intent == Intent::kBuy;
  const bool fills = visitor.intent == Intent::kFillCart;
  switch (visitor.stage) {
    case Stage::kArrive:
      visitor.stage = Stage::kBrowse;
      if (visitor.has_app && random.Chance(behaviour::kAppVisits)) {
        Begin(turn, "Application Opened", event);
        event->properties = "{}";
        return true;
      }
      [[fallthrough]];
    case Stage::kBrowse:
      if (Browse(turn, event)) return true;
      visitor.stage = Stage::kSeeCart;
      [[fallthrough]];
    case Stage::kSeeCart:
      visitor.stage = Stage::kRemove;
      if (!visitor.cart.empty() && (buys || random.Chance(behaviour::kCartSeen))) {
        ShowCart(turn, event);
        return true;
      }
      [[fallthrough]];
    case Stage::kRemove:
      visitor.stage = Stage::kSignUp;
      if (fills && !visitor.cart.empty() && random.Chance(behaviour::kRemovals)) {
        RemoveFromCart(turn, event);
        return true;
      }
      [[fallthrough]];
    case Stage::kSignUp:
      visitor.stage = Stage::kCheckOut;
      if (visitor.anonymous && (buys || random.Chance(behaviour::kSignUps))) {
        SignUp(turn, event);
        return true;
      }
      [[fallthrough]];
    case Stage::kCheckOut:
      visitor.stage = buys ? Stage::kPay : Stage::kLeave;
      if (buys || (fills && !visitor.cart.empty() && random.Chance(behaviour::kCheckoutLeft))) {
        CheckOut(turn, event);
        return true;
      }
      return false;
    case Stage::kPay:
      visitor.stage = Stage::kLeave;
      Pay(turn, event);
      return true;
    case Stage::kLeave:
      return false;
  }
  return false;
}

bool Simulator::Browse(const Turn& turn, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  if (visitor.to_wish != Visitor::kNoProduct) {
    Begin(turn, "Product Added to Wishlist", event);
    const Product& product = catalogue_[Take(&visitor.to_wish)];
    absl::StrAppend(&event->properties, "{\"wishlist_id\":\"w", turn.customer + 1, "\",",
                    product.json, "}");
    return true;
  }
  if (visitor.to_add != Visitor::kNoProduct) {
    AddToCart(turn, Take(&visitor.to_add), event);
    return true;
  }
  if (visitor.views_left > 0) {
    View(turn, event);
    return true;
  }
  if (visitor.adds_left > 0) {
    --visitor.adds_left;
    AddToCart(turn, DrawUnheld(&visitor), event);
    return true;
  }
  return false;
}

void Simulator::View(const Turn& turn, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  base::Random& random = visitor.random;
  std::uint16_t product = Visitor::kNoProduct;
  if (random.Chance(behaviour::kSameProduct)) product = visitor.recent[random.Below(2)];
  if (product == Visitor::kNoProduct) {
    product = static_cast<std::uint16_t>(catalogue_.Draw(random.Unit()));
  }
  if (product != visitor.recent[0]) {
    visitor.recent[1] = visitor.recent[0];
    visitor.recent[0] = product;
  }
  Begin(turn, "Product Viewed", event);
  AppendViewed(catalogue_[product], &event->properties);
  // Spreads what is to be added evenly over what is still to be viewed, this view included.
  if (visitor.adds_left > 0 && random.Below(visitor.views_left) < visitor.adds_left &&
      !Holds(visitor.cart, product)) {
    --visitor.adds_left;
    visitor.to_add = product;
  } else if (random.Chance(behaviour::kWished)) {
    visitor.to_wish = product;
  }
  --visitor.views_left;
}

void Simulator::AddToCart(const Turn& turn, std::uint16_t product, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  if (visitor.cart.empty()) ++visitor.carts;
  visitor.cart.push_back({product, DrawQuantity(config_.baskets, &visitor.random)});
  visitor.cart_changed_ms = turn.at_ms;
  Begin(turn, "Product Added", event);
  AppendLine(CartId(turn.customer), catalogue_[product], visitor.cart.back().quantity,
             &event->properties);
}

void Simulator::RemoveFromCart(const Turn& turn, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  const CartLine line = visitor.cart.back();
  visitor.cart.pop_back();
  visitor.cart_changed_ms = turn.at_ms;
  Begin(turn, "Product Removed", event);
  AppendLine(CartId(turn.customer), catalogue_[line.product], line.quantity, &event->properties);
}

void Simulator::ShowCart(const Turn& turn, Event* event) {
  Begin(turn, "Cart Viewed", event);
  AppendCart(catalogue_, CartId(turn.customer), visitors_[turn.customer].cart, &event->properties);
}

void Simulator::SignUp(const Turn& turn, Event* event) {
  Begin(turn, "Signed Up", event);
  // The one event that carries both ids: it tells the shop who the anonymous visitor is.
  event->customer_id = CustomerName(turn.customer);
  event->properties = "{\"type\":\"email\"}";
  visitors_[turn.customer].anonymous = false;
}

void Simulator::CheckOut(const Turn& turn, Event* event) {
  const Visitor& visitor = visitors_[turn.customer];
  Begin(turn, "Checkout Started", event);
  AppendOrder(catalogue_, OrderId(turn.customer, visitor.orders + 1), CartId(turn.customer),
              visitor.cart, &event->properties);
}

void Simulator::Pay(const Turn& turn, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  base::Random& random = visitor.random;
  ++visitor.orders;
  Begin(turn, "Order Completed", event);
  AppendOrder(catalogue_, OrderId(turn.customer, visitor.orders), CartId(turn.customer),
              visitor.cart, &event->properties);
  const std::size_t lines = visitor.cart.size();
  if (random.Chance(fitted::kCancelledLines * static_cast<double>(lines))) {
    const double hours = Inverse(fitted::kCancelHours, random.Unit());
    const std::int64_t at_ms = turn.at_ms + 1 + static_cast<std::int64_t>(hours * 3'600'000.0);
    const CartLine& line = visitor.cart[random.Below(lines)];
    if (at_ms < end_ms_) cancellations_.push({{at_ms, turn.customer}, visitor.orders, line});
  }
  visitor.cart.clear();
}

void Simulator::Cancel(const Cancellation& cancellation, Event* event) {
  Begin(cancellation.turn, "Order Cancelled", event);
  AppendCancellation(catalogue_, OrderId(cancellation.turn.customer, cancellation.order),
                     cancellation.line, &event->properties);
}

void Simulator::Begin(const Turn& turn, absl::string_view name, Event* event) {
  Visitor& visitor = visitors_[turn.customer];
  event->id.assign(id_prefix_);
  absl::StrAppend(&event->id, turn.customer + 1, "-", ++visitor.events);
  event->customer_id.clear();
  event->anonymous_id.clear();
  if (visitor.anonymous) {
    absl::StrAppend(&event->anonymous_id, "a", turn.customer + 1);
  } else {
    event->customer_id = CustomerName(turn.customer);
  }
  event->name.assign(name.data(), name.size());
  event->time = absl::FromUnixMillis(turn.at_ms);
  event->properties.clear();
}

std::string Simulator::CartId(std::uint32_t customer) const {
  return absl::StrCat("k", customer + 1, "-", visitors_[customer].carts);
}

std::string Simulator::OrderId(std::uint32_t customer, std::uint32_t order) const {
  return absl::StrCat("o", customer + 1, "-", order);
}

std::int64_t Simulator::NextVisit(const Visitor& visitor, base::Random* random,
                                  std::int64_t after_ms) const {
  const double hours = std::min(random->Exponential() / visitor.visits_per_hour, kGapHoursMax);
  const auto busy = absl::Milliseconds(static_cast<std::int64_t>(hours * 3'600'000.0));
  return absl::ToUnixMillis(
      rhythm_.After(absl::FromUnixMillis(after_ms), busy, zones_[visitor.country]));
}

std::int64_t Simulator::Pause(Visitor* visitor) const {
  double seconds = visitor->random.LogNormal(fitted::kPauseMu, fitted::kPauseSigma);
  const bool from_list = visitor->views_left == 0 && visitor->adds_left > 0;
  if (from_list) seconds = std::min(seconds, behaviour::kReorderSecondsMax);
  seconds = std::clamp(seconds, behaviour::kPauseSecondsMin, behaviour::kPauseSecondsMax);
  return static_cast<std::int64_t>(seconds * 1000.0);
}

std::uint16_t Simulator::DrawUnheld(Visitor* visitor) const {
  while (true) {
    const auto product = static_cast<std::uint16_t>(catalogue_.Draw(visitor->random.Unit()));
    if (!Holds(visitor->cart, product)) return product;
  }
}

}  // namespace usher::shop
