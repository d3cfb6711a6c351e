#include "provider/relay_inbound.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "provider/inbound_report.h"
#include "provider/relay_report.h"
#include "provider/webhook_signature.h"

namespace usher::provider {

RelayInbound::RelayInbound(customer::Channel channel, std::shared_ptr<SecretFile> secrets)
    : channel_(channel), secrets_(std::move(secrets)) {}

messages::InboundReading RelayInbound::Read(const messages::WebRequest& request, absl::Time now) {
  if (request.method != "POST") return RefuseMethod("POST");
  const absl::string_view id = request.Header("webhook-id");
  const absl::Status is_signed =
      VerifyWebhook(secrets_->Get(), id, request.Header("webhook-timestamp"),
                    request.Header("webhook-signature"), request.body, now);
  if (!is_signed.ok()) return Refuse(403, std::string(is_signed.message()));
  const auto body = base::ParseJson(request.body, kInboundJson);
  if (!body.ok()) return Refuse(400, std::string(body.status().message()));
  if (body->as_list() == nullptr) return Refuse(400, "expected a list of reports");
  if (body->as_list()->size() > kInboundReportsMax) {
    return Refuse(413, absl::StrCat("at most ", kInboundReportsMax, " reports are taken"));
  }
  messages::InboundReading reading;
  for (const base::Value& json : *body->as_list()) {
    const std::string index = absl::StrCat(reading.reports.size());
    auto report = ReadRelayReport(json, channel_);
    if (!report.ok())
      return Refuse(400, absl::StrCat("[", index, "]: ", report.status().message()));
    if (report->id.empty()) report->id = InboundId("relay", {id, index});
    reading.reports.push_back(*std::move(report));
  }
  return reading;
}

}  // namespace usher::provider
