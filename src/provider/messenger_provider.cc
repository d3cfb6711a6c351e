#include "provider/messenger_provider.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "channel/policy.h"
#include "provider/content_part.h"
#include "provider/messenger_outcome.h"

namespace usher::provider {
namespace {

constexpr std::size_t kIdDigitsMax = 32;

bool IsPageScopedId(absl::string_view address) {
  return !address.empty() && address.size() <= kIdDigitsMax &&
         std::all_of(address.begin(), address.end(), absl::ascii_isdigit);
}

}  // namespace

MessengerProvider::MessengerProvider(MessengerSetting setting, std::shared_ptr<HttpPort> http,
                                     std::shared_ptr<SecretFile> secrets)
    : setting_(std::move(setting)), http_(std::move(http)), secrets_(std::move(secrets)) {}

void MessengerProvider::Send(const journey::Message& message,
                             std::function<void(messages::AttemptReport)> done) {
  if (!IsPageScopedId(message.address)) {
    done({journey::AttemptResult::kDeadAddress, "the address is no page-scoped id of digits"});
    return;
  }
  std::string text = TextWithLink(message.content);
  if (text.empty()) {
    done({journey::AttemptResult::kRejected, "the message has no text"});
    return;
  }
  base::Value recipient{base::Value::Map()};
  recipient.Set("id", base::Value(message.address));
  base::Value content{base::Value::Map()};
  content.Set("text", base::Value(std::move(text)));
  const bool tagged =
      !setting_.transactional_tag.empty() && message.category == channel::kTransactional;
  base::Value body{base::Value::Map()};
  body.Set("recipient", std::move(recipient));
  body.Set("messaging_type", base::Value(tagged ? "MESSAGE_TAG" : "UPDATE"));
  if (tagged) body.Set("tag", base::Value(setting_.transactional_tag));
  body.Set("message", std::move(content));

  HttpRequest request;
  request.url =
      absl::StrCat(setting_.url, "/", setting_.api_version, "/", setting_.page_id, "/messages");
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.body = base::ToJson(body);
  request.headers = {"Content-Type: application/json", "User-Agent: usher",
                     absl::StrCat("Authorization: Bearer ", secrets_->Get().front())};
  http_->Post(std::move(request), [done = std::move(done)](const HttpResult& result) {
    done(MessengerOutcome(result));
  });
}

}  // namespace usher::provider
