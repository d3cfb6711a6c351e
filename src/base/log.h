#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace usher::base {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// One line of JSON on standard error: time, level, a stable event name in snake_case, and fields.
// Never message contents or personal data. Thread-safe.
void Log(LogLevel level, absl::string_view event,
         std::initializer_list<std::pair<absl::string_view, std::string>> fields = {});

// Lines below `level` are dropped. Default: kInfo.
void SetLogLevel(LogLevel level);

}  // namespace usher::base
