#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/random.h"
#include "shop/cart.h"
#include "shop/catalogue.h"
#include "shop/event.h"
#include "shop/rhythm.h"
#include "shop/visitor.h"

namespace usher::shop {

// How large orders are: as a household's (one to three products, the default) or as in the whole
// Online Retail log, whose customers are mostly resellers (26 on average).
enum class Baskets { kHousehold, kTrade };

struct SimulatorConfig {
  std::int64_t customers = 1000;                           // 1 to 100 million
  int days = 30;                                           // 1 to 3650
  absl::Time from = absl::FromUnixSeconds(1'772'323'200);  // 2026-03-01 00:00 UTC
  std::uint64_t seed = 1;
  Baskets baskets = Baskets::kHousehold;
};

// A shop's customers viewing, coming back, filling carts, leaving them, buying and cancelling.
// Events come in time order, equal times in a fixed order; the same configuration gives the same
// events on every machine. Memory: about 130 bytes a customer, and what their carts hold. For one
// thread.
class Simulator {
 public:
  explicit Simulator(const SimulatorConfig& config);

  // Overwrites `event` with the next event; false, leaving it alone, when the days are over.
  bool Next(Event* event);

 private:
  struct Turn {  // when a customer acts next
    std::int64_t at_ms;
    std::uint32_t customer;
    friend bool operator>(const Turn& a, const Turn& b) {
      return a.at_ms != b.at_ms ? a.at_ms > b.at_ms : a.customer > b.customer;
    }
  };
  struct Cancellation {
    Turn turn;
    std::uint32_t order;
    CartLine line;
    friend bool operator>(const Cancellation& a, const Cancellation& b) { return a.turn > b.turn; }
  };
  template <class T>
  using Earliest = std::priority_queue<T, std::vector<T>, std::greater<T>>;

  void StartVisit(const Turn& turn);
  // Walks the customer on to their next event. False when the visit ended without one more.
  bool Act(const Turn& turn, Event* event);
  bool Browse(const Turn& turn, Event* event);
  void View(const Turn& turn, Event* event);
  void AddToCart(const Turn& turn, std::uint16_t product, Event* event);
  void RemoveFromCart(const Turn& turn, Event* event);
  void ShowCart(const Turn& turn, Event* event);
  void SignUp(const Turn& turn, Event* event);
  void CheckOut(const Turn& turn, Event* event);
  void Pay(const Turn& turn, Event* event);
  void Cancel(const Cancellation& cancellation, Event* event);

  // Fills in everything but the properties, which it empties.
  void Begin(const Turn& turn, absl::string_view name, Event* event);
  std::string CartId(std::uint32_t customer) const;
  std::string OrderId(std::uint32_t customer, std::uint32_t order) const;
  std::int64_t NextVisit(const Visitor& visitor, base::Random* random, std::int64_t after_ms) const;
  std::int64_t Pause(Visitor* visitor) const;
  std::uint16_t DrawUnheld(Visitor* visitor) const;

  SimulatorConfig config_;
  std::int64_t end_ms_;
  std::string id_prefix_;
  Rhythm rhythm_;
  Catalogue catalogue_;
  std::vector<absl::TimeZone> zones_;  // by country
  std::vector<Visitor> visitors_;
  // Customers between visits and customers in one. Few are in one at a time, so the heap that moves
  // with every event stays small.
  Earliest<Turn> away_;
  Earliest<Turn> here_;
  Earliest<Cancellation> cancellations_;
};

}  // namespace usher::shop
