#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

#include "cel/activation.h"
#include "cel/arena.h"
#include "cel/code.h"
#include "cel/environment.h"
#include "cel/error.h"
#include "cel/type.h"
#include "cel/value.h"

namespace usher::cel {

class Program;

// The outcome of one evaluation, with the memory its value needs. It views the program and the
// data of the activation, so both must outlive it.
class Result {
 public:
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
  ~Result() = default;

  const Value& value() const { return value_; }
  bool ok() const { return !value_.is_error(); }
  // Only a true condition holds: neither an error nor a value that is no bool does.
  bool is_true() const { return value_.is_true(); }
  // Why there is no value; null if there is one.
  const Fault* fault() const { return ok() ? nullptr : &value_.fault(); }

 private:
  friend class Program;
  Result(const Code& code, const Activation& activation, std::int64_t budget);

  Arena arena_;
  Value value_;
};

// A compiled expression. Cheap to copy, immutable, safe to run from any number of threads.
class Program {
 public:
  // Compiles `text` (at most 8 KiB of UTF-8, which may span lines) against the names `environment`
  // declares. The environment is not needed afterwards.
  static std::variant<Program, Error> Compile(absl::string_view text,
                                              const Environment& environment);

  // Steps one evaluation may take, see Context::Spend: far more than any sensible condition over
  // an event needs, and about a millisecond.
  static constexpr std::int64_t kBudget = 100'000;

  // Pure: the same activation gives the same value.
  Result Evaluate(const Activation& activation, std::int64_t budget = kBudget) const;

  const std::string& text() const { return code_->text; }
  // The type every value of this program has; dyn if that depends on the data.
  const Type& ResultType() const { return code_->type; }
  // What it reads, sorted; a path that is covered by a shorter one is left out.
  const std::vector<Reference>& References() const { return code_->references; }
  // Which functions of the host it calls, in the order of the text.
  const std::vector<HostCall>& HostCalls() const { return code_->host_calls; }

 private:
  explicit Program(std::shared_ptr<const Code> code) : code_(std::move(code)) {}

  std::shared_ptr<const Code> code_;
};

}  // namespace usher::cel
