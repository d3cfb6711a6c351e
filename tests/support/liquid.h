#pragma once

#include <initializer_list>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "liquid/template.h"

namespace usher::support {

// What `text` renders to with the data in `json`; "compile L:C: ..." or "render ..." when it fails.
inline std::string RenderLiquid(absl::string_view text, absl::string_view json = "{}",
                                const liquid::RenderOptions& options = {}) {
  const auto compiled = liquid::Template::Compile(text);
  if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
    return absl::StrCat("compile ", liquid::FormatError(*error));
  }
  const absl::StatusOr<base::Value> data = base::ParseJson(json);
  if (!data.ok()) return absl::StrCat("data ", data.status().message());
  const auto rendered = std::get<liquid::Template>(compiled).Render(*data, options);
  return rendered.ok() ? *rendered : absl::StrCat("render ", rendered.status().message());
}

// One row of a table of templates.
struct LiquidCase {
  const char* text;
  const char* json;
  const char* expected;
};

inline void ExpectRenders(std::initializer_list<LiquidCase> cases,
                          const liquid::RenderOptions& options = {}) {
  for (const LiquidCase& c : cases) {
    EXPECT_EQ(RenderLiquid(c.text, c.json, options), c.expected) << c.text;
  }
}

}  // namespace usher::support
