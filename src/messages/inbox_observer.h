#pragma once

#include "base/ids.h"

namespace usher::messages {

// Hears of changes to what customers are shown inside the app. Thread-safe.
class InboxObserver {
 public:
  virtual ~InboxObserver() = default;

  // A commit of this gateway changed the customer's inbox. Called on the store's thread; must not
  // block.
  virtual void OnInboxChanged(const base::CustomerId& customer) = 0;
};

}  // namespace usher::messages
