#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

#include "cel/arena.h"
#include "cel/value.h"

namespace usher::cel {

// What the functions of one evaluation share: memory, the budget and where they are in the text.
class Context {
 public:
  // `arena` outlives the context and every value made with it.
  Context(Arena& arena, std::int64_t budget) : arena_(arena), budget_(budget) {}

  Arena& arena() { return arena_; }

  // Pays for `steps` of work; false once the budget is spent. One step is about one node, one
  // element looked at or 16 bytes of text.
  bool Spend(std::size_t steps) {
    budget_ -= static_cast<std::int64_t>(steps);
    return budget_ >= 0;
  }
  bool SpendText(std::size_t bytes) { return Spend(1 + bytes / 16); }
  bool is_exhausted() const { return budget_ < 0; }

  // Where faults are reported: the byte offset of what is being evaluated.
  void set_offset(int offset) { offset_ = offset; }

  // An error value; both texts must be literals or live as long as the arena.
  Value Fail(FaultCode code, absl::string_view what, absl::string_view detail = {});
  // The same with a copy of `detail`, shortened when long.
  Value FailWith(FaultCode code, absl::string_view what, absl::string_view detail);
  Value CostExceeded();
  // `function` does not take values of these kinds.
  Value NoOverload(absl::string_view function, const Value* arguments, std::size_t count);

 private:
  Arena& arena_;
  std::int64_t budget_;
  int offset_ = -1;
};

}  // namespace usher::cel
