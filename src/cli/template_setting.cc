#include "cli/template_setting.h"

#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

#include "base/json.h"
#include "cli/input_file.h"

namespace usher::cli {
namespace {

namespace fs = std::filesystem;

// The files *.liquid of a folder and its folders, by their path without the ending: cards/product.
absl::StatusOr<std::map<std::string, std::string>> ReadPartials(const std::string& folder,
                                                                const Console& console) {
  std::map<std::string, std::string> texts;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() != ".liquid") continue;
    auto text = ReadWhole(it->path().string(), console);
    if (!text.ok()) return text.status();
    const fs::path name = it->path().lexically_relative(folder).replace_extension();
    texts[name.generic_string()] = *std::move(text);
  }
  if (error) return absl::NotFoundError(absl::StrCat(folder, ": ", error.message()));
  return texts;
}

// Texts by key; maps in maps have keys joined by dots.
void Collect(const base::Value& value, const std::string& key, liquid::Translations::Texts* texts) {
  if (const std::string* text = value.as_string()) {
    (*texts)[key] = *text;
  } else if (const base::Value::Map* map = value.as_map()) {
    for (const auto& [name, member] : *map) {
      Collect(member, key.empty() ? name : absl::StrCat(key, ".", name), texts);
    }
  }
}

absl::StatusOr<std::unique_ptr<liquid::Translations>> ReadTranslations(
    const TemplateOptions& options, const Console& console) {
  auto text = ReadWhole(options.translations, console);
  if (!text.ok()) return text.status();
  const auto json = ParseTemplateJson(*text);
  if (!json.ok() || json->as_map() == nullptr) {
    return absl::InvalidArgumentError(absl::StrCat(
        options.translations, ": ",
        json.ok() ? "an object of locales is expected, such as {\"de\": {\"cart.title\": \"...\"}}"
                  : std::string(json.status().message())));
  }
  std::map<std::string, liquid::Translations::Texts> by_locale;
  for (const auto& [locale, texts] : *json->as_map()) Collect(texts, "", &by_locale[locale]);
  const std::string first = by_locale.empty() ? "" : json->as_map()->front().first;
  return std::make_unique<liquid::Translations>(std::move(by_locale), first);
}

liquid::Escape EscapeOf(const TemplateOptions& options) {
  if (options.escape == "html") return liquid::Escape::kHtml;
  if (options.escape == "json") return liquid::Escape::kJson;
  const bool json = options.escape.empty() && options.channel == "webhook";
  return json ? liquid::Escape::kJson : liquid::Escape::kNone;
}

}  // namespace

absl::StatusOr<base::Value> ParseTemplateJson(absl::string_view text) {
  return base::ParseJson(text, {.bytes_max = 16U * 1024 * 1024, .depth_max = 100});
}

absl::StatusOr<std::shared_ptr<liquid::Library>> LibraryOf(const base::Value& partials) {
  std::map<std::string, std::string> texts;
  if (partials.as_map() == nullptr) {
    return absl::InvalidArgumentError("\"partials\" is no object of texts by name");
  }
  for (const auto& [name, text] : *partials.as_map()) {
    if (text.as_string() == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat("partial \"", name, "\" is no text"));
    }
    texts[name] = *text.as_string();
  }
  return std::make_shared<liquid::Library>(
      std::make_unique<liquid::PartialTexts>(std::move(texts)));
}

absl::StatusOr<TemplateSetting> MakeTemplateSetting(const TemplateOptions& options,
                                                    const Console& console) {
  TemplateSetting setting;
  setting.render.strict = options.strict;
  setting.render.locale = options.locale;
  setting.render.currency = options.currency;
  setting.render.campaign = {"usher", options.channel, "", ""};
  setting.render.now = absl::Now();
  std::string error;
  if (!options.now.empty() &&
      !absl::ParseTime(absl::RFC3339_full, options.now, &setting.render.now, &error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--now \"", options.now, "\": write a time such as 2025-11-28T09:00:00Z"));
  }
  if (!absl::LoadTimeZone(options.zone, &setting.render.zone)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--zone \"", options.zone, "\": write a time zone such as Europe/Vienna"));
  }
  setting.render.escape = EscapeOf(options);
  if (!options.partials.empty()) {
    auto texts = ReadPartials(options.partials, console);
    if (!texts.ok()) return texts.status();
    setting.compile.library = std::make_shared<liquid::Library>(
        std::make_unique<liquid::PartialTexts>(*std::move(texts)));
  }
  if (!options.translations.empty()) {
    auto translations = ReadTranslations(options, console);
    if (!translations.ok()) return translations.status();
    setting.translations = *std::move(translations);
    setting.compile.translations = setting.render.translations = setting.translations.get();
  }
  return setting;
}

}  // namespace usher::cli
