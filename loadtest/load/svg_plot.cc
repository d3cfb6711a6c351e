#include "load/svg_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace usher::load {
namespace {

constexpr double kWidth = 760;
constexpr double kHeight = 300;
constexpr double kLeft = 74;
constexpr double kRight = 30;
constexpr double kTop = 12;
constexpr double kBottom = 44;
constexpr std::size_t kColours = 8;

// From one mark of an axis with equal distances to the next: a round number, about a fifth of all.
double StepOf(double low, double high) {
  const double raw = (high - low) / 5;
  const double magnitude = std::pow(10, std::floor(std::log10(raw)));
  const double fraction = raw / magnitude;
  return magnitude * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
}

// The first mark that is not below the highest value, so that what is highest can be read off.
double RoundedUp(double low, double high) {
  if (high <= low) return high;
  const double step = StepOf(low, high);
  return std::ceil(high / step - 1e-9) * step;
}

// Maps values of one axis to 0 to 1.
class Scale {
 public:
  Scale(const Axis& axis, double low, double high) : axis_(axis) {
    if (axis.logarithmic) {
      low = std::pow(10, std::floor(std::log10(low)));
      high = std::pow(10, std::ceil(std::log10(high) - 1e-9));
      if (high <= low) high = low * 10;
    } else if (high <= low) {
      high = low + 1;
    }
    low_ = low;
    high_ = high;
  }

  double Place(double value) const {
    if (!axis_.logarithmic) return (value - low_) / (high_ - low_);
    return std::log(value / low_) / std::log(high_ / low_);
  }

  std::vector<std::pair<double, std::string>> Marks() const {
    if (!axis_.marks.empty()) return axis_.marks;
    std::vector<std::pair<double, std::string>> marks;
    if (axis_.logarithmic) {
      for (double at = low_; at <= high_ * 1.001; at *= 10) {
        marks.emplace_back(at, axis_.format(at));
      }
      return marks;
    }
    const double step = StepOf(low_, high_);
    for (double at = std::ceil(low_ / step) * step; at <= high_ + step * 1e-6; at += step) {
      marks.emplace_back(at, axis_.format(at));
    }
    return marks;
  }

 private:
  const Axis& axis_;
  double low_;
  double high_;
};

double X(const Scale& scale, double value) {
  return kLeft + scale.Place(value) * (kWidth - kLeft - kRight);
}

double Y(const Scale& scale, double value) {
  return kHeight - kBottom - scale.Place(value) * (kHeight - kTop - kBottom);
}

bool Shown(const std::pair<double, double>& point, const Axis& x, const Axis& y) {
  return (!x.logarithmic || point.first > 0) && (!y.logarithmic || point.second > 0);
}

void AppendAxes(const Scale& x_scale, const Scale& y_scale, const Axis& x, const Axis& y,
                std::string* svg) {
  for (const auto& [at, text] : y_scale.Marks()) {
    const double place = Y(y_scale, at);
    absl::StrAppendFormat(svg,
                          "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                          kLeft, place, kWidth - kRight, place);
    absl::StrAppendFormat(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                          kLeft - 6, place + 4, Escaped(text));
  }
  for (const auto& [at, text] : x_scale.Marks()) {
    const double place = X(x_scale, at);
    absl::StrAppendFormat(svg,
                          "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                          place, kTop, place, kHeight - kBottom);
    absl::StrAppendFormat(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                          place, kHeight - kBottom + 16, Escaped(text));
  }
  absl::StrAppendFormat(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                        (kLeft + kWidth - kRight) / 2, kHeight - 8, Escaped(x.title));
  absl::StrAppendFormat(
      svg, "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
      (kTop + kHeight - kBottom) / 2, Escaped(y.title));
}

}  // namespace

std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(text,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

std::string SvgPlot(const std::vector<Series>& series, const Axis& x, const Axis& y) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  double x_low = kInfinite, x_high = -kInfinite, y_low = kInfinite, y_high = -kInfinite;
  for (const Series& line : series) {
    for (const auto& point : line.points) {
      if (!Shown(point, x, y)) continue;
      x_low = std::min(x_low, point.first);
      x_high = std::max(x_high, point.first);
      y_low = std::min(y_low, point.second);
      y_high = std::max(y_high, point.second);
    }
  }
  if (x_low > x_high) return "<p>nothing to plot</p>";
  for (const auto& [at, text] : x.marks) x_high = std::max(x_high, at);
  // A rate that seems to halve because its axis does not begin at zero has not halved.
  const Scale x_scale(x, x.logarithmic ? x_low : std::min(0.0, x_low), x_high);
  const double y_begin = y.logarithmic ? y_low : std::min(0.0, y_low);
  const Scale y_scale(y, y_begin, y.logarithmic ? y_high : RoundedUp(y_begin, y_high));

  std::string svg = absl::StrFormat(
      "<div class=\"scroll\"><svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">", kWidth, kHeight);
  AppendAxes(x_scale, y_scale, x, y, &svg);
  std::string legend = "<p class=\"legend\">";
  for (std::size_t i = 0; i < series.size(); ++i) {
    absl::StrAppend(&svg, "<polyline class=\"s", i % kColours, "\" points=\"");
    for (const auto& point : series[i].points) {
      if (!Shown(point, x, y)) continue;
      absl::StrAppendFormat(&svg, "%.1f,%.1f ", X(x_scale, point.first), Y(y_scale, point.second));
    }
    absl::StrAppend(&svg, "\"><title>", Escaped(series[i].name), "</title></polyline>");
    absl::StrAppend(&legend, "<span class=\"k", i % kColours, "\">", Escaped(series[i].name),
                    "</span> ");
  }
  return absl::StrCat(svg, "</svg></div>", legend, "</p>");
}

}  // namespace usher::load
