#include "journey/content.h"

#include "absl/strings/str_cat.h"

namespace usher::journey {

void Content::Add(customer::Channel channel, std::string part, liquid::Template text,
                  liquid::Escape escape) {
  parts_[channel].push_back({std::move(part), std::move(text), escape});
}

absl::StatusOr<RenderedContent> Content::Render(customer::Channel channel, const base::Value& data,
                                                absl::Time now, absl::TimeZone zone) const {
  const auto parts = parts_.find(channel);
  if (parts == parts_.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no content for ", customer::ChannelName(channel)));
  }
  RenderedContent rendered;
  for (const Part& part : parts->second) {
    liquid::RenderOptions options;
    options.escape = part.escape;
    options.now = now;
    options.zone = zone;
    auto text = part.text.Render(data, options);
    if (!text.ok()) {
      return absl::Status(text.status().code(),
                          absl::StrCat(customer::ChannelName(channel), ".", part.name, ": ",
                                       std::string(text.status().message())));
    }
    rendered.emplace_back(part.name, *std::move(text));
  }
  return rendered;
}

std::vector<std::string> Content::References() const {
  std::vector<std::string> references;
  for (const auto& [channel, parts] : parts_) {
    for (const Part& part : parts) {
      const auto& own = part.text.References();
      references.insert(references.end(), own.begin(), own.end());
    }
  }
  return references;
}

}  // namespace usher::journey
