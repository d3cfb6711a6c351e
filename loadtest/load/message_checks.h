#pragma once

#include <vector>

#include "load/message_log.h"
#include "load/report.h"
#include "usher/loadtest/v1/scenario.pb.h"

namespace usher::load {

// No send id comes twice.
Check CheckSentOnce(const std::vector<SentMessage>& messages);

// No customer got more messages than a cap allows.
Check CheckCaps(const std::vector<SentMessage>& messages, const loadtest::v1::Verify& verify);

}  // namespace usher::load
