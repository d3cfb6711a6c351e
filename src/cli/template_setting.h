#pragma once

#include <memory>

#include "absl/status/statusor.h"

#include "base/value.h"
#include "cli/template_commands.h"
#include "liquid/library.h"
#include "liquid/translations.h"

namespace usher::cli {

// Everything a rendering needs beside template and data.
struct TemplateSetting {
  liquid::CompileOptions compile;
  liquid::RenderOptions render;
  std::unique_ptr<liquid::Translations> translations;
};

// Reads the files that `options` name. INVALID_ARGUMENT or NOT_FOUND name the option or file.
absl::StatusOr<TemplateSetting> MakeTemplateSetting(const TemplateOptions& options,
                                                    const Console& console);

// Partials from a JSON object of texts by name. INVALID_ARGUMENT for anything else.
absl::StatusOr<std::shared_ptr<liquid::Library>> LibraryOf(const base::Value& partials);

// JSON of a size and depth that people and tests write.
absl::StatusOr<base::Value> ParseTemplateJson(absl::string_view text);

}  // namespace usher::cli
