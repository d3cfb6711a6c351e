#pragma once

#include <cstddef>

#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"

#include "cel/arena.h"
#include "cel/context.h"
#include "cel/value.h"

namespace usher::cel {

// Computes the functions an environment declares beyond the standard's. Must be pure for one
// activation: the same call gives the same value.
class Host {
 public:
  virtual ~Host() = default;

  // The value of the function declared with `function` as its index. Arguments fit the declared
  // types where these are not dyn; none is an error. Texts and lists it creates belong into
  // `context.arena()`, failures are context.Fail(FaultCode::kHost, ...).
  virtual Value Call(int function, absl::Span<const Value> arguments, Context& context) const = 0;
};

// What one evaluation sees: a value for each variable of the environment, by slot. It views its
// data, which must outlive it and the results.
class Activation {
 public:
  Activation() = default;

  // Variables that are never set are errors when read.
  void Set(int slot, Value value);
  // `host` may be null if no host function is called.
  void set_host(const Host* host) { host_ = host; }

  // The value at `slot`, or null when it was never set.
  const Value* Find(int slot) const {
    const std::size_t index = static_cast<std::size_t>(slot);
    return index < values_.size() && !values_[index].is_error() ? &values_[index] : nullptr;
  }
  const Host* host() const { return host_; }

 private:
  absl::InlinedVector<Value, 8> values_;  // an error marks what was not set
  const Host* host_ = nullptr;
};

}  // namespace usher::cel
