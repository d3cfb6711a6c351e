#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "base/value.h"
#include "customer/channel.h"
#include "liquid/template.h"

namespace usher::journey {

// A message as a provider gets it: named parts, such as title and body, in a fixed order.
using RenderedContent = std::vector<std::pair<std::string, std::string>>;

// A compiled message template: parts for each channel it has content for.
class Content {
 public:
  // Adds a part of a channel's content; parts keep their order.
  void Add(customer::Channel channel, std::string part, liquid::Template text,
           liquid::Escape escape);

  bool Has(customer::Channel channel) const { return parts_.count(channel) > 0; }

  // Renders all parts for one channel. `data` has the members customer, event and run; dates are
  // shown in `zone`. INVALID_ARGUMENT or RESOURCE_EXHAUSTED name the part that failed.
  absl::StatusOr<RenderedContent> Render(customer::Channel channel, const base::Value& data,
                                         absl::Time now, absl::TimeZone zone) const;

  // Variable paths of all parts, such as event.name.
  std::vector<std::string> References() const;

 private:
  struct Part {
    std::string name;
    liquid::Template text;
    liquid::Escape escape;
  };
  std::map<customer::Channel, std::vector<Part>> parts_;
};

}  // namespace usher::journey
