#include "backtest/report_html.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "backtest/html_bars.h"
#include "backtest/html_parts.h"
#include "backtest/html_style.h"
#include "backtest/wording.h"

namespace usher::backtest {
namespace {

std::string Remarks(const std::string& heading, const std::vector<std::string>& remarks) {
  if (remarks.empty()) return "";
  std::string html = absl::StrCat("<div class=\"note\"><b>", heading, "</b><ul>");
  for (const std::string& remark : remarks) {
    absl::StrAppend(&html, "<li>", Escaped(remark), "</li>");
  }
  return absl::StrCat(html, "</ul></div>\n");
}

std::string DayText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M", time, absl::UTCTimeZone());
}

std::string Head(const Report& report) {
  std::string about = absl::StrCat(Grouped(report.events), " events of ", Grouped(report.people),
                                   " people, ", DayText(report.from), " to ",
                                   DayText(std::min(report.last_event, report.to)), " UTC.");
  const auto add = [&](std::int64_t count, absl::string_view what) {
    if (count > 0) absl::StrAppend(&about, " ", Grouped(count), " ", what);
  };
  add(report.events_before, "earlier events are remembered and started nothing.");
  add(report.events_after, "later events are left out.");
  add(report.duplicates, "events came twice and count once.");
  add(report.refused, "events bear the id of another and are left out.");
  add(report.skipped, "faulty lines are left out.");
  return absl::StrCat("<h1>", report.sides.size() == 2 ? "Two sets of journeys" : "Journeys",
                      " on past events</h1><p class=\"about\">", about, "</p>");
}

std::int64_t Reached(const SideReport& side) {
  std::int64_t reached = 0;
  for (const auto& [messages, people] : side.distribution.people) {
    if (messages > 0) reached += people;
  }
  return reached;
}

const JourneyReport* Find(const SideReport& side, const std::string& name) {
  for (const JourneyReport& journey : side.journeys) {
    if (journey.name == name) return &journey;
  }
  return nullptr;
}

std::string Difference(std::int64_t a, std::int64_t b) {
  if (a == b) return "<span class=\"same\">0</span>";
  std::string html = absl::StrCat(b > a ? "+" : "", Grouped(b - a));
  if (a != 0) {
    absl::StrAppendFormat(&html, "<br><span class=\"same\">%+.1f%%</span>",
                          100.0 * static_cast<double>(b - a) / static_cast<double>(a));
  }
  return html;
}

std::string Comparison(const Report& report) {
  const SideReport& a = report.sides[0];
  const SideReport& b = report.sides[1];
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const std::string& what, std::int64_t in_a, std::int64_t in_b) {
    rows.push_back({what, Grouped(in_a), Grouped(in_b), Difference(in_a, in_b)});
  };
  add("Messages", a.messages, b.messages);
  add("People with messages", Reached(a), Reached(b));
  const auto add_journey = [&](const JourneyReport& in_a, const JourneyReport& in_b) {
    const std::string& name = in_a.name.empty() ? in_b.name : in_a.name;
    rows.push_back({absl::StrCat("<b>", Escaped(name), "</b>"), "", "", ""});
    add("entered", in_a.entered, in_b.entered);
    add("messages", in_a.sent, in_b.sent);
    add("goals", in_a.goals, in_b.goals);
  };
  static const JourneyReport kNone;
  for (const JourneyReport& journey : a.journeys) {
    const JourneyReport* other = Find(b, journey.name);
    add_journey(journey, other == nullptr ? kNone : *other);
  }
  for (const JourneyReport& journey : b.journeys) {
    if (Find(a, journey.name) == nullptr) add_journey(kNone, journey);
  }
  const auto files = [](const SideReport& side) {
    return absl::StrCat("<span class=\"side ", side.label, "\">", side.label, "</span>",
                        Escaped(absl::StrJoin(side.files, ", ")),
                        side.policy.empty() ? "" : absl::StrCat("; ", Escaped(side.policy)));
  };
  return absl::StrCat("<h2>The two beside each other</h2><p class=\"about\">", files(a), "<br>",
                      files(b), "</p>", HtmlTable({"", "A", "B", "B less A"}, rows));
}

std::string Totals(const Report& report, const SideReport& side) {
  const auto card = [](const std::string& name, const std::string& figure) {
    return absl::StrCat("<div class=\"card\"><div class=\"name\">", name,
                        "</div><div class=\"figure\">", figure, "</div></div>");
  };
  return absl::StrCat("<div class=\"cards\">", card("Messages", Grouped(side.messages)),
                      card("People with messages",
                           absl::StrCat(Grouped(Reached(side)), " of ", Grouped(report.people))),
                      card("Most to one person", Grouped(side.distribution.most)), "</div>");
}

std::string Journeys(const Report& report) {
  std::string html;
  const bool two = report.sides.size() == 2;
  for (const JourneyReport& journey : report.sides[0].journeys) {
    absl::StrAppend(&html,
                    HtmlJourney(journey, two ? Find(report.sides[1], journey.name) : nullptr));
  }
  if (!two) return html;
  for (const JourneyReport& journey : report.sides[1].journeys) {
    if (Find(report.sides[0], journey.name) != nullptr) continue;
    absl::StrAppend(&html, HtmlJourney(journey, nullptr), "<p class=\"about\">Only in B.</p>");
  }
  return html;
}

std::string Foot(const Report& report) {
  std::vector<std::string> versions;
  for (const SideReport& side : report.sides) {
    for (const JourneyReport& journey : side.journeys) {
      versions.push_back(absl::StrCat(side.label, side.label.empty() ? "" : " ", journey.name, " ",
                                      journey.version));
    }
  }
  return absl::StrCat("<footer>By usherctl backtest, from ",
                      Escaped(absl::StrJoin(report.event_files, ", ")), "; versions ",
                      Escaped(absl::StrJoin(versions, ", ")), ".</footer>");
}

}  // namespace

std::string ToHtml(const Report& report) {
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>Backtest</title><style>",
      kStyleSheet, "</style></head><body><main>\n", Head(report),
      report.sides.size() == 2 ? Comparison(report) : Totals(report, report.sides.at(0)));
  absl::StrAppend(&html, Remarks("Keep in mind", report.caveats),
                  Remarks("Assumed", report.assumptions), Journeys(report));
  for (const SideReport& side : report.sides) absl::StrAppend(&html, HtmlSide(side, report.people));
  for (const Timeline& timeline : report.timelines) {
    if (timeline.found) absl::StrAppend(&html, HtmlTimeline(timeline));
  }
  return absl::StrCat(html, Foot(report), "</main></body></html>\n");
}

}  // namespace usher::backtest
