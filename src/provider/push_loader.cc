#include "provider/push_loader.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "provider/endpoint_loader.h"
#include "provider/mail_text.h"

namespace usher::provider {
namespace {

namespace v1 = config::v1;

constexpr char kAppleSandbox[] = "https://api.sandbox.push.apple.com";
constexpr int kServicesMax = 64;
// Those of Chrome, Firefox, Safari and Edge; other browsers use one of them.
constexpr const char* kKnownServices[] = {"fcm.googleapis.com", "*.push.services.mozilla.com",
                                          "*.push.apple.com", "*.notify.windows.com"};

// What Apple gives as ids of keys and teams.
void CheckAppleId(absl::string_view field, const std::string& id, FieldReader& reader) {
  constexpr std::size_t kChars = 10;
  if (id.size() == kChars && std::all_of(id.begin(), id.end(), absl::ascii_isalnum)) return;
  reader.Fail(field, absl::StrCat("\"", id, "\": expected ", kChars, " letters and digits"));
}

bool IsSubject(absl::string_view subject) {
  absl::string_view address = subject;
  if (absl::ConsumePrefix(&address, "mailto:")) return IsMailAddress(address);
  return IsUrl(subject, "https");
}

void LoadServices(const v1::WebPush& web_push, FieldReader& reader,
                  std::vector<std::string>* services) {
  if (web_push.services().empty()) {
    services->assign(std::begin(kKnownServices), std::end(kKnownServices));
    return;
  }
  if (web_push.services_size() > kServicesMax) {
    reader.Fail("web_push.services", absl::StrCat("at most ", kServicesMax, " hosts"));
  }
  for (int i = 0; i < web_push.services_size(); ++i) {
    const std::string& service = web_push.services(i);
    if (!IsHost(absl::StripPrefix(service, "*.")) || absl::StrContains(service, ":")) {
      reader.Fail(absl::StrCat("web_push.services[", i, "]"),
                  absl::StrCat("\"", service,
                               "\": expected a host such as push.example.com, or *.example.com for "
                               "all below"));
    }
    services->push_back(absl::AsciiStrToLower(service));
  }
}

}  // namespace

ApnsConnection LoadApns(const v1::Provider& proto, absl::Duration timeout, FieldReader& reader) {
  const v1::Apns& apns = proto.apns();
  ApnsConnection connection;
  ApnsSetting& setting = connection.setting;
  auto key = ApnsKeyFile::Open(apns.key_file(), ReadApnsKey);
  if (key.ok()) {
    connection.secrets = *std::move(key);
  } else {
    reader.Fail("apns.key_file", std::string(key.status().message()));
  }
  setting.key_id = apns.key_id();
  CheckAppleId("apns.key_id", apns.key_id(), reader);
  setting.team_id = apns.team_id();
  CheckAppleId("apns.team_id", apns.team_id(), reader);
  setting.topic = apns.topic();
  if (!IsHost(apns.topic())) {
    reader.Fail("apns.topic", absl::StrCat("\"", apns.topic(),
                                           "\": expected the app's bundle id, such as "
                                           "com.example.shop"));
  }
  setting.sound = apns.sound();
  setting.urgent = apns.priority() != v1::PUSH_PRIORITY_NORMAL;
  setting.timeout = timeout;
  setting.at_most_once = proto.retry() == v1::RETRY_AT_MOST_ONCE;
  if (apns.sandbox()) setting.url = kAppleSandbox;
  LoadEndpoint("apns.endpoint", apns.endpoint(), reader, &setting.url, &connection.ca_file,
               &connection.allow_private);
  return connection;
}

FcmConnection LoadFcm(const v1::Provider& proto, absl::Duration timeout, FieldReader& reader) {
  const v1::Fcm& fcm = proto.fcm();
  FcmConnection connection;
  FcmSetting& setting = connection.setting;
  auto account = ServiceAccountFile::Open(fcm.service_account_file(), ReadServiceAccount);
  if (account.ok()) {
    connection.secrets = *std::move(account);
  } else {
    reader.Fail("fcm.service_account_file", std::string(account.status().message()));
  }
  setting.project_id = fcm.project_id();
  if (!fcm.project_id().empty() && !IsProjectId(fcm.project_id())) {
    reader.Fail("fcm.project_id", absl::StrCat("\"", fcm.project_id(),
                                               "\": expected the id of a project, such as "
                                               "example-shop-1234"));
  }
  setting.urgent = fcm.priority() != v1::PUSH_PRIORITY_NORMAL;
  setting.timeout = timeout;
  setting.at_most_once = proto.retry() == v1::RETRY_AT_MOST_ONCE;
  LoadEndpoint("fcm.endpoint", fcm.endpoint(), reader, &setting.url, &connection.ca_file,
               &connection.allow_private);
  return connection;
}

WebPushConnection LoadWebPush(const v1::Provider& proto, absl::Duration timeout,
                              FieldReader& reader) {
  const v1::WebPush& web_push = proto.web_push();
  WebPushConnection connection;
  WebPushSetting& setting = connection.setting;
  setting.subject = web_push.subject();
  if (!IsSubject(web_push.subject())) {
    reader.Fail("web_push.subject",
                absl::StrCat("\"", web_push.subject(),
                             "\": expected where operators of push services find you, such as "
                             "mailto:push@shop.example.com"));
  }
  auto key = VapidKeyFile::Open(web_push.private_key_file(), ReadVapidKey);
  if (key.ok()) {
    connection.secrets = *std::move(key);
  } else {
    reader.Fail("web_push.private_key_file", std::string(key.status().message()));
  }
  LoadServices(web_push, reader, &setting.services);
  setting.urgent = web_push.priority() != v1::PUSH_PRIORITY_NORMAL;
  setting.timeout = timeout;
  setting.at_most_once = proto.retry() == v1::RETRY_AT_MOST_ONCE;
  connection.ca_file = web_push.ca_file();
  reader.ReadCaFile("web_push.ca_file", web_push.ca_file());
  connection.allow_private = reader.ReadRanges("web_push.allow_private", web_push.allow_private());
  return connection;
}

}  // namespace usher::provider
