#include "cel/cost.h"

#include <algorithm>
#include <limits>

namespace usher::cel {
namespace {

// Far above any budget, and small enough to be multiplied with a size.
constexpr std::int64_t kStepsMax = std::numeric_limits<std::int32_t>::max();

class Estimator {
 public:
  explicit Estimator(const Code& code) : code_(code) {}

  Cost Run() {
    const std::int64_t steps = StepsOf(code_.root);
    return {.steps = steps, .offset = offset_};
  }

 private:
  const Node& ChildOf(const Node& node, int index) const {
    return NodeAt(code_.children[static_cast<std::size_t>(node.child_first + index)]);
  }
  const Node& NodeAt(int index) const { return code_.nodes[static_cast<std::size_t>(index)]; }

  static bool IsLoop(Op op) { return op >= Op::kAll; }

  static std::int64_t SizeOf(const Node& range) {
    if (range.op == Op::kList) return range.child_count;
    if (range.op == Op::kMap) return range.child_count / 2;
    if (range.op != Op::kConstant) return kSizeAssumed;
    const Kind kind = range.value.kind();
    const bool is_sized = kind == Kind::kList || kind == Kind::kMap;
    return is_sized ? static_cast<std::int64_t>(range.value.size()) : 0;
  }

  std::int64_t StepsOf(int index) {
    const Node& node = NodeAt(index);
    std::int64_t steps = 1;
    std::int64_t loop = 0;
    for (int i = 0; i < node.child_count; ++i) {
      const std::int64_t child =
          StepsOf(code_.children[static_cast<std::size_t>(node.child_first + i)]);
      (IsLoop(node.op) && i > 0 ? loop : steps) += child;
    }
    if (IsLoop(node.op)) {
      loop = std::min(kStepsMax, loop * SizeOf(ChildOf(node, 0)));
      if (loop >= most_) {
        most_ = loop;
        offset_ = node.offset;
      }
    }
    return std::min(kStepsMax, steps + loop);
  }

  const Code& code_;
  std::int64_t most_ = 0;
  int offset_ = 0;
};

}  // namespace

Cost EstimateCost(const Code& code) { return Estimator(code).Run(); }

}  // namespace usher::cel
