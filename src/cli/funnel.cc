#include "cli/funnel.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "cli/table.h"

namespace usher::cli {
namespace {

using Counts = google::protobuf::Map<std::string, google::protobuf::uint64>;

// "sent 12, capped 3": the most frequent first.
std::string Text(const Counts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return absl::StrJoin(sorted, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.first, " ", count.second);
  });
}

std::string Share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "";
  return absl::StrFormat("%.1f%%", 100 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string OutcomeText(const v1::StatsResponse::Step& step) {
  if (!step.arms().empty()) return Text(step.arms());
  std::string text = Text(step.outcomes());
  if (!step.sent_by_channel().empty()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", "(", Text(step.sent_by_channel()), ")");
  }
  return text;
}

void PrintLine(absl::string_view label, const std::string& text, std::ostream* out) {
  if (!text.empty()) *out << absl::StreamFormat("%-13s%s\n", label, text);
}

std::string Percent(double share) { return absl::StrFormat("%.1f%%", 100 * share); }

void PrintConversions(const v1::StatsResponse& stats, bool colour, std::ostream* out) {
  Table table({"SPLIT", "ARM", "RUNS", "GOALS", "CONVERSION", "95% INTERVAL", "VALUE"});
  for (const auto& step : stats.steps()) {
    for (const auto& arm : step.conversions()) {
      Cell conversion(arm.runs() == 0 ? "" : Percent(arm.conversion()));
      conversion.right = true;
      Cell interval(arm.runs() == 0 ? ""
                                    : absl::StrCat(Percent(arm.conversion_low()), " to ",
                                                   Percent(arm.conversion_high())));
      interval.right = true;
      Cell value(absl::StrFormat("%.2f", arm.value()));
      value.right = true;
      table.AddRow({step.id(), arm.name(), arm.runs(), arm.goals(), conversion, interval, value});
    }
  }
  if (table.empty()) return;
  *out << "\n";
  table.Print(colour, out);
}

std::string VersionsText(const v1::StatsResponse& stats) {
  return absl::StrJoin(stats.versions(), ", ", [](std::string* out, const auto& version) {
    absl::StrAppend(out, version.version(), " ", version.running());
  });
}

}  // namespace

void PrintFunnel(const v1::StatsResponse& stats, bool colour, std::ostream* out) {
  *out << Paint(absl::StrCat("journey/", stats.journey()), Colour::kBold, colour) << "\n";
  const std::string goal_share = Share(stats.goals(), stats.entered());
  PrintLine("entered", absl::StrCat(stats.entered()), out);
  PrintLine("active", absl::StrCat(stats.active()), out);
  PrintLine("goals",
            absl::StrCat(stats.goals(), goal_share.empty() ? "" : " ",
                         goal_share.empty() ? "" : absl::StrCat("(", goal_share, ")")),
            out);
  PrintLine("value", absl::StrFormat("%.2f", stats.value()), out);
  PrintLine("ended", Text(stats.ended()), out);
  PrintLine("not entered", Text(stats.not_entered()), out);
  if (stats.versions_size() > 1) PrintLine("on versions", VersionsText(stats), out);
  if (stats.steps().empty()) return;

  *out << "\n";
  Table table({"STEP", "KIND", "REACHED", "OF ENTERED", "WAITING", "OUTCOMES", "HELD"});
  for (const auto& step : stats.steps()) {
    Cell share(Share(step.reached(), stats.entered()));
    share.right = true;
    table.AddRow({step.id(), step.kind(), step.reached(), share, step.waiting(), OutcomeText(step),
                  Text(step.held())});
  }
  table.Print(colour, out);
  PrintConversions(stats, colour, out);
}

}  // namespace usher::cli
