#include "provider/link_loader.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace usher::provider {
namespace {

using customer::Channel;

const std::set<Channel>& TrackableChannels() {
  static const auto* const kChannels = new std::set<Channel>{
      Channel::kPush, Channel::kSms, Channel::kEmail, Channel::kChat, Channel::kWhatsapp};
  return *kChannels;
}

}  // namespace

LinkSetting LoadLinks(const config::v1::Links& proto, std::vector<ProviderProblem>* problems) {
  FieldReader reader("links", problems);
  LinkSetting setting;
  const std::string base_url(absl::StripSuffix(proto.base_url(), "/"));
  if ((!IsUrl(base_url, "https") && !IsUrl(base_url, "http")) || absl::StrContains(base_url, "?") ||
      absl::StrContains(base_url, "#")) {
    reader.Fail("base_url", absl::StrCat("\"", proto.base_url(),
                                         "\": expected a URL such as https://go.shop.example"));
  }
  auto keys = reader.ReadSecret("secret_file", proto.secret_file());
  for (int i = 0; i < proto.track_clicks_size(); ++i) {
    const auto channel = customer::ChannelFromName(proto.track_clicks(i));
    if (channel && TrackableChannels().contains(*channel)) {
      setting.channels.insert(*channel);
    } else {
      reader.Fail(absl::StrCat("track_clicks[", i, "]"),
                  absl::StrCat("\"", proto.track_clicks(i),
                               "\": expected push, sms, email, chat or whatsapp"));
    }
  }
  if (proto.track_opens() && !setting.channels.contains(Channel::kEmail)) {
    reader.Fail("track_opens", "goes with email in track_clicks");
  }
  if (proto.track_clicks_size() == 0) {
    reader.Fail("track_clicks", "expected at least one channel, such as email");
  }
  if (keys != nullptr) {
    setting.links = std::make_shared<TrackedLinks>(base_url, std::move(keys), proto.track_opens());
  }
  return setting;
}

}  // namespace usher::provider
