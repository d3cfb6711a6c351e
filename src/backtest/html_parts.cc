#include "backtest/html_parts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "backtest/html_bars.h"
#include "backtest/wording.h"

namespace usher::backtest {
namespace {

double Share(std::int64_t part, std::int64_t whole) {
  return whole <= 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::int64_t Count(const Counts& counts, const std::string& name) {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

// The runs that reached a step, by what became of them there.
std::vector<BarPart> PartsOf(const StepReport& step, std::int64_t entered, const char* style) {
  if (step.outcomes.empty()) {
    return {{style, Share(step.reached - step.waiting, entered), ""},
            {"wait", Share(step.waiting, entered),
             absl::StrCat("still waiting ", Grouped(step.waiting))}};
  }
  const std::int64_t sent = Count(step.outcomes, "sent") + Count(step.outcomes, "unknown");
  const std::int64_t held_out = Count(step.outcomes, "held_out");
  std::int64_t all = 0;
  for (const auto& [name, count] : step.outcomes) all += count;
  return {{"sent", Share(sent, entered), absl::StrCat("sent ", Grouped(sent))},
          {"kept", Share(all - sent - held_out, entered),
           absl::StrCat("not sent ", Grouped(all - sent - held_out))},
          {"out", Share(held_out, entered), absl::StrCat("held out ", Grouped(held_out))},
          {"wait", Share(step.waiting, entered),
           absl::StrCat("still waiting ", Grouped(step.waiting))}};
}

// "1,234 · 12.3%"
std::string WithShare(std::int64_t part, std::int64_t whole) {
  const std::string share = PercentText(part, whole);
  return share.empty() ? Grouped(part) : absl::StrCat(Grouped(part), " · ", share);
}

std::string ReachedText(const StepReport& step, std::int64_t entered) {
  return WithShare(step.reached, entered);
}

Bar StepBar(const StepReport& step, std::int64_t entered, const std::string& label,
            const char* style) {
  return {label, ReachedText(step, entered), PartsOf(step, entered, style)};
}

const StepReport* FindStep(const JourneyReport* journey, const std::string& id) {
  if (journey == nullptr) return nullptr;
  for (const StepReport& step : journey->steps) {
    if (step.id == id) return &step;
  }
  return nullptr;
}

std::string Funnel(const JourneyReport& journey, const JourneyReport* other) {
  const std::int64_t top =
      std::max({journey.entered, other == nullptr ? 0 : other->entered, std::int64_t{1}});
  const bool two = other != nullptr;
  std::vector<Bar> bars = {{two ? "entered, A" : "entered",
                            Grouped(journey.entered),
                            {{"a", Share(journey.entered, top), ""}}}};
  const auto add_other = [&](const StepReport& step) {
    Bar bar = StepBar(step, top, "B", "b");
    bar.note = ReachedText(step, other->entered);
    bar.follows = true;
    bars.push_back(std::move(bar));
  };
  if (two) {
    bars.push_back({"B", Grouped(other->entered), {{"b", Share(other->entered, top), ""}}, true});
  }
  for (const StepReport& step : journey.steps) {
    Bar bar = StepBar(step, top, absl::StrCat(step.id, " · ", step.kind, two ? ", A" : ""), "a");
    bar.note = ReachedText(step, journey.entered);
    bars.push_back(std::move(bar));
    if (const StepReport* same = FindStep(other, step.id)) add_other(*same);
  }
  if (two) {
    for (const StepReport& step : other->steps) {
      if (FindStep(&journey, step.id) != nullptr) continue;
      add_other(step);
      bars.back().label = absl::StrCat(step.id, " · ", step.kind, ", only in B");
      bars.back().follows = false;
    }
  }
  bars.push_back({two ? "goals, A" : "goals",
                  WithShare(journey.goals, journey.entered),
                  {{"a", Share(journey.goals, top), ""}}});
  if (two) {
    bars.push_back({"B",
                    WithShare(other->goals, other->entered),
                    {{"b", Share(other->goals, top), ""}},
                    true});
  }
  return absl::StrCat(
      "<div class=\"panel\">", DrawBars(bars, absl::StrCat("Funnel of ", journey.name)),
      "<p class=\"legend\"><span><i class=\"a\"></i>went on</span>",
      two ? "<span><i class=\"b\"></i>went on in B</span>" : "",
      "<span><i class=\"sent\"></i>sent</span><span><i class=\"kept\"></i>not sent</span>"
      "<span><i class=\"out\"></i>held out</span><span><i class=\"wait\"></i>still "
      "waiting</span></p></div>");
}

std::string Card(const std::string& name, const std::string& figure, const std::string& more) {
  return absl::StrCat("<div class=\"card\"><div class=\"name\">", name,
                      "</div><div class=\"figure\">", figure, "</div><div class=\"more\">", more,
                      "</div></div>");
}

std::string MessagesOf(const JourneyReport& journey, const std::string& side) {
  std::vector<std::vector<std::string>> rows;
  for (const StepReport& step : journey.steps) {
    if (step.outcomes.empty() && step.held.empty()) continue;
    rows.push_back({absl::StrCat(side, Escaped(step.id)), Escaped(CountsText(step.outcomes)),
                    Escaped(CountsText(step.sent)), Escaped(CountsText(step.held))});
  }
  if (rows.empty()) return "";
  return HtmlTable({"Message", "<What became of it", "<Sent on", "<Held, for a time, by"}, rows);
}

std::string ArmsOf(const JourneyReport& journey, const std::string& side) {
  std::string html;
  for (const StepReport& step : journey.steps) {
    if (step.arms.empty()) continue;
    absl::StrAppend(&html, "<h3>", side, "Goals by arm of ", Escaped(step.id),
                    "</h3><div class=\"panel\">", DrawArms(step), "</div>");
    std::vector<std::vector<std::string>> rows;
    for (const ArmReport& arm : step.arms) {
      rows.push_back({Escaped(arm.name), Grouped(arm.runs), Grouped(arm.sent), Grouped(arm.goals),
                      PercentText(arm.goals, arm.runs), absl::StrFormat("%.2f", arm.value),
                      arm.difference
                          ? absl::StrFormat("%+.1f to %+.1f points", 100 * arm.difference->low,
                                            100 * arm.difference->high)
                          : ""});
    }
    absl::StrAppend(&html, HtmlTable({"Arm", "Runs", "Messages", "Goals", "Share", "Value",
                                      absl::StrCat("Against ", Escaped(step.reference), ", 95%")},
                                     rows));
  }
  return html;
}

std::string EndsOf(const JourneyReport& journey, const std::string& side) {
  std::string html;
  if (!journey.ended.empty()) {
    absl::StrAppend(&html, "<p class=\"about\">", side,
                    "Ended: ", Escaped(CountsText(journey.ended)), "</p>");
  }
  if (!journey.not_entered.empty()) {
    absl::StrAppend(&html, "<p class=\"about\">", side,
                    "Not entered: ", Escaped(CountsText(journey.not_entered)), "</p>");
  }
  return html;
}

// A time that stays on one line.
std::string NotBroken(const std::string& text) {
  return absl::StrCat("<span style=\"white-space:nowrap\">", Escaped(text), "</span>");
}

std::string Against(std::int64_t a, std::int64_t b) {
  return absl::StrCat("B: ", Grouped(b),
                      b == a  ? ""
                      : b > a ? " (+"
                              : " (",
                      b == a ? "" : absl::StrCat(Grouped(b - a), ")"));
}

}  // namespace

std::string HtmlTable(const std::vector<std::string>& heading,
                      const std::vector<std::vector<std::string>>& rows) {
  std::string html = "<div class=\"scroll\"><table><tr>";
  const auto words = [&](std::size_t i) { return i < heading.size() && heading[i][0] == '<'; };
  for (std::size_t i = 0; i < heading.size(); ++i) {
    absl::StrAppend(&html, words(i) ? "<th class=\"text\">" : "<th>",
                    words(i) ? heading[i].substr(1) : heading[i], "</th>");
  }
  absl::StrAppend(&html, "</tr>\n");
  for (const std::vector<std::string>& row : rows) {
    absl::StrAppend(&html, "<tr>");
    for (std::size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&html, words(i) ? "<td class=\"text\">" : "<td>", row[i], "</td>");
    }
    absl::StrAppend(&html, "</tr>\n");
  }
  return absl::StrCat(html, "</table></div>\n");
}

std::string HtmlJourney(const JourneyReport& journey, const JourneyReport* other) {
  const bool two = other != nullptr;
  std::string html = absl::StrCat("<h2>", Escaped(journey.name), "</h2><p class=\"about\">",
                                  Escaped(journey.description), "</p><div class=\"cards\">");
  const auto more = [&](std::int64_t a, std::int64_t b, const std::string& alone) {
    return two ? Against(a, b) : alone;
  };
  absl::StrAppend(
      &html,
      Card("Entered", Grouped(journey.entered),
           more(journey.entered, two ? other->entered : 0, "")),
      Card("Messages", Grouped(journey.sent), more(journey.sent, two ? other->sent : 0, "")),
      Card("Goals", Grouped(journey.goals),
           more(journey.goals, two ? other->goals : 0,
                absl::StrCat(PercentText(journey.goals, journey.entered),
                             journey.entered > 0 ? " of those who entered" : ""))),
      Card("Value", absl::StrFormat("%.2f", journey.value),
           two ? absl::StrFormat("B: %.2f", other->value) : ""),
      Card("Still in it", Grouped(journey.active),
           more(journey.active, two ? other->active : 0, "at the end")),
      "</div>",
      journey.entered == 0 && (!two || other->entered == 0)
          ? "<p class=\"about\">Nobody entered, so there is no funnel.</p>"
          : Funnel(journey, other));
  const std::string a = two ? "<span class=\"side A\">A</span>" : "";
  const std::string b = "<span class=\"side B\">B</span>";
  absl::StrAppend(&html, MessagesOf(journey, a), two ? MessagesOf(*other, b) : "",
                  ArmsOf(journey, a), two ? ArmsOf(*other, b) : "", EndsOf(journey, a),
                  two ? EndsOf(*other, b) : "");
  return html;
}

std::string HtmlSide(const SideReport& side, std::int64_t people) {
  const std::string mark = side.label.empty() ? ""
                                              : absl::StrCat("<span class=\"side ", side.label,
                                                             "\">", side.label, "</span>");
  std::string html;
  if (!side.rules.empty()) {
    std::vector<std::vector<std::string>> rows;
    for (const RuleReport& rule : side.rules) {
      rows.push_back({Escaped(rule.name), Grouped(rule.refused), Grouped(rule.held),
                      Grouped(rule.dropped), Grouped(rule.people)});
    }
    absl::StrAppend(&html, "<h2>", mark, "What stood against messages</h2>",
                    HtmlTable({"Rule", "Refused", "Held", "Not sent for it", "People"}, rows));
  }
  std::vector<std::vector<std::string>> rows;
  for (const ChannelReport& channel : side.channels) {
    const ProviderLoad& load = channel.load;
    rows.push_back({Escaped(channel.name), Grouped(load.messages),
                    absl::FormatTime("%Y-%m-%d %H:%M", load.busiest_hour, absl::UTCTimeZone()),
                    Grouped(load.in_busiest_hour), Grouped(load.in_busiest_second),
                    channel.rate > 0 ? absl::StrFormat("at %g/s: %s delayed, %s at most",
                                                       channel.rate, Grouped(load.delayed),
                                                       absl::FormatDuration(load.longest_delay))
                                     : ""});
  }
  if (!rows.empty()) {
    absl::StrAppend(&html, "<h2>", mark, "Providers at their busiest</h2>",
                    HtmlTable({"Channel", "Messages", "Busiest hour, UTC", "In it", "In one second",
                               "<At the provider's rate"},
                              rows));
  }
  constexpr std::int64_t kBarsMax = 10;
  std::vector<Bar> bars;
  std::int64_t more = 0;
  for (const auto& [messages, number] : side.distribution.people) {
    if (messages >= kBarsMax) {
      more += number;
      continue;
    }
    bars.push_back({absl::StrCat(messages, messages == 1 ? " message" : " messages"),
                    WithShare(number, people),
                    {{side.label == "B" ? "b" : "a", Share(number, people), ""}}});
  }
  if (more > 0) {
    bars.push_back({absl::StrCat(kBarsMax, " or more"),
                    WithShare(more, people),
                    {{side.label == "B" ? "b" : "a", Share(more, people), ""}}});
  }
  const Distribution& distribution = side.distribution;
  absl::StrAppend(
      &html, "<h2>", mark, "Messages to one person</h2><p class=\"about\">",
      absl::StrFormat("On average %.2f; half got at most %d, 95%% at most %d, 99%% at most %d; the "
                      "most is %d.",
                      distribution.mean, distribution.median, distribution.of_95,
                      distribution.of_99, distribution.most),
      "</p><div class=\"panel\">", DrawBars(bars, "People by messages"), "</div>");
  if (!side.unwritten.empty()) {
    absl::StrAppend(&html, "<h2>", mark, "Messages that could not be written</h2><p>",
                    Escaped(CountsText(side.unwritten)), "</p>");
  }
  return html;
}

std::string HtmlTimeline(const Timeline& timeline) {
  std::vector<std::vector<std::string>> rows;
  for (const TimelineEntry& entry : timeline.entries) {
    const std::string who =
        entry.who == timeline.customer ? "" : absl::StrCat(" (", entry.who, ")");
    const std::string place =
        entry.step.empty() ? entry.journey : absl::StrCat(entry.journey, "/", entry.step);
    rows.push_back({NotBroken(TimeText(entry.at)), Escaped(entry.what + who), Escaped(place),
                    Escaped(entry.why)});
  }
  const std::string mark =
      timeline.side.empty()
          ? ""
          : absl::StrCat("<span class=\"side ", timeline.side, "\">", timeline.side, "</span>");
  return absl::StrCat("<h2>", mark, "Customer ", Escaped(timeline.customer), "</h2>",
                      HtmlTable({"Time", "<What", "<Where", "<Why"}, rows));
}

}  // namespace usher::backtest
