#include "store/value_proto.h"

#include <string>
#include <utility>

#include "absl/status/status.h"

namespace usher::store {

void ToProto(const base::Value& value, v1::Datum* out) {
  if (const bool* boolean = value.as_bool()) {
    out->set_boolean(*boolean);
  } else if (const std::int64_t* integer = value.as_int()) {
    out->set_integer(*integer);
  } else if (const double* number = value.as_double()) {
    out->set_number(*number);
  } else if (const std::string* text = value.as_string()) {
    out->set_text(*text);
  } else if (const base::Value::List* list = value.as_list()) {
    v1::Datum::List* items = out->mutable_list();
    for (const base::Value& item : *list) ToProto(item, items->add_items());
  } else if (const base::Value::Map* map = value.as_map()) {
    ToProto(*map, out->mutable_map());
  }
}

void ToProto(const base::Value::Map& map, v1::Members* out) {
  for (const auto& [name, value] : map) {
    out->add_names(name);
    ToProto(value, out->add_values());
  }
}

absl::StatusOr<base::Value> FromProto(const v1::Datum& datum) {
  switch (datum.kind_case()) {
    case v1::Datum::kBoolean:
      return base::Value(datum.boolean());
    case v1::Datum::kInteger:
      return base::Value(static_cast<std::int64_t>(datum.integer()));
    case v1::Datum::kNumber:
      return base::Value(datum.number());
    case v1::Datum::kText:
      return base::Value(datum.text());
    case v1::Datum::kList: {
      base::Value::List list;
      list.reserve(static_cast<std::size_t>(datum.list().items_size()));
      for (const v1::Datum& item : datum.list().items()) {
        absl::StatusOr<base::Value> value = FromProto(item);
        if (!value.ok()) return value.status();
        list.push_back(*std::move(value));
      }
      return base::Value(std::move(list));
    }
    case v1::Datum::kMap: {
      absl::StatusOr<base::Value::Map> map = FromProto(datum.map());
      if (!map.ok()) return map.status();
      return base::Value(*std::move(map));
    }
    case v1::Datum::KIND_NOT_SET:
      break;
  }
  return base::Value();
}

absl::StatusOr<base::Value::Map> FromProto(const v1::Members& members) {
  if (members.names_size() != members.values_size()) {
    return absl::DataLossError("a map has not as many names as values");
  }
  base::Value::Map map;
  map.reserve(static_cast<std::size_t>(members.names_size()));
  for (int i = 0; i < members.names_size(); ++i) {
    absl::StatusOr<base::Value> value = FromProto(members.values(i));
    if (!value.ok()) return value.status();
    map.emplace_back(members.names(i), *std::move(value));
  }
  return map;
}

}  // namespace usher::store
