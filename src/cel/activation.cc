#include "cel/activation.h"

namespace usher::cel {

void Activation::Set(int slot, Value value) {
  const std::size_t index = static_cast<std::size_t>(slot);
  if (index >= values_.size()) values_.resize(index + 1, Value::Error(nullptr));
  values_[index] = value;
}

}  // namespace usher::cel
