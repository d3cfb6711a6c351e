#include "journey/content.h"

#include "absl/strings/str_cat.h"

#include "liquid/locale.h"

namespace usher::journey {
namespace {

// What messages without any locale are written in.
constexpr char kLocale[] = "en";

}  // namespace

void Content::Add(const std::string& locale, customer::Channel channel, std::string part,
                  liquid::Template text, liquid::Escape escape) {
  parts_[channel][locale].push_back({std::move(part), std::move(text), escape});
}

bool Content::Has(customer::Channel channel) const { return Find(channel, "") != nullptr; }

const Content::Parts* Content::Find(customer::Channel channel, absl::string_view locale) const {
  const auto locales = parts_.find(channel);
  if (locales == parts_.end()) return nullptr;
  for (const std::string& candidate : liquid::LocaleChain(locale, defaults_->locale)) {
    const auto parts = locales->second.find(candidate);
    if (parts != locales->second.end()) return &parts->second;
  }
  const auto parts = locales->second.find("");
  return parts != locales->second.end() ? &parts->second : nullptr;
}

absl::StatusOr<RenderedContent> Content::Render(customer::Channel channel, const base::Value& data,
                                                const ContentSetting& setting) const {
  const std::string channel_name(customer::ChannelName(channel));
  const Parts* parts = Find(channel, setting.locale);
  if (parts == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat("no content for ", channel_name));
  }
  liquid::RenderOptions options;
  options.now = setting.now;
  options.zone = setting.zone;
  options.locale = liquid::NormalLocale(setting.locale);
  if (options.locale.empty()) options.locale = defaults_->locale;
  if (options.locale.empty()) options.locale = kLocale;
  options.currency = defaults_->currency;
  options.translations = &defaults_->translations;
  options.campaign = {"usher", channel_name, setting.journey, setting.step};
  RenderedContent rendered;
  for (const Part& part : *parts) {
    options.escape = part.escape;
    auto text = part.text.Render(data, options);
    if (!text.ok()) {
      return absl::Status(text.status().code(), absl::StrCat(channel_name, ".", part.name, ": ",
                                                             std::string(text.status().message())));
    }
    rendered.emplace_back(part.name, *std::move(text));
  }
  return rendered;
}

std::vector<std::string> Content::References() const {
  std::vector<std::string> references;
  for (const auto& [channel, locales] : parts_) {
    for (const auto& [locale, parts] : locales) {
      for (const Part& part : parts) {
        const auto& own = part.text.References();
        references.insert(references.end(), own.begin(), own.end());
      }
    }
  }
  return references;
}

}  // namespace usher::journey
