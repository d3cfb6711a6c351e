#include "liquid/code_filters.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "base/form_text.h"
#include "liquid/characters.h"
#include "liquid/escape.h"

namespace usher::liquid {
namespace {

Datum UrlEncode(Datum input, FilterCall&) {
  if (input.is_nil()) return input;
  std::string buffer;
  std::string out;
  AppendUrl(TextOf(input, &buffer), &out);
  return TextDatum(std::move(out));
}

Datum UrlDecode(Datum input, FilterCall& call) {
  if (input.is_nil()) return input;
  std::string buffer;
  std::string out;
  base::AppendUrlDecoded(TextOf(input, &buffer), &out);
  if (!IsUtf8(out)) return call.Fail("url_decode: the result is not UTF-8");
  return TextDatum(std::move(out));
}

template <bool kUrlSafe>
Datum Base64Encode(Datum input, FilterCall&) {
  std::string buffer;
  std::string out = absl::Base64Escape(TextOf(input, &buffer));
  if (kUrlSafe) absl::StrReplaceAll({{"+", "-"}, {"/", "_"}}, &out);
  return TextDatum(std::move(out));
}

// Whether it is Base64 in full, with its padding, and nothing else.
bool IsBase64(absl::string_view text) {
  if (text.size() % 4 != 0) return false;
  const std::size_t padding = absl::EndsWith(text, "==") ? 2 : absl::EndsWith(text, "=") ? 1 : 0;
  text.remove_suffix(padding);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/';
  });
}

template <bool kUrlSafe>
Datum Base64Decode(Datum input, FilterCall& call) {
  std::string buffer;
  std::string text(TextOf(input, &buffer));
  if (kUrlSafe) {
    absl::StrReplaceAll({{"-", "+"}, {"_", "/"}}, &text);
    // Its padding may be left out.
    while (text.size() % 4 != 0 && text.size() % 4 != 1) text.push_back('=');
  }
  std::string out;
  const char* name = kUrlSafe ? "base64_url_safe_decode" : "base64_decode";
  if (!IsBase64(text) || !absl::Base64Unescape(text, &out)) {
    return call.Fail(absl::StrCat(name, ": the input is not Base64"));
  }
  if (!IsUtf8(out)) return call.Fail(absl::StrCat(name, ": the result is not UTF-8"));
  return TextDatum(std::move(out));
}

constexpr Filter kFilters[] = {
    {"base64_decode", 0, 0, "", Base64Decode<false>},
    {"base64_encode", 0, 0, "", Base64Encode<false>},
    {"base64_url_safe_decode", 0, 0, "", Base64Decode<true>},
    {"base64_url_safe_encode", 0, 0, "", Base64Encode<true>},
    {"url_decode", 0, 0, "", UrlDecode},
    {"url_encode", 0, 0, "", UrlEncode},
};

}  // namespace

absl::Span<const Filter> CodeFilters() { return kFilters; }

}  // namespace usher::liquid
