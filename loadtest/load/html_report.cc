#include "load/html_report.h"

#include <cmath>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "base/json.h"
#include "load/svg_plot.h"
#include "load/table_report.h"

namespace usher::load {
namespace {

constexpr char kHead[] = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; --page: #fff; --text: #1c2330; --dim: #667085; --line: #dfe3ea;
  --bad: #c0262d; --good: #1b7f4b;
  --c0: #2563c9; --c1: #c2530a; --c2: #1b7f4b; --c3: #9333b8; --c4: #b3261e; --c5: #0e7c86;
  --c6: #8a6d00; --c7: #5b5f97; }
@media (prefers-color-scheme: dark) { :root { --page: #14181f; --text: #e6e9ef; --dim: #98a2b3;
  --line: #2c3442; --bad: #ff7b72; --good: #5ad19a;
  --c0: #79a8ff; --c1: #ffa657; --c2: #5ad19a; --c3: #d2a8ff; --c4: #ff7b72; --c5: #56d4dd;
  --c6: #e3c341; --c7: #a5a9e6; } }
body { background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif;
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.about { color: var(--dim); margin-top: .2rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
th { color: var(--dim); font-weight: 600; } th:first-child, td:first-child { text-align: left; }
td.text { text-align: left; white-space: normal; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); }
svg { width: 100%; height: auto; } svg text { fill: var(--dim); font-size: 12px; }
@media (max-width: 44rem) { svg { min-width: 36rem; } svg text { font-size: 15px; } }
.grid { stroke: var(--line); stroke-width: 1; }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
.legend span { margin-right: 1rem; } .legend span::before { content: "\25CF  "; }
pre { overflow-x: auto; color: var(--dim); font-size: 12px; white-space: pre-wrap; }
)";

std::string Style() {
  std::string style = kHead;
  for (int i = 0; i < 8; ++i) {
    absl::StrAppendFormat(
        &style, ".s%d { stroke: var(--c%d); } .k%d::before { color: var(--c%d); }\n", i, i, i, i);
  }
  return style;
}

std::string CellsOf(const PhaseReport& phase) {
  const Tally& tally = phase.tally;
  std::string row = absl::StrCat("<tr><td>", Escaped(phase.name), "</td>");
  for (const double number :
       {phase.offered_per_s(), phase.ok_per_s(), static_cast<double>(tally.duplicates),
        static_cast<double>(tally.shed()), static_cast<double>(tally.errors())}) {
    absl::StrAppend(&row, "<td>", CountText(number), "</td>");
  }
  for (const double share : {0.5, 0.9, 0.99, 0.999, 0.9999, 1.0}) {
    absl::StrAppend(&row, "<td>",
                    LatencyText(static_cast<double>(tally.latency_ns.Quantile(share))), "</td>");
  }
  return row + "</tr>";
}

std::string PhasesTable(const Report& report) {
  std::string html =
      "<h2>Phases</h2><div class=\"scroll\"><table><tr><th>phase</th><th>offered/s</th>"
      "<th>ok/s</th><th>duplicates</th><th>shed</th><th>errors</th><th>p50</th><th>p90</th>"
      "<th>p99</th><th>p99.9</th><th>p99.99</th><th>max</th></tr>";
  for (const PhaseReport& phase : report.phases) absl::StrAppend(&html, CellsOf(phase));
  if (report.phases.size() > 1) absl::StrAppend(&html, CellsOf(report.total));
  return html + "</table></div>";
}

std::string CostsTable(const Report& report) {
  std::string html =
      "<h2>Cost</h2><div class=\"scroll\"><table><tr><th>process</th><th>CPU s</th>"
      "<th>CPU &micro;s/event</th><th>resident MiB</th></tr>";
  for (const auto& [name, cost] : report.costs) {
    absl::StrAppendFormat(&html, "<tr><td>%s</td><td>%.2f</td><td>%.2f</td><td>%.1f</td></tr>",
                          Escaped(name), cost.cpu_s, CpuPerEventUs(report, cost),
                          static_cast<double>(cost.resident_bytes) / 1048576);
  }
  return html + "</table></div>";
}

std::string ChecksTable(const Report& report) {
  if (report.verification.empty()) return "<h2>Verification</h2><p>Off.</p>";
  std::string html =
      "<h2>Verification</h2><div class=\"scroll\"><table><tr><th>promise</th><th>verdict</th>"
      "<th>checked</th><th></th></tr>";
  for (const Check& check : report.verification) {
    const char* verdict = !check.ok            ? "<td class=\"bad\">broken</td>"
                          : check.checked == 0 ? "<td>not checked</td>"
                                               : "<td class=\"good\">holds</td>";
    absl::StrAppend(&html, "<tr><td>", Escaped(check.id), "</td>", verdict, "<td>",
                    CountText(static_cast<double>(check.checked)), "</td><td class=\"text\">",
                    Escaped(check.detail), "</td></tr>");
  }
  return html + "</table></div>";
}

// How many times rarer than everything a latency above the percentile is, so that each further
// nine takes equal room.
double Rarity(double share) { return 1 / (1 - share); }

std::string PercentilesPlot(const Report& report) {
  std::vector<Series> series;
  for (const PhaseReport& phase : report.phases) {
    const Histogram& latency = phase.tally.latency_ns;
    if (latency.count() == 0 || series.size() == 8) continue;
    Series line{.name = phase.name, .points = {}};
    for (double rarity = 1; rarity <= 1e5; rarity *= 1.15) {
      // Beyond the number of samples there is only the maximum again.
      if (rarity > static_cast<double>(latency.count())) break;
      line.points.emplace_back(rarity, static_cast<double>(latency.Quantile(1 - 1 / rarity)));
    }
    series.push_back(std::move(line));
  }
  Axis x{.title = "percentile", .logarithmic = true, .marks = {}, .format = {}};
  for (const auto& [share, text] : std::map<double, std::string>{{0.0, "0"},
                                                                 {0.5, "50"},
                                                                 {0.9, "90"},
                                                                 {0.99, "99"},
                                                                 {0.999, "99.9"},
                                                                 {0.9999, "99.99"},
                                                                 {0.99999, "99.999"}}) {
    x.marks.emplace_back(Rarity(share), text);
  }
  const Axis y{.title = "latency", .logarithmic = true, .marks = {}, .format = LatencyText};
  return "<h2>Latency by percentile</h2>" + SvgPlot(series, x, y);
}

std::string Seconds(double at) { return absl::StrFormat("%g s", at); }

std::string TimePlot(const std::string& title, const std::vector<Series>& series, const Axis& y) {
  const Axis x{.title = "since the start", .logarithmic = false, .marks = {}, .format = Seconds};
  return absl::StrCat("<h2>", title, "</h2>", SvgPlot(series, x, y));
}

std::string TimePlots(const Report& report) {
  Series ok{.name = "ok/s", .points = {}}, shed{.name = "shed/s", .points = {}};
  Series p50{.name = "p50", .points = {}}, p99{.name = "p99", .points = {}};
  std::map<std::string, Series> cpu;
  for (const TimelineRow& row : report.timeline) {
    const double length = row.length_s > 0 ? row.length_s : 1;
    ok.points.emplace_back(row.t_s, static_cast<double>(row.interval.ok) / length);
    shed.points.emplace_back(row.t_s, static_cast<double>(row.interval.shed) / length);
    p50.points.emplace_back(row.t_s, static_cast<double>(row.interval.p50_ns));
    p99.points.emplace_back(row.t_s, static_cast<double>(row.interval.p99_ns));
    for (const auto& [name, cores] : row.cpu_cores) {
      cpu[name].name = name;
      cpu[name].points.emplace_back(row.t_s, cores);
    }
  }
  std::vector<Series> cores;
  cores.reserve(cpu.size());
  for (auto& [name, line] : cpu) cores.push_back(std::move(line));
  const Axis rate{
      .title = "events a second", .logarithmic = false, .marks = {}, .format = CountText};
  const Axis latency{.title = "latency", .logarithmic = true, .marks = {}, .format = LatencyText};
  const Axis core{.title = "cores", .logarithmic = false, .marks = {}, .format = [](double number) {
                    return absl::StrFormat("%g", number);
                  }};
  return absl::StrCat(TimePlot("Throughput over time", {ok, shed}, rate),
                      TimePlot("Latency over time", {p50, p99}, latency),
                      TimePlot("CPU over time", cores, core));
}

std::string TimersText(const TimersReport& timers) {
  const auto quantile = [&](double share) {
    return LatencyText(static_cast<double>(timers.lateness_ns.Quantile(share)));
  };
  return absl::StrCat("<h2>Timers</h2><p>", timers.count, " messages, ", timers.missing,
                      " missing, ", timers.early, " early. Lateness: p50 ", quantile(0.5), ", p99 ",
                      quantile(0.99), ", max ", quantile(1), ". The last came ",
                      absl::StrFormat("%.2f", timers.last_s), " s after the last due time.</p>");
}

}  // namespace

std::string HtmlReport(const Report& report) {
  const std::string about = absl::StrCat(
      "Form ", report.form, ", ",
      report.open_loop ? "open loop: latency counts from each event's scheduled time"
                       : "closed loop: latency counts from the sending, which is not what users "
                         "of a slow gateway see",
      ". Events were kept ", report.durability, ".",
      report.interrupted ? " The run was interrupted." : "");
  return absl::StrCat(Style(), "</style><title>", Escaped(report.scenario),
                      " - usher-load</title></head><body><h1>", Escaped(report.scenario),
                      "</h1><p class=\"about\">", about, "</p>", PhasesTable(report),
                      PercentilesPlot(report), TimePlots(report),
                      report.timers ? TimersText(*report.timers) : "", CostsTable(report),
                      ChecksTable(report), "<h2>Configuration</h2><pre>",
                      Escaped(base::ToJson(report.config)), "</pre></body></html>\n");
}

}  // namespace usher::load
