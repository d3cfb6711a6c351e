#include "cel/compiler.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "cel/checker.h"
#include "cel/cost.h"
#include "cel/evaluator.h"
#include "cel/format.h"
#include "cel/parser.h"
#include "cel/references.h"
#include "cel/text_functions.h"
#include "cel/utf8.h"
#include "cel/zone.h"

namespace usher::cel {
namespace {

// Longer expressions are programs, and those belong into the services.
constexpr std::size_t kTextBytesMax = 8 * 1024;
// Program::kBudget, which no expression may need with data of ordinary size.
constexpr std::int64_t kStepsMax = 100'000;
// Enough to compute any literal that fits the text.
constexpr std::int64_t kFoldingBudget = 100'000;

Op OpOf(Macro macro) {
  switch (macro) {
    case Macro::kAll:
      return Op::kAll;
    case Macro::kExists:
      return Op::kExists;
    case Macro::kExistsOne:
      return Op::kExistsOne;
    case Macro::kFilter:
      return Op::kFilter;
    case Macro::kMap:
      return Op::kMapEach;
    case Macro::kMapIf:
      return Op::kMapIf;
  }
  return Op::kAll;
}

class Compiler {
 public:
  Compiler(absl::string_view text, const CheckedAst& checked, Checking checking)
      : checked_(checked), is_static_(checking == Checking::kStatic) {
    code_->text = std::string(text);
    code_->local_count = checked.local_count;
  }

  std::variant<std::shared_ptr<const Code>, Error> Run(const Environment& environment) {
    code_->root = Emit(checked_.ast.root);
    if (error_) return *std::move(error_);
    code_->type = ResolvedAt(checked_.ast.root).type;
    code_->references = CollectReferences(checked_, environment);
    code_->host_calls = CollectHostCalls(checked_);
    if (const Cost cost = EstimateCost(*code_); cost.steps > kStepsMax) {
      return ErrorAt(code_->text, cost.offset,
                     absl::StrCat("with lists of ", kSizeAssumed, " elements this takes ",
                                  cost.steps, " steps; at most ", kStepsMax, " are allowed"));
    }
    return std::shared_ptr<const Code>(std::move(code_));
  }

 private:
  const Expr& At(ExprIndex index) const {
    return checked_.ast.nodes[static_cast<std::size_t>(index)];
  }
  const Resolved& ResolvedAt(ExprIndex index) const {
    return checked_.resolved[static_cast<std::size_t>(index)];
  }
  const Node& NodeAt(int index) const { return code_->nodes[static_cast<std::size_t>(index)]; }
  const Node& ChildOf(const Node& node, int index) const {
    return NodeAt(code_->children[static_cast<std::size_t>(node.child_first + index)]);
  }

  void Fail(int offset, std::string message) {
    if (!error_) error_ = ErrorAt(code_->text, offset, std::move(message));
  }

  int Add(Node node) {
    code_->nodes.push_back(node);
    return static_cast<int>(code_->nodes.size()) - 1;
  }

  Value Text(absl::string_view text) { return Value::String(code_->constants.Copy(text)); }

  int Emit(ExprIndex index) {
    const Expr& expr = At(index);
    const Resolved& resolved = ResolvedAt(index);
    Node node{.offset = expr.offset};
    switch (resolved.meaning) {
      case Meaning::kVariable:
        node.op = Op::kVariable;
        node.index = resolved.slot;
        return Add(node);
      case Meaning::kLocal:
        node.op = Op::kLocal;
        node.index = resolved.slot;
        return Add(node);
      case Meaning::kTypeName:
        node.value = Value::TypeOf(resolved.type.parts()[0].kind());
        return Add(node);
      case Meaning::kFault:
        node.op = Op::kFault;
        node.index = static_cast<int>(resolved.fault_code);
        node.value = Text(resolved.fault);
        return Add(node);
      case Meaning::kNone:
      case Meaning::kFunction:
        break;
    }
    if (expr.kind == ExprKind::kLiteral) {
      node.value = LiteralOf(expr);
      return Add(node);
    }
    if (IsConstantMember(expr)) {
      node.op = Op::kSelect;
      node.value = Text(At(expr.children[1]).text);
      node.index = AddDeclared(ResolvedAt(expr.children[0]).type, resolved.type);
      return EmitOver(node, {expr.children[0]});
    }
    switch (expr.kind) {
      case ExprKind::kSelect:
      case ExprKind::kHas:
        node.op = expr.kind == ExprKind::kSelect ? Op::kSelect : Op::kHas;
        node.value = Text(expr.name);
        node.index = AddDeclared(ResolvedAt(expr.children[0]).type, resolved.type);
        break;
      case ExprKind::kAnd:
        node.op = Op::kAnd;
        break;
      case ExprKind::kOr:
        node.op = Op::kOr;
        break;
      case ExprKind::kConditional:
        node.op = Op::kConditional;
        break;
      case ExprKind::kList:
        node.op = Op::kList;
        break;
      case ExprKind::kMap:
        node.op = Op::kMap;
        break;
      case ExprKind::kMacro:
        node.op = OpOf(expr.macro);
        node.index = resolved.slot;
        break;
      default:
        return EmitCall(expr, *resolved.function, node);
    }
    return Fold(EmitOver(node, expr.children));
  }

  Value LiteralOf(const Expr& expr) {
    if (expr.literal.kind() == Kind::kString) return Text(expr.text);
    if (expr.literal.kind() == Kind::kBytes) return Value::Bytes(Text(expr.text).text());
    return expr.literal;
  }

  // a["b"] is a.b.
  bool IsConstantMember(const Expr& expr) const {
    if (expr.kind != ExprKind::kCall || expr.name != "[]") return false;
    const Expr& key = At(expr.children[1]);
    return key.kind == ExprKind::kLiteral && key.literal.kind() == Kind::kString;
  }

  // The index of the type that a member of `operand` was declared to have; -1 if it was not.
  int AddDeclared(const Type& operand, const Type& member) {
    if (operand.fields() == nullptr || member.is_dyn()) return -1;
    code_->declared.push_back(member);
    return static_cast<int>(code_->declared.size()) - 1;
  }

  int EmitOver(Node node, const std::vector<ExprIndex>& children) {
    std::vector<int> emitted;
    for (const ExprIndex child : children) emitted.push_back(Emit(child));
    node.child_first = static_cast<int>(code_->children.size());
    node.child_count = static_cast<int>(emitted.size());
    code_->children.insert(code_->children.end(), emitted.begin(), emitted.end());
    return Add(node);
  }

  int EmitCall(const Expr& expr, const Function& function, Node node) {
    if (function.apply == nullptr) {
      node.op = Op::kHostCall;
      node.index = function.host_index;
      return EmitOver(node, expr.children);
    }
    if (function.name == "matches" && At(expr.children[1]).kind == ExprKind::kLiteral &&
        At(expr.children[1]).literal.kind() == Kind::kString && AddPattern(At(expr.children[1]))) {
      node.op = Op::kMatches;
      node.index = static_cast<int>(code_->patterns.size()) - 1;
      return EmitOver(node, {expr.children[0]});
    }
    node.op = Op::kCall;
    node.apply = function.apply;
    if (is_static_) CheckZone(expr, function);
    const int emitted = Fold(EmitOver(node, expr.children));
    const bool is_time =
        is_static_ && (function.name == "timestamp" || function.name == "duration");
    const Node& result = NodeAt(emitted);
    if (is_time && result.op == Op::kCall && ChildOf(result, 0).op == Op::kConstant) {
      Arena arena;
      Context context(arena, kFoldingBudget);
      const Value value = function.apply(&ChildOf(result, 0).value, 1, context);
      if (value.is_error()) Fail(expr.offset, Describe(value.fault()));
    }
    return emitted;
  }

  // The zone of the parts of a time, if it is written out.
  void CheckZone(const Expr& expr, const Function& function) {
    if (!absl::StartsWith(function.name, "get") || expr.children.size() != 2) return;
    const Expr& zone = At(expr.children[1]);
    absl::TimeZone ignored;
    if (zone.kind != ExprKind::kLiteral || zone.literal.kind() != Kind::kString) return;
    if (!FindZone(zone.text, &ignored)) {
      Fail(zone.offset, absl::StrCat("no such time zone: ", zone.text));
    }
  }

  // Compiles the pattern of a literal; false when it is none, which is left to run time unless
  // that is known to be an error.
  bool AddPattern(const Expr& literal) {
    auto pattern = std::make_unique<RE2>(ToPiece(literal.text), PatternOptions());
    if (!pattern->ok()) {
      if (!is_static_) return false;
      Fail(literal.offset, absl::StrCat("not a valid pattern: ", pattern->error()));
    }
    code_->patterns.push_back(std::move(pattern));
    return true;
  }

  // Computes the last node if all its children are constants. A failure is left to run time,
  // where && and || may absorb it.
  int Fold(int index) {
    const Node& node = NodeAt(index);
    for (int i = 0; i < node.child_count; ++i) {
      if (ChildOf(node, i).op != Op::kConstant) return index;
    }
    if (error_) return index;
    Context context(code_->constants, kFoldingBudget);
    const Value value = Evaluator(*code_, Activation(), context).Run(index);
    if (value.is_error()) return index;
    Node constant{.offset = node.offset, .value = value};
    return Add(constant);
  }

  const CheckedAst& checked_;
  const bool is_static_;
  std::shared_ptr<Code> code_ = std::make_shared<Code>();
  std::optional<Error> error_;
};

}  // namespace

std::variant<std::shared_ptr<const Code>, Error> CompileCode(absl::string_view text,
                                                             const Environment& environment) {
  if (text.size() > kTextBytesMax) {
    return ErrorAt("", 0,
                   absl::StrCat("the expression has ", text.size(), " bytes, more than the ",
                                kTextBytesMax, " allowed"));
  }
  if (!IsUtf8(text)) return ErrorAt("", 0, "the expression is not UTF-8");
  std::variant<Ast, Error> parsed = Parse(text);
  if (Error* error = std::get_if<Error>(&parsed)) return std::move(*error);
  std::variant<CheckedAst, Error> checked =
      Check(text, std::move(std::get<Ast>(parsed)), environment);
  if (Error* error = std::get_if<Error>(&checked)) return std::move(*error);
  return Compiler(text, std::get<CheckedAst>(checked), environment.checking()).Run(environment);
}

}  // namespace usher::cel
