#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "messages/feedback_port.h"
#include "messages/inbound_port.h"
#include "web/http_server.h"

namespace usher::web {

// What providers call, by the name of the channel: /hooks/NAME.
using Hooks = std::map<std::string, std::shared_ptr<messages::InboundPort>>;

// Reads what a provider tells, hands over all reports, and answers when all are taken: with what
// the provider expects, or with 503 when it is to tell them again. Reports that concern nobody who
// is known, or that are refused for good, do not keep it: repeated, they would fare no better.
class HookRoute {
 public:
  HookRoute(Hooks hooks, std::shared_ptr<messages::FeedbackPort> feedback,
            std::function<absl::Time()> now);

  void Handle(absl::string_view name, const WebRequest& request,
              const std::shared_ptr<Exchange>& exchange) const;

 private:
  // Strangers must not fill the log: once a second.
  bool MayLog() const;

  const Hooks hooks_;
  const std::shared_ptr<messages::FeedbackPort> feedback_;
  const std::function<absl::Time()> now_;
  mutable std::atomic<std::int64_t> logged_at_{0};
};

}  // namespace usher::web
