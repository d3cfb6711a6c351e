#include "cel/checker.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/nearest.h"
#include "cel/foreign.h"
#include "cel/signature.h"

namespace usher::cel {
namespace {

constexpr Kind kTypeNames[] = {Kind::kBool,   Kind::kInt,   Kind::kUint,      Kind::kDouble,
                               Kind::kString, Kind::kBytes, Kind::kList,      Kind::kMap,
                               Kind::kNull,   Kind::kType,  Kind::kTimestamp, Kind::kDuration};

std::string Suggest(absl::string_view name, const std::vector<std::string>& candidates) {
  const std::string nearest = base::Nearest(name, candidates);
  return nearest.empty() ? "" : absl::StrCat("; did you mean '", nearest, "'?");
}

bool IsArithmetic(absl::string_view name) {
  return name == "+" || name == "-" || name == "*" || name == "/" || name == "%";
}

class Checker {
 public:
  Checker(absl::string_view text, Ast ast, const Environment& environment)
      : text_(text), environment_(environment), ast_(std::move(ast)) {
    resolved_.resize(ast_.nodes.size());
  }

  std::variant<CheckedAst, Error> Run() {
    Visit(ast_.root);
    if (error_) return *std::move(error_);
    return CheckedAst{
        .ast = std::move(ast_), .resolved = std::move(resolved_), .local_count = local_count_};
  }

 private:
  Expr& At(ExprIndex index) { return ast_.nodes[static_cast<std::size_t>(index)]; }
  Resolved& ResolvedAt(ExprIndex index) { return resolved_[static_cast<std::size_t>(index)]; }
  const Type& TypeAt(ExprIndex index) { return ResolvedAt(index).type; }

  bool is_static() const { return environment_.checking() == Checking::kStatic; }

  Type Fail(int offset, std::string message) {
    if (!error_) error_ = ErrorAt(text_, offset, std::move(message));
    return Type();
  }

  // The name or call at `index` means nothing.
  Type Unresolved(ExprIndex index, FaultCode code, std::string message) {
    if (is_static()) return Fail(At(index).offset, std::move(message));
    Resolved& resolved = ResolvedAt(index);
    resolved.meaning = Meaning::kFault;
    resolved.fault_code = code;
    resolved.fault = std::move(message);
    return Type();
  }

  // Without static checking nothing is known of a type but what a type's name denotes.
  void Visit(ExprIndex index) {
    if (error_) return;
    Type type = TypeOf(index);
    const bool kept = is_static() || ResolvedAt(index).meaning == Meaning::kTypeName;
    ResolvedAt(index).type = kept ? std::move(type) : Type();
  }

  void VisitChildren(const Expr& expr) {
    for (const ExprIndex child : expr.children) Visit(child);
  }

  Type TypeOf(ExprIndex index) {
    Expr& expr = At(index);
    switch (expr.kind) {
      case ExprKind::kLiteral:
        return Type(expr.literal.kind());
      case ExprKind::kIdentifier:
        return Identifier(index);
      case ExprKind::kSelect:
        if (std::optional<Type> type = Named(index, QualifiedName(index))) return *std::move(type);
        VisitChildren(expr);
        return Member(TypeAt(expr.children[0]), expr.name, expr.offset);
      case ExprKind::kHas:
        VisitChildren(expr);
        Member(TypeAt(expr.children[0]), expr.name, expr.offset);
        return Type(Kind::kBool);
      case ExprKind::kCall:
        return Call(index);
      case ExprKind::kAnd:
      case ExprKind::kOr:
        return Logical(expr);
      case ExprKind::kConditional:
        return Conditional(expr);
      case ExprKind::kList:
        VisitChildren(expr);
        return Type::List(CommonType(expr, 0, 1));
      case ExprKind::kMap:
        return Map(expr);
      case ExprKind::kMacro:
        return MacroType(index);
    }
    return Type();
  }

  // The dotted name a chain of members spells, or empty when it is none or starts with a local.
  std::string QualifiedName(ExprIndex index) {
    const Expr& expr = At(index);
    if (expr.kind == ExprKind::kIdentifier) {
      return std::find(locals_.begin(), locals_.end(), expr.name) == locals_.end() ? expr.name : "";
    }
    if (expr.kind != ExprKind::kSelect) return "";
    std::string prefix = QualifiedName(expr.children[0]);
    return prefix.empty() ? "" : absl::StrCat(prefix, ".", expr.name);
  }

  // The variable or type called `name`, which `index` then means.
  std::optional<Type> Named(ExprIndex index, absl::string_view name) {
    if (const int slot = environment_.FindVariable(name); slot >= 0) {
      ResolvedAt(index).meaning = Meaning::kVariable;
      ResolvedAt(index).slot = slot;
      return environment_.variable(slot).type;
    }
    for (const Kind kind : kTypeNames) {
      if (KindName(kind) != name) continue;
      ResolvedAt(index).meaning = Meaning::kTypeName;
      return Type::TypeOf(Type(kind));
    }
    return std::nullopt;
  }

  Type Identifier(ExprIndex index) {
    const Expr& expr = At(index);
    for (std::size_t slot = locals_.size(); slot-- > 0;) {
      if (locals_[slot] != expr.name) continue;
      ResolvedAt(index).meaning = Meaning::kLocal;
      ResolvedAt(index).slot = static_cast<int>(slot);
      return local_types_[slot];
    }
    if (std::optional<Type> type = Named(index, expr.name)) return *std::move(type);
    std::vector<std::string> candidates = environment_.VariableNames();
    candidates.insert(candidates.end(), locals_.begin(), locals_.end());
    std::string hint = ForeignNameHint(expr.name);
    if (hint.empty()) hint = Suggest(expr.name, candidates);
    return Unresolved(index, FaultCode::kUnboundVariable,
                      absl::StrCat("unknown name '", expr.name, "'", hint));
  }

  Type Member(const Type& operand, const std::string& name, int offset) {
    if (operand.is_dyn()) return Type();
    if (operand.kind() != Kind::kMap) {
      return Fail(offset, absl::StrCat("a ", operand.ToString(), " has no member '", name, "'"));
    }
    if (const Type::Fields* fields = operand.fields()) {
      std::vector<std::string> candidates;
      for (const auto& [field, type] : *fields) {
        if (field == name) return type;
        candidates.push_back(field);
      }
      return Fail(offset, absl::StrCat("unknown member '", name, "'", Suggest(name, candidates)));
    }
    if (!operand.key().is_dyn() && operand.key().kind() != Kind::kString) {
      return Fail(offset, absl::StrCat("the keys of a ", operand.ToString(), " are no names"));
    }
    return operand.member();
  }

  Type Logical(const Expr& expr) {
    VisitChildren(expr);
    for (const ExprIndex child : expr.children) {
      RequireBool(child, expr.kind == ExprKind::kAnd ? "&&" : "||");
    }
    return Type(Kind::kBool);
  }

  void RequireBool(ExprIndex index, absl::string_view of) {
    const Type& type = TypeAt(index);
    if (type.is_dyn() || type.kind() == Kind::kBool) return;
    Fail(At(index).offset, absl::StrCat(of, " needs a bool, found ", type.ToString()));
  }

  Type Conditional(const Expr& expr) {
    VisitChildren(expr);
    RequireBool(expr.children[0], "?:");
    Type joined;
    const Type& then = TypeAt(expr.children[1]);
    const Type& otherwise = TypeAt(expr.children[2]);
    if (!Join(then, otherwise, &joined)) {
      return Fail(expr.offset, absl::StrCat("both results of ?: need one type, found ",
                                            then.ToString(), " and ", otherwise.ToString()));
    }
    return joined;
  }

  // Of every `step`-th child from `first`: their type, or dyn when they differ.
  Type CommonType(const Expr& expr, std::size_t first, std::size_t step) {
    if (first >= expr.children.size()) return Type();
    Type common = TypeAt(expr.children[first]);
    for (std::size_t i = first + step; i < expr.children.size(); i += step) {
      if (!Join(common, TypeAt(expr.children[i]), &common)) return Type();
    }
    return common;
  }

  Type Map(const Expr& expr) {
    VisitChildren(expr);
    for (std::size_t i = 0; i < expr.children.size(); i += 2) {
      const Type& key = TypeAt(expr.children[i]);
      if (key.is_dyn() || key.kind() == Kind::kString || key.kind() == Kind::kBool ||
          key.kind() == Kind::kInt || key.kind() == Kind::kUint) {
        continue;
      }
      return Fail(At(expr.children[i]).offset,
                  absl::StrCat("a key is a string, int, uint or bool, found ", key.ToString()));
    }
    return Type::Map(CommonType(expr, 0, 2), CommonType(expr, 1, 2));
  }

  Type MacroType(ExprIndex index) {
    const Expr& expr = At(index);
    Visit(expr.children[0]);
    const Type range = TypeAt(expr.children[0]);
    Type element;
    if (range.kind() == Kind::kList || range.kind() == Kind::kMap) {
      element = range.parts()[0];
    } else if (!range.is_dyn()) {
      return Fail(expr.offset, absl::StrCat("macros go over a list or the keys of a map, found ",
                                            range.ToString()));
    }
    ResolvedAt(index).slot = static_cast<int>(locals_.size());
    locals_.push_back(expr.name);
    local_types_.push_back(element);
    local_count_ = std::max(local_count_, static_cast<int>(locals_.size()));
    for (std::size_t i = 1; i < expr.children.size(); ++i) Visit(expr.children[i]);
    locals_.pop_back();
    local_types_.pop_back();
    if (error_) return Type();
    if (expr.macro == Macro::kMap) return Type::List(TypeAt(expr.children[1]));
    RequireBool(expr.children[1], "the condition of a macro");
    if (expr.macro == Macro::kMapIf) return Type::List(TypeAt(expr.children[2]));
    if (expr.macro == Macro::kFilter) return Type::List(std::move(element));
    return Type(Kind::kBool);
  }

  Type Call(ExprIndex index) {
    Expr& expr = At(index);
    const Function* function = nullptr;
    if (expr.receiver) {
      const std::string prefix = QualifiedName(expr.children[0]);
      const std::string qualified = absl::StrCat(prefix, ".", expr.name);
      if (!prefix.empty()) function = environment_.FindFunction(qualified);
      if (function != nullptr) {
        expr.name = qualified;
        expr.receiver = false;
        expr.children.erase(expr.children.begin());
      }
    }
    if (function == nullptr) function = environment_.FindFunction(expr.name);
    VisitChildren(expr);
    if (error_) return Type();
    if (function == nullptr) {
      return Unresolved(index, FaultCode::kNoSuchOverload,
                        absl::StrCat("unknown function '", expr.name, "'",
                                     Suggest(expr.name, environment_.FunctionNames())));
    }
    ResolvedAt(index).meaning = Meaning::kFunction;
    ResolvedAt(index).function = function;
    CheckLiterals(expr, *function);
    if (expr.name == "[]" && TypeAt(expr.children[0]).fields() != nullptr &&
        At(expr.children[1]).kind == ExprKind::kLiteral) {
      return Member(TypeAt(expr.children[0]), At(expr.children[1]).text,
                    At(expr.children[1]).offset);
    }
    return ResultOf(index, *function);
  }

  void CheckLiterals(const Expr& expr, const Function& function) {
    if (!function.check) return;
    for (std::size_t i = 0; i < expr.children.size(); ++i) {
      const Expr& argument = At(expr.children[i]);
      if (argument.kind != ExprKind::kLiteral || argument.literal.kind() != Kind::kString) continue;
      std::string wrong = function.check(i, argument.text);
      if (!wrong.empty()) Fail(argument.offset, std::move(wrong));
    }
  }

  Type ResultOf(ExprIndex index, const Function& function) {
    const Expr& expr = At(index);
    std::optional<Type> result;
    for (const Overload& overload : function.overloads) {
      if (overload.receiver != expr.receiver) continue;
      if (overload.arguments.size() != expr.children.size()) continue;
      Bindings bindings;
      bool fits = true;
      for (std::size_t i = 0; i < expr.children.size() && fits; ++i) {
        fits = Matches(overload.arguments[i], TypeAt(expr.children[i]), &bindings);
      }
      if (!fits) continue;
      Type substituted = Substitute(overload.result, bindings);
      result = result && *result != substituted ? Type() : std::move(substituted);
    }
    if (!result) return NoOverload(index, function);
    // `event.price + 2` fits int + int only, but a number of JSON is a double, so no type follows.
    const bool from_dyn = std::any_of(expr.children.begin(), expr.children.end(),
                                      [this](ExprIndex child) { return TypeAt(child).is_dyn(); });
    if (from_dyn && IsNumber(result->kind()) && IsArithmetic(expr.name)) return Type();
    return *std::move(result);
  }

  Type NoOverload(ExprIndex index, const Function& function) {
    return Unresolved(index, FaultCode::kNoSuchOverload, OverloadProblem(At(index), function));
  }

  std::string OverloadProblem(const Expr& expr, const Function& function) {
    const auto called_alike = [&expr](const Overload& o) { return o.receiver == expr.receiver; };
    if (std::none_of(function.overloads.begin(), function.overloads.end(), called_alike)) {
      return expr.receiver ? absl::StrCat(expr.name, "() is called as ", expr.name, "(value)")
                           : absl::StrCat(expr.name, "() is called as value.", expr.name, "(...)");
    }
    std::vector<std::string> found;
    bool only_numbers = expr.children.size() == 2;
    for (const ExprIndex child : expr.children) {
      found.push_back(TypeAt(child).ToString());
      only_numbers = only_numbers && IsNumber(TypeAt(child).kind());
    }
    std::string message =
        absl::StrCat("no such overload: ", FormatSignature(expr.name, expr.receiver, found));
    if (only_numbers) {
      absl::StrAppend(&message, "; write 2.0 for a double, or convert, as in double(value)");
    } else if (function.apply == nullptr) {
      absl::StrAppend(&message, "; it takes ", FormatOverload(function));
    }
    return message;
  }

  static std::string FormatOverload(const Function& function) {
    std::vector<std::string> wanted;
    for (const Type& type : function.overloads[0].arguments) wanted.push_back(type.ToString());
    return FormatSignature(function.name, /*receiver=*/false, wanted);
  }

  absl::string_view text_;
  const Environment& environment_;
  Ast ast_;
  std::vector<Resolved> resolved_;
  std::vector<std::string> locals_;  // variables of the macros around, outermost first
  std::vector<Type> local_types_;
  int local_count_ = 0;
  std::optional<Error> error_;
};

}  // namespace

std::variant<CheckedAst, Error> Check(absl::string_view text, Ast ast,
                                      const Environment& environment) {
  return Checker(text, std::move(ast), environment).Run();
}

}  // namespace usher::cel
