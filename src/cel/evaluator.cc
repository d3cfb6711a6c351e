#include "cel/evaluator.h"

#include "cel/collections.h"
#include "cel/from_json.h"
#include "cel/text_functions.h"

namespace usher::cel {
namespace {

// What a macro goes over: the elements of a list or the keys of a map.
Value ItemAt(const Value& range, std::size_t index) {
  return range.kind() == Kind::kList ? range.ElementAt(index) : range.KeyAt(index);
}

}  // namespace

Evaluator::Evaluator(const Code& code, const Activation& activation, Context& context)
    : code_(code), activation_(activation), context_(context) {
  if (code.local_count > 0) locals_.resize(static_cast<std::size_t>(code.local_count));
}

Value Evaluator::Run(int node) {
  const Value value = Eval(node);
  // && and || may have absorbed the error.
  return context_.is_exhausted() && !value.is_error() ? context_.CostExceeded() : value;
}

Value Evaluator::Eval(int index) {
  const Node& node = code_.nodes[static_cast<std::size_t>(index)];
  if (!context_.Spend(1)) return context_.CostExceeded();
  switch (node.op) {
    case Op::kConstant:
      return node.value;
    case Op::kVariable:
      return Variable(node);
    case Op::kLocal:
      return locals_[static_cast<std::size_t>(node.index)];
    case Op::kSelect:
      return Select(node);
    case Op::kHas:
      return Has(node);
    case Op::kCall:
    case Op::kHostCall:
      return Call(node);
    case Op::kMatches:
      return Matches(node);
    case Op::kAnd:
    case Op::kOr:
      return Logical(node);
    case Op::kConditional:
      return Conditional(node);
    case Op::kFault:
      context_.set_offset(node.offset);
      return context_.Fail(static_cast<FaultCode>(node.index), node.value.text());
    case Op::kList:
      return List(node);
    case Op::kMap:
      return Map(node);
    case Op::kAll:
    case Op::kExists:
      return Quantifier(node);
    case Op::kExistsOne:
      return ExistsOne(node);
    case Op::kFilter:
    case Op::kMapEach:
    case Op::kMapIf:
      return Collect(node);
  }
  return Value();
}

Value Evaluator::Variable(const Node& node) {
  if (const Value* value = activation_.Find(node.index)) return *value;
  context_.set_offset(node.offset);
  return context_.Fail(FaultCode::kUnboundVariable, "this variable has no value");
}

Value Evaluator::Select(const Node& node) {
  const Value operand = Eval(Child(node, 0));
  if (operand.is_error()) return operand;
  context_.set_offset(node.offset);
  const Value member = SelectMember(operand, node.value.text(), context_);
  if (node.index < 0 || member.is_error()) return member;
  return FromJson(member, code_.declared[static_cast<std::size_t>(node.index)], context_);
}

Value Evaluator::Has(const Node& node) {
  const Value operand = Eval(Child(node, 0));
  if (operand.is_error()) return operand;
  Value ignored;
  if (operand.kind() == Kind::kMap) {
    return Value::Bool(operand.FindMember(node.value.text(), &ignored));
  }
  context_.set_offset(node.offset);
  return context_.NoOverload("has", &operand, 1);
}

Value Evaluator::Call(const Node& node) {
  Value arguments[kArgumentsMax];
  const std::size_t count = static_cast<std::size_t>(node.child_count);
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = Eval(Child(node, static_cast<int>(i)));
    if (arguments[i].is_error()) return arguments[i];
  }
  context_.set_offset(node.offset);
  if (node.op == Op::kCall) return node.apply(arguments, count, context_);
  if (activation_.host() == nullptr) {
    return context_.Fail(FaultCode::kHost, "there is no host to compute this function");
  }
  return activation_.host()->Call(node.index, {arguments, count}, context_);
}

Value Evaluator::Matches(const Node& node) {
  const Value text = Eval(Child(node, 0));
  if (text.is_error()) return text;
  context_.set_offset(node.offset);
  if (text.kind() != Kind::kString) return context_.NoOverload("matches", &text, 1);
  return MatchesPattern(text.text(), *code_.patterns[static_cast<std::size_t>(node.index)],
                        context_);
}

// An operand that decides wins over the errors of others, whatever the order.
Value Evaluator::Logical(const Node& node) {
  const bool deciding = node.op == Op::kOr;
  Value failed;
  bool has_failed = false;
  for (int i = 0; i < node.child_count; ++i) {
    Value operand = Eval(Child(node, i));
    if (operand.kind() == Kind::kBool) {
      if (operand.as_bool() == deciding) return operand;
      continue;
    }
    if (!operand.is_error()) operand = NotBool(node, deciding ? "||" : "&&", operand);
    if (!has_failed) failed = operand;
    has_failed = true;
  }
  return has_failed ? failed : Value::Bool(!deciding);
}

Value Evaluator::Conditional(const Node& node) {
  const Value condition = Eval(Child(node, 0));
  if (condition.kind() == Kind::kBool) return Eval(Child(node, condition.as_bool() ? 1 : 2));
  return condition.is_error() ? condition : NotBool(node, "?:", condition);
}

Value Evaluator::List(const Node& node) {
  const std::size_t count = static_cast<std::size_t>(node.child_count);
  Value* elements = context_.arena().AllocateArray<Value>(count);
  for (std::size_t i = 0; i < count; ++i) {
    elements[i] = Eval(Child(node, static_cast<int>(i)));
    if (elements[i].is_error()) return elements[i];
  }
  return Value::List(elements, count);
}

Value Evaluator::Map(const Node& node) {
  const std::size_t count = static_cast<std::size_t>(node.child_count) / 2;
  Entry* entries = context_.arena().AllocateArray<Entry>(count);
  for (std::size_t i = 0; i < count; ++i) {
    entries[i].key = Eval(Child(node, static_cast<int>(2 * i)));
    if (entries[i].key.is_error()) return entries[i].key;
    entries[i].member = Eval(Child(node, static_cast<int>(2 * i + 1)));
    if (entries[i].member.is_error()) return entries[i].member;
  }
  context_.set_offset(node.offset);
  return MakeMap(entries, count, context_);
}

// Evaluates what a macro goes over; false when `*range` is the macro's error.
bool Evaluator::Range(const Node& node, Value* range) {
  *range = Eval(Child(node, 0));
  if (range->is_error()) return false;
  if (range->kind() == Kind::kList || range->kind() == Kind::kMap) return true;
  *range = NotBool(node, "macro over", *range);
  return false;
}

// all() and exists() are && and || over the items.
Value Evaluator::Quantifier(const Node& node) {
  Value range;
  if (!Range(node, &range)) return range;
  const bool deciding = node.op == Op::kExists;
  Value failed;
  bool has_failed = false;
  for (std::size_t i = 0; i < range.size(); ++i) {
    locals_[static_cast<std::size_t>(node.index)] = ItemAt(range, i);
    Value result = Eval(Child(node, 1));
    if (result.kind() == Kind::kBool) {
      if (result.as_bool() == deciding) return result;
      continue;
    }
    if (context_.is_exhausted()) return result;
    if (!result.is_error()) result = NotBool(node, deciding ? "exists" : "all", result);
    if (!has_failed) failed = result;
    has_failed = true;
  }
  return has_failed ? failed : Value::Bool(!deciding);
}

Value Evaluator::ExistsOne(const Node& node) {
  Value range;
  if (!Range(node, &range)) return range;
  int found = 0;
  for (std::size_t i = 0; i < range.size(); ++i) {
    locals_[static_cast<std::size_t>(node.index)] = ItemAt(range, i);
    const Value result = Eval(Child(node, 1));
    if (result.is_error()) return result;
    if (result.kind() != Kind::kBool) return NotBool(node, "exists_one", result);
    found += result.as_bool() ? 1 : 0;
  }
  return Value::Bool(found == 1);
}

// filter() and map(): the list of the items, or of what becomes of them.
Value Evaluator::Collect(const Node& node) {
  Value range;
  if (!Range(node, &range)) return range;
  if (!context_.Spend(range.size())) return context_.CostExceeded();
  Value* kept = context_.arena().AllocateArray<Value>(range.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < range.size(); ++i) {
    const Value item = ItemAt(range, i);
    locals_[static_cast<std::size_t>(node.index)] = item;
    if (node.op != Op::kMapEach) {
      const Value condition = Eval(Child(node, 1));
      if (condition.is_error()) return condition;
      if (condition.kind() != Kind::kBool) return NotBool(node, "filter", condition);
      if (!condition.as_bool()) continue;
    }
    kept[count] = node.op == Op::kFilter ? item : Eval(Child(node, node.child_count - 1));
    if (kept[count].is_error()) return kept[count];
    ++count;
  }
  return Value::List(kept, count);
}

Value Evaluator::NotBool(const Node& node, absl::string_view what, Value value) {
  context_.set_offset(node.offset);
  return context_.NoOverload(what, &value, 1);
}

}  // namespace usher::cel
