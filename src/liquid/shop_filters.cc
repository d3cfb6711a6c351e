#include "liquid/shop_filters.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "liquid/escape.h"
#include "liquid/money.h"
#include "liquid/translations.h"

namespace usher::liquid {
namespace {

using base::Value;

// {{ price | money: "EUR", locale: "de-AT" }}. In HTML the spaces do not break.
Datum Money(Datum input, FilterCall& call) {
  if (input.is_nil()) return input;
  const RenderOptions& options = call.context->options();
  std::string currency_buffer;
  std::string locale_buffer;
  const absl::string_view given =
      call.Has(0) && !call.positional[0].is_nil()
          ? call.Text(0, "", &currency_buffer)
          : call.NamedText("currency", options.currency, &currency_buffer);
  const std::string currency = absl::AsciiStrToUpper(given);
  if (!IsCurrency(currency)) {
    return call.Fail(
        currency.empty()
            ? "money needs a currency: money: \"EUR\""
            : absl::StrCat("\"", given, "\" is no currency; write a code such as EUR"));
  }
  const char* space = options.escape == Escape::kHtml ? "\u00A0" : " ";
  return TextDatum(FormatMoney(NumberOf(input.value()), currency,
                               call.NamedText("locale", options.locale, &locale_buffer), space));
}

// Puts the arguments in the places of {{ name }}.
Datum Fill(absl::string_view text, bool html, FilterCall& call) {
  const bool escapes = html && call.context->options().escape == Escape::kHtml;
  std::string out;
  while (true) {
    const std::size_t begin = text.find("{{");
    const std::size_t end = begin == absl::string_view::npos ? begin : text.find("}}", begin);
    if (end == absl::string_view::npos) break;
    out.append(text.data(), begin);
    const absl::string_view name =
        absl::StripAsciiWhitespace(text.substr(begin + 2, end - begin - 2));
    text.remove_prefix(end + 2);
    const Datum* value = call.Named(name);
    if (value == nullptr && call.context->options().strict) {
      return call.Fail(absl::StrCat("the translation asks for \"", name, "\""));
    }
    std::string shown;
    if (value != nullptr) AppendOutput(*value, &shown);
    if (escapes && (value == nullptr || (value->safe() & Datum::kHtmlSafe) == 0)) {
      AppendHtml(shown, false, &out);
    } else {
      out.append(shown);
    }
    if (!call.context->Spend(1 + shown.size() / 64)) return Datum();
  }
  out.append(text.data(), text.size());
  return TextDatum(std::move(out), html ? Datum::kHtmlSafe : Datum::kUnsafe);
}

// {{ "cart.items" | t: count: 3 }}. A key that ends in _html stands for HTML, which is not escaped;
// its arguments are.
Datum Translate(Datum input, FilterCall& call) {
  const RenderOptions& options = call.context->options();
  std::string buffer;
  const std::string key(TextOf(input, &buffer));
  std::string locale_buffer;
  const absl::string_view locale = call.NamedText("locale", options.locale, &locale_buffer);
  std::optional<Number> count;
  if (const Datum* given = call.Named("count")) count = NumberOf(given->value());
  const std::string* text =
      options.translations != nullptr ? options.translations->Find(locale, key, count) : nullptr;
  if (text == nullptr) {
    if (options.strict) return call.Fail(absl::StrCat("there is no translation \"", key, "\""));
    return TextDatum(key);
  }
  return Fill(*text, absl::EndsWith(key, "_html"), call);
}

bool HasParameter(absl::string_view query, absl::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const absl::string_view parameter = query.substr(0, end);
    if (parameter.substr(0, parameter.find('=')) == name) return true;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

// {{ link | utm: campaign: "spring" }}. Parameters the link has already stay as they are.
Datum Utm(Datum input, FilterCall& call) {
  if (input.is_nil()) return input;
  const Campaign& campaign = call.context->options().campaign;
  const std::pair<absl::string_view, absl::string_view> parameters[] = {
      {"source", campaign.source},
      {"medium", campaign.medium},
      {"campaign", campaign.campaign},
      {"content", campaign.content},
      {"term", ""},
  };
  std::string buffer;
  const absl::string_view link = TextOf(input, &buffer);
  if (link.empty()) return input;
  const absl::string_view fragment = link.substr(std::min(link.find('#'), link.size()));
  std::string out(link.substr(0, link.size() - fragment.size()));
  const std::size_t question = out.find('?');
  const std::string query = question == std::string::npos ? "" : out.substr(question + 1);
  char sign = question == std::string::npos ? '?' : '&';
  if (sign == '&' && (query.empty() || query.back() == '&')) sign = '\0';
  for (const auto& [name, usual] : parameters) {
    std::string value_buffer;
    const absl::string_view value = call.NamedText(name, usual, &value_buffer);
    const std::string parameter = absl::StrCat("utm_", name);
    if (value.empty() || HasParameter(query, parameter)) continue;
    if (sign != '\0') out.push_back(sign);
    sign = '&';
    absl::StrAppend(&out, parameter, "=");
    AppendUrl(value, &out);
  }
  absl::StrAppend(&out, fragment);
  return TextDatum(std::move(out), input.safe());
}

constexpr Filter kFilters[] = {
    {"money", 0, 1, "currency,locale", Money},
    {"t", 0, 0, kAnyName, Translate},
    {"utm", 0, 0, "source,medium,campaign,content,term", Utm},
};

}  // namespace

absl::Span<const Filter> ShopFilters() { return kFilters; }

}  // namespace usher::liquid
