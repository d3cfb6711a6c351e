#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/type.h"

namespace usher::journey {

// The properties that events are declared to have, and their types. An event that is not declared
// may have any.
class EventSchemas {
 public:
  // Declares `property` of `event`: a name such as "price", a path into maps ("cart.total") or into
  // the elements of a list ("items[].sku"). `type` is written as cel::ParseType reads it. An event
  // without properties is declared by Add(event). False, with the reason in `*wrong`, when one of
  // them is malformed or the property was declared otherwise before.
  bool Declare(const std::string& event, absl::string_view property, absl::string_view type,
               std::string* wrong);
  void Add(const std::string& event) { events_[event]; }

  bool empty() const { return events_.empty(); }

  // What the variable `event` is, if it may be any of these: a record of the properties that any of
  // them has, each of the type that all give it or else dyn; a map of anything when one of them is
  // not declared.
  cel::Type TypeOf(const std::vector<std::string>& events) const;

 private:
  // A property: a type, or what its members or elements are.
  struct Property {
    cel::Type type;
    bool has_type = false;
    bool is_list = false;
    std::map<std::string, Property> members;
  };

  static cel::Type TypeOf(const Property& property);

  std::map<std::string, Property> events_;
};

}  // namespace usher::journey
