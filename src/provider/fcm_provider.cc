#include "provider/fcm_provider.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "provider/fcm_message.h"
#include "provider/fcm_outcome.h"

namespace usher::provider {
namespace {

using messages::AttemptReport;

constexpr char kScope[] = "https://www.googleapis.com/auth/firebase.messaging";
constexpr int kUnauthorized = 401;

}  // namespace

// Half of an attempt's time for a token, where one is needed, leaves the other half for sending.
FcmProvider::FcmProvider(FcmSetting setting, std::shared_ptr<HttpPort> http,
                         std::shared_ptr<ServiceAccountFile> account,
                         std::function<absl::Time()> now)
    : setting_(std::move(setting)),
      http_(std::move(http)),
      now_(std::move(now)),
      tokens_(std::make_shared<AccessTokens>(kScope, http_, std::move(account),
                                             setting_.timeout / 2, now_)) {}

void FcmProvider::Send(const journey::Message& message, std::function<void(AttemptReport)> done) {
  const std::string project =
      setting_.project_id.empty() ? tokens_->account()->project_id : setting_.project_id;
  HttpRequest request;
  request.url = absl::StrCat(setting_.url, "/v1/projects/", project, "/messages:send");
  request.timeout = setting_.timeout / 2;
  request.once = setting_.at_most_once;
  request.body = FcmMessage(PushMessageOf(message), message.address, setting_.urgent, now_());
  request.headers = {"Content-Type: application/json; charset=utf-8", "User-Agent: usher"};
  // Nothing of this provider but what is shared, which may outlive it.
  tokens_->Get([tokens = tokens_, http = http_, request = std::move(request),
                done = std::move(done)](AccessTokens::Result result) mutable {
    if (auto* failure = std::get_if<AttemptReport>(&result)) return done(std::move(*failure));
    const std::string token = std::get<std::string>(std::move(result));
    request.headers.push_back(absl::StrCat("Authorization: Bearer ", token));
    http->Post(std::move(request), [tokens, token, done = std::move(done)](const HttpResult& sent) {
      if (sent.fate == HttpFate::kAnswered && sent.answer.status == kUnauthorized) {
        tokens->Drop(token);
      }
      done(FcmOutcome(sent));
    });
  });
}

}  // namespace usher::provider
