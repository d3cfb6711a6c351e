#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "backtest/report.h"

// Drawings of a report's page, as inline SVG. Lengths are shares of the width they are given, so
// that texts stay readable on a phone.
namespace usher::backtest {

// `text` for HTML and SVG, also inside quotes.
std::string Escaped(absl::string_view text);

// A part of a bar.
struct BarPart {
  std::string style;  // class in the page's style sheet
  double share = 0;   // of the whole width
  std::string title;  // shown when pointed at
};

// One bar with what stands above it to the left and to the right.
struct Bar {
  std::string label;
  std::string note;
  std::vector<BarPart> parts;
  bool follows = false;  // belongs to the bar above: stands closer
};

// Bars one below the other; `title` says what the drawing shows, for those who cannot see it.
std::string DrawBars(const std::vector<Bar>& bars, const std::string& title);

// Shares of arms with their 95 % intervals on one scale.
std::string DrawArms(const StepReport& step);

// A share such as "12.3%".
std::string ShareText(double share);

}  // namespace usher::backtest
