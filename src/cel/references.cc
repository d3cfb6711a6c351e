#include "cel/references.h"

#include <algorithm>
#include <utility>

namespace usher::cel {
namespace {

class Collector {
 public:
  Collector(const CheckedAst& checked, const Environment& environment)
      : checked_(checked), environment_(environment) {}

  std::vector<Reference> Run() {
    Visit(checked_.ast.root);
    std::sort(found_.begin(), found_.end());
    std::vector<Reference> kept;
    for (Reference& reference : found_) {
      // Sorted, so what covers this one came before it.
      if (kept.empty() || !Covers(kept.back(), reference)) kept.push_back(std::move(reference));
    }
    return kept;
  }

 private:
  const Expr& At(ExprIndex index) const {
    return checked_.ast.nodes[static_cast<std::size_t>(index)];
  }

  static bool Covers(const Reference& a, const Reference& b) {
    return a.variable == b.variable && a.members.size() <= b.members.size() &&
           std::equal(a.members.begin(), a.members.end(), b.members.begin());
  }

  void Visit(ExprIndex index) {
    Reference reference;
    if (ReadPath(index, &reference)) {
      found_.push_back(std::move(reference));
      return;
    }
    for (const ExprIndex child : At(index).children) Visit(child);
  }

  // Whether `index` is a variable or a constant path into one.
  bool ReadPath(ExprIndex index, Reference* reference) const {
    const Expr& expr = At(index);
    const Resolved& resolved = checked_.resolved[static_cast<std::size_t>(index)];
    if (resolved.meaning == Meaning::kVariable) {
      reference->variable = environment_.variable(resolved.slot).name;
      return true;
    }
    const bool is_member = expr.kind == ExprKind::kSelect || expr.kind == ExprKind::kHas;
    const bool is_index = expr.kind == ExprKind::kCall && expr.name == "[]" &&
                          At(expr.children[1]).literal.kind() == Kind::kString &&
                          At(expr.children[1]).kind == ExprKind::kLiteral;
    if (!is_member && !is_index) return false;
    if (!ReadPath(expr.children[0], reference)) return false;
    reference->members.push_back(is_member ? expr.name : At(expr.children[1]).text);
    return true;
  }

  const CheckedAst& checked_;
  const Environment& environment_;
  std::vector<Reference> found_;
};

base::Value LiteralOf(const Expr& expr) {
  if (expr.kind != ExprKind::kLiteral) return base::Value();
  switch (expr.literal.kind()) {
    case Kind::kString:
      return base::Value(expr.text);
    case Kind::kBool:
      return base::Value(expr.literal.as_bool());
    case Kind::kInt:
      return base::Value(expr.literal.as_int());
    case Kind::kDouble:
      return base::Value(expr.literal.as_double());
    default:
      return base::Value();
  }
}

}  // namespace

std::vector<Reference> CollectReferences(const CheckedAst& checked,
                                         const Environment& environment) {
  return Collector(checked, environment).Run();
}

std::vector<HostCall> CollectHostCalls(const CheckedAst& checked) {
  std::vector<std::pair<int, HostCall>> found;
  for (std::size_t i = 0; i < checked.ast.nodes.size(); ++i) {
    const Function* function = checked.resolved[i].function;
    if (function == nullptr || function->apply != nullptr) continue;
    const Expr& expr = checked.ast.nodes[i];
    HostCall call{.function = function->name, .arguments = {}, .offset = expr.offset};
    for (const ExprIndex argument : expr.children) {
      call.arguments.push_back(LiteralOf(checked.ast.nodes[static_cast<std::size_t>(argument)]));
    }
    found.emplace_back(expr.offset, std::move(call));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<HostCall> calls;
  for (auto& [offset, call] : found) calls.push_back(std::move(call));
  return calls;
}

}  // namespace usher::cel
