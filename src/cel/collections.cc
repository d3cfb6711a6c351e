#include "cel/collections.h"

#include "cel/compare.h"
#include "cel/format.h"
#include "cel/utf8.h"

namespace usher::cel {
namespace {

bool MayBeKey(Kind kind) {
  return kind == Kind::kString || kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kBool;
}

// The position `index` means in a list: an int, or a uint or double of the same value.
bool AsPosition(const Value& index, std::size_t size, std::size_t* position) {
  if (CompareNumbers(index, Value::Int(0)) < 0) return false;
  if (!(CompareNumbers(index, Value::Uint(size)) < 0)) return false;
  const std::size_t whole = index.kind() == Kind::kDouble
                                ? static_cast<std::size_t>(index.as_double())
                                : static_cast<std::size_t>(index.as_uint());
  *position = whole;
  return CompareNumbers(index, Value::Uint(whole)) == 0;
}

}  // namespace

Value SelectMember(const Value& operand, absl::string_view name, Context& context) {
  Value member;
  if (operand.kind() != Kind::kMap) {
    return context.FailWith(FaultCode::kNoSuchOverload, "only a map has members, this is a",
                            KindName(operand.kind()));
  }
  context.Spend(operand.size() / 16);
  if (operand.FindMember(name, &member)) return member;
  return context.Fail(FaultCode::kNoSuchKey, "no such key", name);
}

bool FindKey(const Value& map, const Value& key, Context& context, Value* member) {
  if (key.kind() == Kind::kString) {
    context.Spend(map.size() / 16);
    return map.FindMember(key.text(), member);
  }
  for (std::size_t i = 0; i < map.size(); ++i) {
    if (Equal(map.KeyAt(i), key, context)) {
      *member = map.MemberAt(i);
      return true;
    }
  }
  return false;
}

Value MakeMap(const Entry* entries, std::size_t count, Context& context) {
  for (std::size_t i = 0; i < count; ++i) {
    const Value& key = entries[i].key;
    if (!MayBeKey(key.kind())) {
      return context.FailWith(FaultCode::kNoSuchOverload, "not allowed as a key of a map",
                              KindName(key.kind()));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (Equal(entries[j].key, key, context)) {
        return context.FailWith(FaultCode::kInvalidArgument, "the map has this key twice",
                                ToString(key));
      }
    }
  }
  return Value::Map(entries, count);
}

Value ApplyIndex(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  const Value& index = arguments[1];
  if (operand.kind() == Kind::kMap) {
    Value member;
    if (!MayBeKey(index.kind()) && index.kind() != Kind::kDouble) {
      return context.NoOverload("[]", arguments, count);
    }
    if (FindKey(operand, index, context, &member)) return member;
    return context.FailWith(FaultCode::kNoSuchKey, "no such key", ToString(index));
  }
  if (operand.kind() != Kind::kList || !IsNumber(index.kind())) {
    return context.NoOverload("[]", arguments, count);
  }
  std::size_t position = 0;
  if (AsPosition(index, operand.size(), &position)) return operand.ElementAt(position);
  return context.FailWith(FaultCode::kOutOfRange, "the list has no element", ToString(index));
}

Value ApplyIn(const Value* arguments, std::size_t count, Context& context) {
  const Value& wanted = arguments[0];
  const Value& collection = arguments[1];
  if (collection.kind() == Kind::kMap) {
    Value member;
    return Value::Bool(FindKey(collection, wanted, context, &member));
  }
  if (collection.kind() != Kind::kList) return context.NoOverload("in", arguments, count);
  for (std::size_t i = 0; i < collection.size(); ++i) {
    if (Equal(collection.ElementAt(i), wanted, context)) return Value::Bool(true);
  }
  return Value::Bool(false);
}

Value ApplySize(const Value* arguments, std::size_t count, Context& context) {
  const Value& operand = arguments[0];
  switch (operand.kind()) {
    case Kind::kString:
      context.SpendText(operand.text().size());
      return Value::Int(static_cast<std::int64_t>(CountCodePoints(operand.text())));
    case Kind::kBytes:
      return Value::Int(static_cast<std::int64_t>(operand.text().size()));
    case Kind::kList:
    case Kind::kMap:
      return Value::Int(static_cast<std::int64_t>(operand.size()));
    default:
      return context.NoOverload("size", arguments, count);
  }
}

}  // namespace usher::cel
