#include "cel/macro.h"

#include "absl/strings/str_cat.h"

namespace usher::cel {
namespace {

struct Shape {
  absl::string_view name;
  std::size_t arguments = 0;  // besides the receiver
  Macro macro = Macro::kAll;
};

constexpr Shape kShapes[] = {
    {"all", 2, Macro::kAll},
    {"exists", 2, Macro::kExists},
    {"exists_one", 2, Macro::kExistsOne},
    {"existsOne", 2, Macro::kExistsOne},
    {"filter", 2, Macro::kFilter},
    {"map", 2, Macro::kMap},
    {"map", 3, Macro::kMapIf},
};

std::string ExpandHas(Expr* call, std::vector<Expr>* nodes, int* offset) {
  *offset = call->offset;
  if (call->children.size() != 1) return "has() takes one argument, such as has(event.price)";
  const Expr& argument = (*nodes)[static_cast<std::size_t>(call->children[0])];
  if (argument.kind != ExprKind::kSelect) {
    *offset = argument.offset;
    return "has() needs a member, such as has(event.price)";
  }
  call->kind = ExprKind::kHas;
  call->name = argument.name;
  call->offset = argument.offset;
  call->children = argument.children;
  return "";
}

}  // namespace

std::string ExpandMacro(ExprIndex index, std::vector<Expr>* nodes, int* offset) {
  Expr* call = &(*nodes)[static_cast<std::size_t>(index)];
  if (!call->receiver) return call->name == "has" ? ExpandHas(call, nodes, offset) : "";
  for (const Shape& shape : kShapes) {
    if (absl::string_view(call->name) != shape.name) continue;
    if (call->children.size() != shape.arguments + 1) continue;
    const Expr& variable = (*nodes)[static_cast<std::size_t>(call->children[1])];
    if (variable.kind != ExprKind::kIdentifier) {
      *offset = variable.offset;
      return absl::StrCat(shape.name, "() needs a variable name first, such as items.", shape.name,
                          "(item, ...)");
    }
    call->kind = ExprKind::kMacro;
    call->macro = shape.macro;
    call->name = variable.name;
    call->children.erase(call->children.begin() + 1);
    return "";
  }
  return "";
}

}  // namespace usher::cel
