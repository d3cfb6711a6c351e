#include "base/log.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

#include "base/json.h"

namespace usher::base {
namespace {

spdlog::logger& Logger() {
  static spdlog::logger* const kLogger = [] {
    auto* made = new spdlog::logger("usher", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}",
                      spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *kLogger;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      break;
  }
  return spdlog::level::err;
}

}  // namespace

void Log(LogLevel level, absl::string_view event,
         std::initializer_list<std::pair<absl::string_view, std::string>> fields) {
  if (!Logger().should_log(ToSpdlog(level))) return;
  std::string line = "\"event\":";
  AppendJsonString(event, &line);
  for (const auto& [name, value] : fields) {
    absl::StrAppend(&line, ",");
    AppendJsonString(name, &line);
    absl::StrAppend(&line, ":");
    AppendJsonString(value, &line);
  }
  Logger().log(ToSpdlog(level), line);
}

void SetLogLevel(LogLevel level) { Logger().set_level(ToSpdlog(level)); }

}  // namespace usher::base
