#include "cli/proto_value.h"

namespace usher::cli {

google::protobuf::Value ToProto(const base::Value& value) {
  google::protobuf::Value proto;
  if (const bool* b = value.as_bool()) {
    proto.set_bool_value(*b);
  } else if (const std::int64_t* i = value.as_int()) {
    proto.set_number_value(static_cast<double>(*i));
  } else if (const double* d = value.as_double()) {
    proto.set_number_value(*d);
  } else if (const std::string* s = value.as_string()) {
    proto.set_string_value(*s);
  } else if (const base::Value::List* list = value.as_list()) {
    auto* values = proto.mutable_list_value();
    for (const base::Value& item : *list) *values->add_values() = ToProto(item);
  } else if (const base::Value::Map* map = value.as_map()) {
    auto* fields = proto.mutable_struct_value()->mutable_fields();
    for (const auto& [name, member] : *map) (*fields)[name] = ToProto(member);
  } else {
    proto.set_null_value(google::protobuf::NULL_VALUE);
  }
  return proto;
}

}  // namespace usher::cli
