#include "provider/whatsapp_content.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "provider/content_part.h"

namespace usher::provider {
namespace {

constexpr absl::string_view kParameterStart = "parameters.";

base::Value Object(std::initializer_list<std::pair<const char*, base::Value>> members) {
  base::Value object{base::Value::Map()};
  for (const auto& [name, value] : members) object.Set(name, value);
  return object;
}

base::Value TextParameter(const std::string& text) {
  return Object({{"type", base::Value("text")}, {"text", base::Value(text)}});
}

absl::StatusOr<bool> WindowIsOpen(absl::string_view replied_at, absl::Time now) {
  replied_at = absl::StripAsciiWhitespace(replied_at);
  if (replied_at.empty()) return false;
  absl::Time time;
  std::string error;
  std::int64_t seconds = 0;
  if (absl::SimpleAtoi(replied_at, &seconds)) {
    time = absl::FromUnixSeconds(seconds);
  } else if (!absl::ParseTime(absl::RFC3339_full, replied_at, &time, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("replied_at \"", replied_at.substr(0, 64),
                     "\": expected a time such as 2026-03-02T10:00:00Z, or seconds since 1970"));
  }
  return time <= now && now < time + kWhatsappWindow;
}

// Parameters in the order of their numbers or, if they have names, with these.
base::Value Parameters(const journey::RenderedContent& content) {
  std::vector<std::pair<int, base::Value>> numbered;
  base::Value::List named;
  for (const auto& [part, text] : content) {
    absl::string_view name = part;
    if (!absl::ConsumePrefix(&name, kParameterStart)) continue;
    base::Value parameter = TextParameter(text);
    int number = 0;
    if (absl::SimpleAtoi(name, &number)) {
      numbered.emplace_back(number, std::move(parameter));
    } else {
      parameter.Set("parameter_name", base::Value(std::string(name)));
      named.push_back(std::move(parameter));
    }
  }
  std::sort(numbered.begin(), numbered.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  base::Value::List all;
  for (auto& [number, parameter] : numbered) all.push_back(std::move(parameter));
  std::move(named.begin(), named.end(), std::back_inserter(all));
  return base::Value(std::move(all));
}

base::Value Component(const char* type, base::Value parameters) {
  return Object({{"type", base::Value(type)}, {"parameters", std::move(parameters)}});
}

base::Value One(base::Value value) { return base::Value(base::Value::List{std::move(value)}); }

base::Value Template(const journey::RenderedContent& content, const std::string& name) {
  base::Value::List components;
  const std::string header = ContentPart(content, "header");
  const std::string image = ContentPart(content, "image");
  const std::string button = ContentPart(content, "button");
  if (!image.empty()) {
    components.push_back(
        Component("header", One(Object({{"type", base::Value("image")},
                                        {"image", Object({{"link", base::Value(image)}})}}))));
  } else if (!header.empty()) {
    components.push_back(Component("header", One(TextParameter(header))));
  }
  base::Value parameters = Parameters(content);
  if (!parameters.as_list()->empty()) {
    components.push_back(Component("body", std::move(parameters)));
  }
  if (!button.empty()) {
    base::Value component = Component("button", One(TextParameter(button)));
    component.Set("sub_type", base::Value("url"));
    component.Set("index", base::Value("0"));
    components.push_back(std::move(component));
  }
  base::Value object =
      Object({{"name", base::Value(name)},
              {"language", Object({{"code", base::Value(ContentPart(content, "language"))}})}});
  if (!components.empty()) object.Set("components", base::Value(std::move(components)));
  return object;
}

}  // namespace

absl::StatusOr<base::Value> WhatsappContent(const journey::RenderedContent& content,
                                            absl::Time now) {
  const std::string text = TextWithLink(content);
  const std::string name = ContentPart(content, "template");
  const auto open = WindowIsOpen(ContentPart(content, "replied_at"), now);
  if (!open.ok()) return open.status();
  if (*open && !text.empty()) {
    return Object(
        {{"type", base::Value("text")},
         {"text", Object({{"preview_url", base::Value(true)}, {"body", base::Value(text)}})}});
  }
  if (!name.empty()) {
    return Object({{"type", base::Value("template")}, {"template", Template(content, name)}});
  }
  if (text.empty()) return absl::InvalidArgumentError("the message has neither text nor template");
  return absl::FailedPreconditionError(
      "free text goes only within 24 hours after replied_at, and there is no template");
}

}  // namespace usher::provider
