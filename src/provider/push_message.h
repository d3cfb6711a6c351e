#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

#include "journey/compose.h"

namespace usher::provider {

// A message to a device, as the services that push it all know it.
struct PushMessage {
  std::string title;
  std::string body;
  std::string deep_link;
  // For the app: what the template says, and send_id and deep_link where it does not say them.
  std::vector<std::pair<std::string, std::string>> data;
  // A notification replaces one of the same id: 32 letters, digits, - and _. Made of the author's
  // collapse_key, else of the send id, so that a repeated attempt shows once.
  std::string collapse_id;
  bool collapses = false;  // the author said what replaces what
  // How long the service may wait for the device, in whole seconds: up to four weeks, the most
  // that all services take.
  absl::Duration time_to_live;

  // Has nothing to show: for the app alone.
  bool silent() const { return title.empty() && body.empty(); }
};

PushMessage PushMessageOf(const journey::Message& message);

}  // namespace usher::provider
