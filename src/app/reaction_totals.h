#pragma once

#include <chrono>
#include <memory>
#include <utility>

#include "messages/store_port.h"
#include "messages/views.h"

namespace usher::app {

// How all customers react to messages on each channel and at each hour: summed once a minute over
// the statistics of the journeys that choose the best channel, and of those that send at the best
// hour. The same on all gateways, but for that minute.
class ReactionTotals {
 public:
  ReactionTotals(std::shared_ptr<messages::StorePort> store,
                 std::shared_ptr<const messages::CatalogView> catalog)
      : store_(std::move(store)), catalog_(std::move(catalog)) {}

  std::shared_ptr<const messages::ReactionsView> view() const { return view_; }
  // To be called often, from one thread; does not block.
  void Tick();

 private:
  const std::shared_ptr<messages::StorePort> store_;
  const std::shared_ptr<const messages::CatalogView> catalog_;
  const std::shared_ptr<messages::ReactionsView> view_ =
      std::make_shared<messages::ReactionsView>();
  std::chrono::steady_clock::time_point next_;
};

}  // namespace usher::app
