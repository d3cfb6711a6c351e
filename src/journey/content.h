#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "customer/channel.h"
#include "liquid/template.h"
#include "liquid/translations.h"

namespace usher::journey {

// A message as a provider gets it: named parts, such as title and body, in a fixed order.
using RenderedContent = std::vector<std::pair<std::string, std::string>>;

// What all templates of a journey share.
struct ContentDefaults {
  std::string locale;    // of customers without one; may be empty
  std::string currency;  // of money without one; may be empty
  liquid::Translations translations;
};

// For whom and when a message is written.
struct ContentSetting {
  absl::Time now;
  absl::TimeZone zone;  // where dates are shown
  std::string locale;   // the customer's; empty where not known
  std::string journey;  // what links are marked with, and the step
  std::string step;
};

// A compiled message template: parts for each channel and locale it has content for.
class Content {
 public:
  explicit Content(std::shared_ptr<const ContentDefaults> defaults)
      : defaults_(std::move(defaults)) {}

  // Adds a part of a channel's content in `locale`, written as NormalLocale gives it; empty for
  // what stands outside of all locales. Parts keep their order.
  void Add(const std::string& locale, customer::Channel channel, std::string part,
           liquid::Template text, liquid::Escape escape);

  // Whether every customer can be written to on `channel`, whatever their locale.
  bool Has(customer::Channel channel) const;

  // Renders all parts for one channel, in the first locale of the customer's, its language and so
  // on, the journey's default and none that has content for it. `data` has the members customer,
  // event and run. INVALID_ARGUMENT or RESOURCE_EXHAUSTED name the part that failed.
  absl::StatusOr<RenderedContent> Render(customer::Channel channel, const base::Value& data,
                                         const ContentSetting& setting) const;

  // Variable paths of all parts, such as event.name; an empty one stands for everything.
  std::vector<std::string> References() const;

 private:
  struct Part {
    std::string name;
    liquid::Template text;
    liquid::Escape escape;
  };
  using Parts = std::vector<Part>;

  const Parts* Find(customer::Channel channel, absl::string_view locale) const;

  std::shared_ptr<const ContentDefaults> defaults_;
  // By locale.
  std::map<customer::Channel, std::map<std::string, Parts>> parts_;
};

}  // namespace usher::journey
