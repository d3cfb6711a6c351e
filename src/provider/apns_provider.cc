#include "provider/apns_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/apns_message.h"
#include "provider/apns_outcome.h"

namespace usher::provider {

using journey::AttemptResult;
using messages::AttemptReport;

absl::StatusOr<std::shared_ptr<const PrivateKey>> ReadApnsKey(absl::string_view text) {
  return PrivateKey::FromPem(text, PrivateKey::Kind::kEs256);
}

ApnsProvider::ApnsProvider(ApnsSetting setting, std::shared_ptr<HttpPort> http,
                           std::shared_ptr<ApnsKeyFile> key, std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      http_(std::move(http)),
      key_(std::move(key)),
      now_(std::move(now)),
      token_(std::make_shared<ApnsToken>(setting_.key_id, setting_.team_id)) {}

void ApnsProvider::Send(const journey::Message& message, std::function<void(AttemptReport)> done) {
  if (!IsApnsDeviceToken(message.address)) {
    return done({AttemptResult::kDeadAddress,
                 "the address is no device token: expected hexadecimal digits"});
  }
  const PushMessage push = PushMessageOf(message);
  HttpRequest request;
  request.body = ApnsPayload(push, setting_.sound);
  if (request.body.size() > kApnsBytesMax) {
    return done(
        {AttemptResult::kRejected, absl::StrCat("the message has ", request.body.size(),
                                                " bytes; APNs takes at most ", kApnsBytesMax)});
  }
  const absl::Time now = now_();
  const auto token = token_->Get(*key_->Get(), now);
  if (!token.ok()) {
    return done({AttemptResult::kTemporary, std::string(token.status().message())});
  }
  request.url = absl::StrCat(setting_.url, "/3/device/", message.address);
  request.timeout = setting_.timeout;
  request.once = setting_.at_most_once;
  request.multiplexed = true;
  request.headers = ApnsHeaders(push, message.send_id, setting_.topic, setting_.urgent, now);
  request.headers.push_back(absl::StrCat("authorization: bearer ", *token));
  request.headers.emplace_back("content-type: application/json");
  request.headers.emplace_back("user-agent: usher");
  http_->Post(std::move(request), [holder = token_, token = *token, now = now_,
                                   done = std::move(done)](const HttpResult& result) {
    if (ApnsTokenExpired(result)) holder->Drop(token, now());
    done(ApnsOutcome(result));
  });
}

}  // namespace usher::provider
