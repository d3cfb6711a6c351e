#include "cel/program.h"

#include "cel/compiler.h"
#include "cel/context.h"
#include "cel/evaluator.h"

namespace usher::cel {

Result::Result(const Code& code, const Activation& activation, std::int64_t budget) {
  Context context(arena_, budget);
  value_ = Evaluator(code, activation, context).Run(code.root);
}

std::variant<Program, Error> Program::Compile(absl::string_view text,
                                              const Environment& environment) {
  std::variant<std::shared_ptr<const Code>, Error> compiled = CompileCode(text, environment);
  if (Error* error = std::get_if<Error>(&compiled)) return std::move(*error);
  return Program(std::get<std::shared_ptr<const Code>>(std::move(compiled)));
}

Result Program::Evaluate(const Activation& activation, std::int64_t budget) const {
  return Result(*code_, activation, budget);
}

}  // namespace usher::cel
