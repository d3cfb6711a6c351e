#include "backtest/html_bars.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "backtest/wording.h"
#include "base/text_prefix.h"

namespace usher::backtest {
namespace {

constexpr int kTextHeight = 20;
constexpr int kBarHeight = 14;
constexpr int kGap = 14;
constexpr int kSmallGap = 4;

std::string Percent(double share) {
  return absl::StrFormat("%.3f%%", 100 * std::clamp(share, 0.0, 1.0));
}

// A label that is longer would run into the note on a phone.
std::string Shortened(const std::string& label) {
  constexpr std::size_t kBytesMax = 34;
  if (label.size() <= kBytesMax) return label;
  return absl::StrCat(base::TextPrefix(label, kBytesMax - 2), "..");
}

void AppendTexts(const std::string& label, const std::string& note, int y, std::string* svg) {
  absl::StrAppend(svg, "<text x=\"0\" y=\"", y + kTextHeight - 6, "\">", Escaped(Shortened(label)),
                  "</text><text class=\"aside\" x=\"100%\" y=\"", y + kTextHeight - 6,
                  "\" text-anchor=\"end\">", Escaped(note), "</text>");
}

void AppendRect(const std::string& style, double x, double width, int y, int height,
                const std::string& title, std::string* svg) {
  absl::StrAppend(svg, "<rect class=\"", style, "\" x=\"", Percent(x), "\" y=\"", y, "\" width=\"",
                  Percent(width), "\" height=\"", height, "\"");
  if (title.empty()) {
    absl::StrAppend(svg, "/>");
  } else {
    absl::StrAppend(svg, "><title>", Escaped(title), "</title></rect>");
  }
}

std::string Svg(int height, const std::string& title, const std::string& content) {
  return absl::StrCat("<svg width=\"100%\" height=\"", height, "\" role=\"img\"><title>",
                      Escaped(title), "</title>", content, "</svg>\n");
}

}  // namespace

std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

std::string DrawBars(const std::vector<Bar>& bars, const std::string& title) {
  std::string content;
  int y = 0;
  for (const Bar& bar : bars) {
    if (y > 0) y += bar.follows ? kSmallGap : kGap;
    AppendTexts(bar.label, bar.note, y, &content);
    y += kTextHeight;
    AppendRect("track", 0, 1, y, kBarHeight, "", &content);
    double x = 0;
    for (const BarPart& part : bar.parts) {
      if (part.share > 0)
        AppendRect(part.style, x, part.share, y, kBarHeight, part.title, &content);
      x += part.share;
    }
    y += kBarHeight;
  }
  return Svg(y + 2, title, content);
}

std::string DrawArms(const StepReport& step) {
  double top = 0;
  for (const ArmReport& arm : step.arms) top = std::max(top, arm.interval.high);
  if (top <= 0) top = 1;
  std::string content;
  int y = 0;
  for (const ArmReport& arm : step.arms) {
    if (y > 0) y += kGap;
    const double share =
        arm.runs == 0 ? 0 : static_cast<double>(arm.goals) / static_cast<double>(arm.runs);
    const std::string range =
        absl::StrCat(ShareText(arm.interval.low), " to ", ShareText(arm.interval.high));
    AppendTexts(arm.name, absl::StrCat(ShareText(share), " (", range, ")"), y, &content);
    y += kTextHeight;
    AppendRect("track", 0, 1, y, kBarHeight, "", &content);
    const double low = arm.interval.low / top, high = arm.interval.high / top;
    AppendRect("interval", low, high - low, y + 3, kBarHeight - 6, range, &content);
    absl::StrAppend(&content, "<circle class=\"point\" cx=\"", Percent(share / top), "\" cy=\"",
                    y + kBarHeight / 2, "\" r=\"5\"/>");
    y += kBarHeight;
  }
  return Svg(y + 2, absl::StrCat("Goals by arm of ", step.id, " with 95% intervals"), content);
}

std::string ShareText(double share) { return absl::StrFormat("%.1f%%", 100 * share); }

}  // namespace usher::backtest
