// Any text is a template or a fault with a place, and renders within its limits or fails.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"

#include "base/json.h"
#include "liquid/library.h"
#include "liquid/template.h"
#include "liquid/translations.h"

namespace {

using usher::base::Value;
namespace liquid = usher::liquid;

const Value& Data() {
  static const Value kData =
      *usher::base::ParseJson(R"({"a": 1, "f": 2.5, "s": "Text é <b>", "no": false, "nil": null,
        "l": [1, "b", null, [2, 3]], "m": {"k": "v", "n": {"o": 1}},
        "p": [{"name": "x", "price": 1.5}, {"name": "y", "price": 2}]})");
  return kData;
}

}  // namespace

// The first byte chooses how it is rendered.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  static const liquid::Translations kTexts({{"en", {{"k", "{{ a }} text"}, {"n.one", "1"}}}}, "en");
  liquid::CompileOptions compile;
  compile.library = std::make_shared<liquid::Library>(std::make_unique<liquid::PartialTexts>(
      std::map<std::string, std::string>{{"p", "{{ a }}{% render 'p' %}"},
                                         {"q", "{% for i in l %}{{ i }}{% break %}{% endfor %}"}}));
  const absl::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const auto compiled = liquid::Template::Compile(text, compile);
  if (const auto* error = std::get_if<liquid::Error>(&compiled)) {
    if (error->line < 1 || error->column < 1 || error->message.empty()) std::abort();
    return 0;
  }
  liquid::RenderOptions options;
  options.escape = static_cast<liquid::Escape>(bytes[0] % 3);
  options.strict = (bytes[0] & 4) != 0;
  options.steps_max = 5'000;
  options.output_bytes_max = 8 * 1024;
  options.currency = "EUR";
  options.translations = &kTexts;
  const auto& message = std::get<liquid::Template>(compiled);
  liquid::Error error;
  const auto once = message.Render(Data(), options, &error);
  if (once.ok() && once->size() > options.output_bytes_max) std::abort();
  if (!once.ok() && (error.line < 1 || error.message.empty())) std::abort();
  // Rendering leaves nothing behind.
  const auto again = message.Render(Data(), options);
  if (once.status() != again.status() || (once.ok() && *once != *again)) std::abort();
  return 0;
}
