#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "journey/expression.h"
#include "journey/work.h"

namespace usher::journey {

// The text by which runs of one journey are told apart, of at most 128 bytes.
absl::StatusOr<std::string> KeyOf(const Expression& expression, const Scope& scope);

// Whether an event concerns a run: without an expression always, else if it gives the run's key.
// An event that gives none concerns no run.
bool HasKey(const std::optional<Expression>& expression, const customer::Run& run,
            const base::Value& properties, Work& work);

}  // namespace usher::journey
