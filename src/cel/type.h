#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/kind.h"

namespace usher::cel {

// What the checker knows about a value before it exists.
class Type {
 public:
  // The members a map may have; absent ones are still errors when read.
  using Fields = std::vector<std::pair<std::string, Type>>;

  Type() : kind_(Kind::kDyn) {}
  // A kind without parts; a bare list or map has parts of type dyn.
  explicit Type(Kind kind);

  static Type List(Type element);
  static Type Map(Type key, Type member);
  // A map with string keys of which only `fields` exist: any other name is a compile error.
  static Type Record(Fields fields);
  static Type TypeOf(Type of);
  // The type variable `name` of a function's signature.
  static Type Parameter(char name);

  Kind kind() const { return kind_; }
  bool is_dyn() const { return kind_ == Kind::kDyn; }
  const Type& element() const { return parts_[0]; }       // of a list
  const Type& key() const { return parts_[0]; }           // of a map
  const Type& member() const { return parts_[1]; }        // of a map
  const Fields* fields() const { return fields_.get(); }  // of a record, else null
  char parameter() const { return parameter_; }
  const std::vector<Type>& parts() const { return parts_; }

  // As CEL writes it, such as "map(string, dyn)".
  std::string ToString() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  Kind kind_;
  char parameter_ = '\0';
  std::vector<Type> parts_;
  std::shared_ptr<const Fields> fields_;
};

// What the type variables of one call stand for.
using Bindings = std::map<char, Type>;

// Sets `*joined` to a type both belong to, where dyn goes with everything; false if there is none.
bool Join(const Type& a, const Type& b, Type* joined);

// Whether an `actual` argument fits `wanted` of a signature, binding its type variables.
bool Matches(const Type& wanted, const Type& actual, Bindings* bindings);

// `type` with its variables replaced; unbound ones become dyn.
Type Substitute(const Type& type, const Bindings& bindings);

}  // namespace usher::cel
