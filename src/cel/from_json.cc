#include "cel/from_json.h"

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "cel/convert.h"
#include "cel/format.h"
#include "cel/function.h"
#include "cel/time_functions.h"

namespace usher::cel {
namespace {

// Whether data of this type look the same in JSON.
bool IsJsonType(const Type& type) {
  switch (type.kind()) {
    case Kind::kDyn:
    case Kind::kNull:
    case Kind::kBool:
    case Kind::kString:
      return true;
    case Kind::kList:
      return IsJsonType(type.element());
    case Kind::kMap:
      // The fields of a record are judged when they are read.
      return type.fields() != nullptr ||
             (IsJsonType(type.member()) && (type.key().is_dyn() || IsJsonType(type.key())));
    default:
      return false;
  }
}

Value Mismatch(const Value& json, const Type& type, Context& context) {
  return context.FailWith(FaultCode::kInvalidArgument, "declared with another type",
                          absl::StrCat(type.ToString(), " expected, found ", KindName(json.kind()),
                                       " ", ToString(json)));
}

// An integer out of a number; `convert` decides what it holds.
Value Whole(const Value& json, const Type& type, Apply convert, Context& context) {
  const Value value = convert(&json, 1, context);
  const bool was_cut =
      json.kind() == Kind::kDouble && !value.is_error() &&
      (value.kind() == Kind::kInt ? static_cast<double>(value.as_int()) != json.as_double()
                                  : static_cast<double>(value.as_uint()) != json.as_double());
  return was_cut ? Mismatch(json, type, context) : value;
}

Value Bytes(const Value& json, const Type& type, Context& context) {
  std::string decoded;
  const absl::string_view text = json.text();
  if (!absl::Base64Unescape(text, &decoded) && !absl::WebSafeBase64Unescape(text, &decoded)) {
    return Mismatch(json, type, context);
  }
  return Value::Bytes(context.arena().Copy(decoded));
}

Value List(const Value& json, const Type& type, Context& context) {
  if (!context.Spend(json.size())) return context.CostExceeded();
  Value* elements = context.arena().AllocateArray<Value>(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    elements[i] = FromJson(json.ElementAt(i), type.element(), context);
    if (elements[i].is_error()) return elements[i];
  }
  return Value::List(elements, json.size());
}

Value Map(const Value& json, const Type& type, Context& context) {
  if (!context.Spend(json.size())) return context.CostExceeded();
  Entry* entries = context.arena().AllocateArray<Entry>(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    Value key = json.KeyAt(i);
    if (type.key().kind() == Kind::kBool) {
      key = ApplyBool(&key, 1, context);
    } else {
      key = FromJson(key, type.key(), context);
    }
    entries[i] = {key, FromJson(json.MemberAt(i), type.member(), context)};
    if (entries[i].key.is_error()) return entries[i].key;
    if (entries[i].member.is_error()) return entries[i].member;
  }
  return Value::Map(entries, json.size());
}

}  // namespace

Value FromJson(const Value& json, const Type& type, Context& context) {
  const Kind kind = json.kind();
  if (type.is_dyn()) return json;
  const bool has_parts = kind == Kind::kList || kind == Kind::kMap;
  if (kind == type.kind() && !has_parts && !json.is_json_number()) return json;
  const bool is_number_or_text = IsNumber(kind) || kind == Kind::kString;
  switch (type.kind()) {
    case Kind::kInt:
      return is_number_or_text ? Whole(json, type, ApplyInt, context)
                               : Mismatch(json, type, context);
    case Kind::kUint:
      return is_number_or_text ? Whole(json, type, ApplyUint, context)
                               : Mismatch(json, type, context);
    case Kind::kDouble:
      if (!is_number_or_text) return Mismatch(json, type, context);
      if (kind == Kind::kDouble) return Value::Double(json.as_double());
      return ApplyDouble(&json, 1, context);
    case Kind::kBytes:
      return kind == Kind::kString ? Bytes(json, type, context) : Mismatch(json, type, context);
    case Kind::kTimestamp:
      return kind == Kind::kString ? ApplyTimestamp(&json, 1, context)
                                   : Mismatch(json, type, context);
    case Kind::kDuration:
      return kind == Kind::kString ? ApplyDuration(&json, 1, context)
                                   : Mismatch(json, type, context);
    default:
      break;
  }
  if (kind != type.kind()) return Mismatch(json, type, context);
  if (IsJsonType(type)) return json;
  return kind == Kind::kList ? List(json, type, context) : Map(json, type, context);
}

}  // namespace usher::cel
