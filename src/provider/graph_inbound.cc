#include "provider/graph_inbound.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "base/form_text.h"
#include "base/hash.h"
#include "base/json.h"
#include "provider/hmac.h"
#include "provider/inbound_report.h"

namespace usher::provider {
namespace {

constexpr std::size_t kChallengeBytesMax = 256;

bool IsChallenge(absl::string_view text) {
  return !text.empty() && text.size() <= kChallengeBytesMax &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
         });
}

}  // namespace

GraphInbound::GraphInbound(std::shared_ptr<SecretFile> app_secrets,
                           std::shared_ptr<SecretFile> verify_tokens, ReadBody read)
    : app_secrets_(std::move(app_secrets)),
      verify_tokens_(std::move(verify_tokens)),
      read_(std::move(read)) {}

messages::InboundReading GraphInbound::Verify(const messages::WebRequest& request) const {
  const base::FormFields query = base::ParseForm(request.query, 16);
  bool known = false;
  for (const std::string& token : verify_tokens_->Get()) {
    known |= EqualInConstantTime(base::FormField(query, "hub.verify_token"), token);
  }
  if (!known || base::FormField(query, "hub.mode") != "subscribe") {
    return Refuse(403, "expected hub.mode=subscribe and the right hub.verify_token");
  }
  const absl::string_view challenge = base::FormField(query, "hub.challenge");
  if (!IsChallenge(challenge)) return Refuse(400, "expected hub.challenge");
  messages::InboundReading reading;
  reading.reply.body = std::string(challenge);
  return reading;
}

messages::InboundReading GraphInbound::Read(const messages::WebRequest& request,
                                            absl::Time /*now*/) {
  if (request.method == "GET") return Verify(request);
  if (request.method != "POST") return RefuseMethod("GET, POST");
  bool is_signed = false;
  for (const std::string& secret : app_secrets_->Get()) {
    is_signed |=
        EqualInConstantTime(request.Header("x-hub-signature-256"),
                            absl::StrCat("sha256=", base::ToHex(HmacSha256(secret, request.body))));
  }
  if (!is_signed) return Refuse(403, "X-Hub-Signature-256 does not fit the app's secret");
  const auto body = base::ParseJson(request.body, kInboundJson);
  if (!body.ok()) return Refuse(400, std::string(body.status().message()));
  messages::InboundReading reading;
  reading.reports = read_(*body);
  if (reading.reports.size() > kInboundReportsMax) {
    return Refuse(413, absl::StrCat("at most ", kInboundReportsMax, " reports are taken"));
  }
  return reading;
}

}  // namespace usher::provider
