#include "liquid/html_filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "liquid/escape.h"

namespace usher::liquid {
namespace {

template <bool kOnce>
Datum EscapeHtml(Datum input, FilterCall&) {
  if (!kOnce && input.is_nil()) return input;
  std::string buffer;
  std::string out;
  AppendHtml(TextOf(input, &buffer), kOnce, &out);
  return TextDatum(std::move(out), Datum::kHtmlSafe);
}

// Cuts every stretch from `open` to the next `close` out of `text`.
void CutOut(absl::string_view open, absl::string_view close, std::string* text) {
  std::string kept;
  absl::string_view rest = *text;
  while (true) {
    const std::size_t begin = rest.find(open);
    const std::size_t end =
        begin == absl::string_view::npos ? begin : rest.find(close, begin + open.size());
    if (end == absl::string_view::npos) break;
    kept.append(rest.data(), begin);
    rest.remove_prefix(end + close.size());
  }
  kept.append(rest.data(), rest.size());
  *text = std::move(kept);
}

// Scripts, styles and comments go with what is in them, the first that begins first; of other tags
// only the tags.
Datum StripHtml(Datum input, FilterCall&) {
  static constexpr std::pair<absl::string_view, absl::string_view> kBlocks[] = {
      {"<script", "</script>"}, {"<!--", "-->"}, {"<style", "</style>"}};
  std::string buffer;
  absl::string_view rest = TextOf(input, &buffer);
  std::string out;
  // Which block ends nowhere any more.
  bool open_ended[3] = {};
  while (!rest.empty()) {
    const std::size_t begin = std::min(rest.find('<'), rest.size());
    out.append(rest.data(), begin);
    rest.remove_prefix(begin);
    if (rest.empty()) break;
    std::size_t size = 1;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto& [open, close] = kBlocks[i];
      if (open_ended[i] || !absl::StartsWith(rest, open)) continue;
      const std::size_t end = rest.find(close, open.size());
      open_ended[i] = end == absl::string_view::npos;
      if (open_ended[i]) continue;
      size = 0;
      rest.remove_prefix(end + close.size());
      break;
    }
    out.append(rest.data(), size);
    rest.remove_prefix(size);
  }
  CutOut("<", ">", &out);
  return TextDatum(std::move(out));
}

// For HTML the text around the breaks is escaped, so that they need not be.
Datum NewlineToBr(Datum input, FilterCall& call) {
  const bool escapes = call.context->options().escape == Escape::kHtml;
  std::string buffer;
  std::string escaped;
  absl::string_view text = TextOf(input, &buffer);
  if (escapes && (input.safe() & Datum::kHtmlSafe) == 0) {
    AppendHtml(text, false, &escaped);
    text = escaped;
  }
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    if (end == absl::string_view::npos) break;
    const bool carriage = end > 0 && text[end - 1] == '\r';
    out.append(text.data(), carriage ? end - 1 : end);
    out.append("<br />\n");
    text.remove_prefix(end + 1);
  }
  out.append(text.data(), text.size());
  return TextDatum(std::move(out), escapes ? Datum::kHtmlSafe : Datum::kUnsafe);
}

constexpr Filter kFilters[] = {
    {"escape", 0, 0, "", EscapeHtml<false>}, {"escape_once", 0, 0, "", EscapeHtml<true>},
    {"h", 0, 0, "", EscapeHtml<false>},      {"newline_to_br", 0, 0, "", NewlineToBr},
    {"strip_html", 0, 0, "", StripHtml},
};

}  // namespace

absl::Span<const Filter> HtmlFilters() { return kFilters; }

}  // namespace usher::liquid
