#pragma once

#include <vector>

#include "absl/time/time.h"

#include "load/message_log.h"
#include "load/report.h"
#include "load/traffic.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// Compares when the messages of timers were granted and came with when they were due.
TimersReport MeasureTimers(const loadtest::v1::Timers& timers, const Names& names,
                           absl::Time first_due, const std::vector<SentMessage>& messages);

// Every timer led to its message, and none before its time.
std::vector<Check> CheckTimers(const loadtest::v1::Timers& timers, const TimersReport& report);

}  // namespace usher::load
