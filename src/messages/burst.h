#pragma once

#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace usher::messages {

// Many answers given one after another on one thread, such as those to a batch of commits. Who
// passes answers on may wait for the end and pass them on together. Lives on the stack; a burst
// within a burst is part of it.
class Burst {
 public:
  Burst() {
    if (current_ == nullptr) current_ = this;
  }
  // Does what was left for the end.
  ~Burst() {
    if (current_ != this) return;
    current_ = nullptr;
    for (auto& action : actions_) action();
  }
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;

  // Leaves `action` for the end of this thread's burst; false, with nothing done, when there is
  // none.
  static bool AtEnd(absl::AnyInvocable<void()> action) {
    if (current_ == nullptr) return false;
    current_->actions_.push_back(std::move(action));
    return true;
  }

 private:
  static inline thread_local Burst* current_ = nullptr;  // the outermost

  std::vector<absl::AnyInvocable<void()>> actions_;
};

}  // namespace usher::messages
