#include "cel/context.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "cel/signature.h"

namespace usher::cel {
namespace {

constexpr std::size_t kDetailBytesMax = 128;

}  // namespace

Value Context::Fail(FaultCode code, absl::string_view what, absl::string_view detail) {
  Fault* fault = arena_.AllocateArray<Fault>(1);
  *fault = {.code = code, .offset = offset_, .what = what, .detail = detail};
  return Value::Error(fault);
}

Value Context::FailWith(FaultCode code, absl::string_view what, absl::string_view detail) {
  const bool is_long = detail.size() > kDetailBytesMax;
  return Fail(code, what, arena_.Copy(detail.substr(0, kDetailBytesMax), is_long ? "..." : ""));
}

Value Context::CostExceeded() {
  budget_ = -1;
  return Fail(FaultCode::kCostExceeded, "the evaluation costs more than it may");
}

Value Context::NoOverload(absl::string_view function, const Value* arguments, std::size_t count) {
  std::vector<std::string> names;
  bool has_int = false;
  bool has_double = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Kind kind = arguments[i].kind();
    names.emplace_back(KindName(kind));
    has_int = has_int || kind == Kind::kInt;
    has_double = has_double || kind == Kind::kDouble;
  }
  std::string detail = FormatSignature(function, /*receiver=*/false, names);
  if (has_int && has_double && function != "%") {
    absl::StrAppend(&detail, "; write 2.0 for a double, or convert, as in double(value)");
  }
  return FailWith(FaultCode::kNoSuchOverload, "no such overload", detail);
}

}  // namespace usher::cel
