#pragma once

#include <functional>
#include <memory>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "messages/link_port.h"
#include "web/http_server.h"
#include "web/reporter.h"

namespace usher::web {

// Links that messages carry: /u/TOKEN to unsubscribe, /c/TOKEN to follow a link, /o/TOKEN.gif to
// have looked at a message.
class LinkRoutes {
 public:
  // `links` may be null: then there are none. `click_wait` is how long a browser waits for a click
  // to be recorded before it is sent on; the report goes on without it.
  LinkRoutes(std::shared_ptr<messages::LinkPort> links, std::shared_ptr<Reporter> reporter,
             std::function<absl::Time()> now, absl::Duration click_wait);

  // `token` is the rest of the path.
  void Unsubscribe(absl::string_view token, const WebRequest& request,
                   const std::shared_ptr<Exchange>& exchange) const;
  void Follow(absl::string_view token, const WebRequest& request,
              const std::shared_ptr<Exchange>& exchange) const;
  void Open(absl::string_view token, const WebRequest& request,
            const std::shared_ptr<Exchange>& exchange) const;

 private:
  using Read = absl::StatusOr<messages::Feedback> (messages::LinkPort::*)(absl::string_view);
  absl::StatusOr<messages::Feedback> ReadToken(Read read, absl::string_view token) const;

  const std::shared_ptr<messages::LinkPort> links_;
  const std::shared_ptr<Reporter> reporter_;
  const std::function<absl::Time()> now_;
  const absl::Duration click_wait_;
};

// 405, with the methods that there are.
WebReply MethodNotAllowed(const char* allowed);

}  // namespace usher::web
