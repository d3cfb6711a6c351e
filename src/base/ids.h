#pragma once

#include <compare>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace usher::base {

// Who a record is of. Who an event is about: a customer in the shop's own terms, or a visitor not
// yet known. Both kinds have names of their own, so a visitor never meets a customer of the same
// name.
class CustomerId {
 public:
  CustomerId() = default;
  static CustomerId Known(absl::string_view id) { return CustomerId('c', id); }
  static CustomerId Anonymous(absl::string_view id) { return CustomerId('a', id); }
  // Nobody, but an address that several customers may share; only its messages are counted. `name`
  // stands for it.
  static CustomerId Address(absl::string_view name) { return CustomerId('d', name); }
  // The inverse of key(); a text that no key() gives becomes a known customer of that name.
  static CustomerId FromKey(absl::string_view key) {
    if (key.size() >= 2 && key[1] == ':' && key[0] == 'a') return Anonymous(key.substr(2));
    if (key.size() >= 2 && key[1] == ':' && key[0] == 'c') return Known(key.substr(2));
    if (key.size() >= 2 && key[1] == ':' && key[0] == 'd') return Address(key.substr(2));
    return Known(key);
  }

  bool anonymous() const { return key_[0] == 'a'; }
  bool is_address() const { return key_[0] == 'd'; }
  // The name as the shop gave it.
  absl::string_view name() const { return absl::string_view(key_).substr(2); }
  // Unique text over all kinds, for store keys and hashing: "c:<name>", "a:<name>" or "d:<name>".
  const std::string& key() const { return key_; }

  friend auto operator<=>(const CustomerId&, const CustomerId&) = default;
  template <class H>
  friend H AbslHashValue(H h, const CustomerId& id) {
    return H::combine(std::move(h), id.key_);
  }

 private:
  CustomerId(char kind, absl::string_view name) : key_{kind, ':'} {
    key_.append(name.data(), name.size());
  }
  std::string key_ = "c:";
};

}  // namespace usher::base
