#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "caf/all.hpp"

#include "messages/activity.h"
#include "messages/record_page.h"

namespace usher::messages {

// To the walk actor, from the view of the catalog: there is another catalog. The token keeps a
// standing clock where it is until the walk is over that this may ask for.
struct CatalogChanged {
  std::shared_ptr<Activity::Token> token;
};
// To itself: look what there is to do, or go on, if this still is plan number `plan`.
struct LookForWalk {
  std::uint64_t plan = 0;
};
struct WalkOn {};
// From the store.
struct WalkMarkRead {
  std::shared_ptr<absl::StatusOr<std::string>> reply;
};
struct WalkMarkReplaced {
  std::shared_ptr<absl::StatusOr<bool>> reply;
};
struct WalkPageRead {
  std::shared_ptr<absl::StatusOr<RecordPage>> reply;
};
// From a delivery's reply: a customer was woken, or has to be woken again.
struct WalkedTo {
  bool landed = false;
};

using WalkActor = caf::typed_actor<caf::reacts_to<CatalogChanged>, caf::reacts_to<LookForWalk>,
                                   caf::reacts_to<WalkOn>, caf::reacts_to<WalkMarkRead>,
                                   caf::reacts_to<WalkMarkReplaced>, caf::reacts_to<WalkPageRead>,
                                   caf::reacts_to<WalkedTo>>;

}  // namespace usher::messages

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::CatalogChanged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::LookForWalk)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::WalkOn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::WalkMarkRead)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::WalkMarkReplaced)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::WalkPageRead)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(usher::messages::WalkedTo)
