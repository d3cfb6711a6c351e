#include "provider/webhook_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "journey/send_id.h"
#include "provider/log_line.h"

namespace usher::provider {
namespace {

std::string BodyOf(const journey::Message& message, absl::Time now) {
  const std::string line = LogLine(message);
  return absl::StrCat(R"({"type":"usher.message","timestamp":")", WebhookTime(now),
                      R"(","expires":")", WebhookTime(message.expire_at), R"(","data":)",
                      absl::StripSuffix(line, "\n"), "}");
}

}  // namespace

void WebhookProvider::Send(const journey::Message& message,
                           std::function<void(messages::AttemptReport)> done) {
  post_.Post(
      journey::SendIdText(message.send_id), [&](absl::Time now) { return BodyOf(message, now); },
      std::move(done));
}

}  // namespace usher::provider
