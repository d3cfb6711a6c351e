#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace usher::load {

// One line of a plot: points in ascending x.
struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points;
};

// How a value stands along an axis: where (any increasing scale), and where its marks are.
struct Axis {
  std::string title;
  bool logarithmic = false;
  std::vector<std::pair<double, std::string>> marks;  // chosen by the plot when empty
  std::function<std::string(double)> format;
};

// A plot for a page, in a box that scrolls where the window is narrow: colours come from the page's
// classes s0 to s7, grid and text. Logarithmic axes leave out what is not above 0.
std::string SvgPlot(const std::vector<Series>& series, const Axis& x, const Axis& y);

// Text for HTML and SVG.
std::string Escaped(const std::string& text);

}  // namespace usher::load
