#include "provider/access_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/value.h"
#include "provider/api_answer.h"
#include "provider/json_web_token.h"
#include "provider/reply_text.h"

namespace usher::provider {
namespace {

using journey::AttemptResult;
using messages::AttemptReport;

constexpr absl::Duration kAssertionValidFor = absl::Hours(1);
constexpr absl::Duration kValidForMax = absl::Hours(24);
// After a renewal that failed while the old token still serves.
constexpr absl::Duration kNextTry = absl::Seconds(10);
constexpr double kUsableShare = 0.95;
constexpr double kRenewShare = 0.8;
constexpr std::size_t kTokenBytesMax = 8 * 1024;
constexpr char kGrant[] =
    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

struct Given {
  std::string token;
  absl::Duration valid_for;
};

std::optional<Given> GivenIn(const HttpAnswer& answer) {
  if (answer.status != 200) return std::nullopt;
  const base::Value json = JsonOf(answer);
  Given given;
  given.token = TextAt(json, {"access_token"});
  given.valid_for = absl::Seconds(IntAt(json, {"expires_in"}));
  // It is to stand in a header.
  const bool good = !given.token.empty() && given.token.size() <= kTokenBytesMax &&
                    std::all_of(given.token.begin(), given.token.end(), absl::ascii_isgraph) &&
                    given.valid_for > absl::ZeroDuration();
  if (!good) return std::nullopt;
  given.valid_for = std::min(given.valid_for, kValidForMax);
  return given;
}

// Without a token nothing of a message was sent, whatever became of the request for one.
AttemptReport Failure(const HttpResult& result) {
  AttemptReport report;
  report.result = AttemptResult::kTemporary;
  report.provider_fault = true;
  if (result.fate != HttpFate::kAnswered) {
    report.detail = absl::StrCat("no access token: ", result.why);
    return report;
  }
  const HttpAnswer& answer = result.answer;
  report.detail = absl::StrCat("no access token: HTTP ", answer.status);
  const base::Value json = JsonOf(answer);
  for (const char* member : {"error", "error_description"}) {
    const std::string text = TextAt(json, {member});
    if (!text.empty()) absl::StrAppend(&report.detail, " ", ReplyText(text));
  }
  report.retry_after = answer.retry_after;
  if (answer.status == 429 || (answer.status == 503 && answer.retry_after > absl::ZeroDuration())) {
    report.result = AttemptResult::kThrottled;
    report.provider_fault = false;
  }
  return report;
}

}  // namespace

AccessTokens::AccessTokens(std::string scope, std::shared_ptr<HttpPort> http,
                           std::shared_ptr<ServiceAccountFile> account, absl::Duration timeout,
                           std::function<absl::Time()> now)
    : scope_(std::move(scope)),
      http_(std::move(http)),
      account_(std::move(account)),
      timeout_(timeout),
      now_(std::move(now)) {}

void AccessTokens::Get(std::function<void(Result)> done) {
  const auto account = account_->Get();
  const absl::Time now = now_();
  std::string token;
  bool ask = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (account != owner_) token_.clear();
    owner_ = account;
    if (now < usable_until_) token = token_;
    if (token.empty()) waiting_.push_back(std::move(done));
    ask = !asking_ && (token.empty() || now >= renew_at_);
    asking_ = asking_ || ask;
  }
  if (ask) Ask(*account, now);
  if (!token.empty()) done(std::move(token));
}

void AccessTokens::Drop(const std::string& token) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (token_ == token) token_.clear();
}

void AccessTokens::Ask(const ServiceAccount& account, absl::Time now) {
  base::Value claims{base::Value::Map()};
  claims.Set("iss", base::Value(account.client_email));
  claims.Set("scope", base::Value(scope_));
  claims.Set("aud", base::Value(account.token_uri));
  claims.Set("iat", base::Value(absl::ToUnixSeconds(now)));
  claims.Set("exp", base::Value(absl::ToUnixSeconds(now + kAssertionValidFor)));
  const auto assertion = JsonWebToken(*account.key, account.private_key_id, claims);
  if (!assertion.ok()) {
    HttpResult none;
    none.fate = HttpFate::kNotSent;
    none.why = std::string(assertion.status().message());
    return OnAnswer(none, now);
  }
  HttpRequest request;
  request.url = account.token_uri;
  request.timeout = timeout_;
  request.headers = {"Content-Type: application/x-www-form-urlencoded", "User-Agent: usher"};
  request.body = absl::StrCat(kGrant, *assertion);
  http_->Post(std::move(request), [self = shared_from_this(), now](const HttpResult& result) {
    self->OnAnswer(result, now);
  });
}

void AccessTokens::OnAnswer(const HttpResult& result, absl::Time asked_at) {
  std::optional<Given> given;
  if (result.fate == HttpFate::kAnswered) given = GivenIn(result.answer);
  std::vector<std::function<void(Result)>> waiting;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    asking_ = false;
    waiting.swap(waiting_);
    if (given) {
      token_ = given->token;
      usable_until_ = asked_at + given->valid_for * kUsableShare;
      renew_at_ = asked_at + given->valid_for * kRenewShare;
    } else {
      renew_at_ = now_() + kNextTry;
    }
  }
  for (const auto& done : waiting) done(given ? Result(given->token) : Result(Failure(result)));
}

}  // namespace usher::provider
