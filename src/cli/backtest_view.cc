#include "cli/backtest_view.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "backtest/wording.h"
#include "cli/table.h"

namespace usher::cli {
namespace {

using backtest::CountsText;
using backtest::Grouped;
using backtest::JourneyReport;
using backtest::PercentText;
using backtest::Report;
using backtest::SideReport;
using backtest::StepReport;
using backtest::TimeText;

Cell Right(std::string text, Colour colour = Colour::kNone) {
  Cell cell(std::move(text), colour);
  cell.right = true;
  return cell;
}

Cell Number(std::int64_t number) { return Right(Grouped(number)); }

std::string Percent(double share) { return absl::StrFormat("%.1f%%", 100 * share); }

std::string Signed(std::int64_t number) {
  return number > 0 ? absl::StrCat("+", Grouped(number)) : Grouped(number);
}

// Prints one report.
class Printer {
 public:
  Printer(const Report& report, bool colour, std::ostream* out)
      : report_(report), colour_(colour), out_(out) {}

  void Print() {
    PrintHead();
    if (report_.sides.size() == 2) PrintComparison();
    for (const SideReport& side : report_.sides) PrintSide(side);
    for (const backtest::Timeline& timeline : report_.timelines) {
      if (timeline.found) PrintTimeline(timeline);
    }
  }

 private:
  void Heading(const std::string& text) {
    *out_ << "\n" << Paint(text, Colour::kBold, colour_) << "\n";
  }
  void Line(absl::string_view label, const std::string& text) {
    if (!text.empty()) *out_ << absl::StreamFormat("%-13s%s\n", label, Printable(text));
  }
  void Print(const Table& table) {
    if (!table.empty()) table.Print(colour_, out_);
  }

  void PrintHead() {
    Line("events", absl::StrCat(Grouped(report_.events), " of ", Grouped(report_.people),
                                " people, ", TimeText(report_.from), " to ",
                                TimeText(std::min(report_.last_event, report_.to))));
    if (report_.events_before > 0) {
      Line("before", absl::StrCat(Grouped(report_.events_before),
                                  " earlier events are remembered and started nothing"));
    }
    if (report_.events_after > 0) {
      Line("after", absl::StrCat(Grouped(report_.events_after), " later events are left out"));
    }
    if (report_.duplicates > 0) {
      Line("duplicates", absl::StrCat(Grouped(report_.duplicates), " events came twice"));
    }
    if (report_.refused > 0) {
      Line("refused",
           absl::StrCat(Grouped(report_.refused), " events bear the id of another event"));
    }
    if (report_.skipped > 0) {
      Line("skipped", absl::StrCat(Grouped(report_.skipped), " faulty lines"));
    }
    PrintRemarks("assumed", report_.assumptions);
    PrintRemarks("mind", report_.caveats);
  }

  void PrintRemarks(absl::string_view label, const std::vector<std::string>& remarks) {
    for (const std::string& remark : remarks) {
      Line(label, remark);
      label = "";
    }
  }

  void PrintComparison() {
    const SideReport& a = report_.sides[0];
    const SideReport& b = report_.sides[1];
    Heading("A and B");
    Line("A", absl::StrCat(absl::StrJoin(a.files, " "), a.policy.empty() ? "" : ", ", a.policy));
    Line("B", absl::StrCat(absl::StrJoin(b.files, " "), b.policy.empty() ? "" : ", ", b.policy));
    *out_ << "\n";
    Table table({"JOURNEY", "WHAT", "A", "B", "B - A"});
    const auto add = [&](const std::string& journey, const char* what, std::int64_t in_a,
                         std::int64_t in_b) {
      table.AddRow({journey, what, Number(in_a), Number(in_b),
                    Right(Signed(in_b - in_a), in_a == in_b ? Colour::kDim : Colour::kYellow)});
    };
    add("all", "messages", a.messages, b.messages);
    add("all", "people with messages", Reached(a), Reached(b));
    std::set<std::string> names;
    for (const SideReport& side : report_.sides) {
      for (const JourneyReport& journey : side.journeys) names.insert(journey.name);
    }
    static const JourneyReport kNone;
    for (const std::string& name : names) {
      const JourneyReport* in_a = Find(a, name);
      const JourneyReport* in_b = Find(b, name);
      if (in_a == nullptr) in_a = &kNone;
      if (in_b == nullptr) in_b = &kNone;
      add(name, "entered", in_a->entered, in_b->entered);
      add("", "sent", in_a->sent, in_b->sent);
      add("", "goals", in_a->goals, in_b->goals);
    }
    Print(table);
  }

  static std::int64_t Reached(const SideReport& side) {
    std::int64_t reached = 0;
    for (const auto& [messages, people] : side.distribution.people) {
      if (messages > 0) reached += people;
    }
    return reached;
  }

  static const JourneyReport* Find(const SideReport& side, const std::string& name) {
    for (const JourneyReport& journey : side.journeys) {
      if (journey.name == name) return &journey;
    }
    return nullptr;
  }

  void PrintSide(const SideReport& side) {
    label_ = side.label.empty() ? "" : absl::StrCat(side.label, ": ");
    for (const JourneyReport& journey : side.journeys) PrintJourney(journey);
    PrintRules(side);
    PrintChannels(side);
    PrintDistribution(side);
    for (const auto& [fault, count] : side.unwritten) {
      Line("unwritten", absl::StrCat(Grouped(count), " messages: ", fault));
    }
  }

  void PrintJourney(const JourneyReport& journey) {
    Heading(absl::StrCat(label_, "journey/", journey.name));
    Line("entered", Grouped(journey.entered));
    Line("active", Grouped(journey.active));
    const std::string share = PercentText(journey.goals, journey.entered);
    Line("goals", absl::StrCat(Grouped(journey.goals), share.empty() ? "" : " (", share,
                               share.empty() ? "" : ")"));
    Line("value", absl::StrFormat("%.2f", journey.value));
    Line("ended", CountsText(journey.ended));
    Line("not entered", CountsText(journey.not_entered));
    *out_ << "\n";
    Table table({"STEP", "KIND", "REACHED", "OF ENTERED", "WAITING", "LEFT", "OUTCOMES", "HELD"});
    for (const StepReport& step : journey.steps) {
      table.AddRow({step.id, step.kind, Number(step.reached),
                    Right(PercentText(step.reached, journey.entered)), Number(step.waiting),
                    Number(step.reached - step.waiting), OutcomeText(step), CountsText(step.held)});
    }
    Print(table);
    for (const StepReport& step : journey.steps) {
      if (!step.arms.empty()) PrintArms(step);
    }
  }

  static std::string OutcomeText(const StepReport& step) {
    std::string text = CountsText(step.outcomes);
    if (!step.sent.empty()) absl::StrAppend(&text, " (", CountsText(step.sent), ")");
    return text;
  }

  void PrintArms(const StepReport& step) {
    *out_ << "\n";
    Table table({absl::StrCat("ARM OF ", step.id), "RUNS", "SENT", "GOALS", "OF RUNS", "95% FROM",
                 "TO", "VALUE", absl::StrCat("LESS ", step.reference), "95% FROM", "TO"});
    double reference = 0;
    for (const auto& arm : step.arms) {
      if (arm.name == step.reference) reference = ShareOf(arm);
    }
    for (const auto& arm : step.arms) {
      std::vector<Cell> row = {arm.name,
                               Number(arm.runs),
                               Number(arm.sent),
                               Number(arm.goals),
                               Right(PercentText(arm.goals, arm.runs)),
                               Right(Percent(arm.interval.low)),
                               Right(Percent(arm.interval.high)),
                               Right(absl::StrFormat("%.2f", arm.value))};
      if (arm.difference) {
        row.push_back(Right(absl::StrFormat("%+.1f%%", 100 * (ShareOf(arm) - reference))));
        row.push_back(Right(absl::StrFormat("%+.1f%%", 100 * arm.difference->low)));
        row.push_back(Right(absl::StrFormat("%+.1f%%", 100 * arm.difference->high)));
      }
      table.AddRow(std::move(row));
    }
    Print(table);
  }

  static double ShareOf(const backtest::ArmReport& arm) {
    return arm.runs == 0 ? 0 : static_cast<double>(arm.goals) / static_cast<double>(arm.runs);
  }

  void PrintRules(const SideReport& side) {
    if (side.rules.empty()) return;
    Heading(absl::StrCat(label_, "What stood against messages"));
    Table table({"RULE", "REFUSED", "HELD", "NOT SENT", "PEOPLE"});
    for (const auto& rule : side.rules) {
      table.AddRow({rule.name, Number(rule.refused), Number(rule.held), Number(rule.dropped),
                    Number(rule.people)});
    }
    Print(table);
  }

  void PrintChannels(const SideReport& side) {
    if (side.channels.empty()) return;
    Heading(absl::StrCat(label_, "Providers at their busiest"));
    Table table({"CHANNEL", "SENT", "BUSIEST HOUR (UTC)", "IN IT", "IN ONE SECOND", "RATE",
                 "DELAYED", "LONGEST DELAY"});
    for (const auto& channel : side.channels) {
      const backtest::ProviderLoad& load = channel.load;
      std::vector<Cell> row = {
          channel.name, Number(load.messages),
          absl::FormatTime("%Y-%m-%d %H:%M", load.busiest_hour, absl::UTCTimeZone()),
          Number(load.in_busiest_hour), Number(load.in_busiest_second)};
      if (channel.rate > 0) {
        row.push_back(Right(absl::StrFormat("%g/s", channel.rate)));
        row.push_back(Number(load.delayed));
        row.push_back(Right(absl::FormatDuration(load.longest_delay)));
      }
      table.AddRow(std::move(row));
    }
    Print(table);
  }

  void PrintDistribution(const SideReport& side) {
    const backtest::Distribution& distribution = side.distribution;
    Heading(absl::StrCat(label_, "Messages to one person"));
    Table table({"MESSAGES", "PEOPLE", "SHARE"});
    constexpr std::int64_t kRowsMax = 10;
    std::int64_t more = 0;
    for (const auto& [messages, people] : distribution.people) {
      if (messages >= kRowsMax) {
        more += people;
      } else {
        table.AddRow(
            {Number(messages), Number(people), Right(PercentText(people, report_.people))});
      }
    }
    if (more > 0) {
      table.AddRow({Right(absl::StrCat(kRowsMax, " or more")), Number(more),
                    Right(PercentText(more, report_.people))});
    }
    Print(table);
    *out_ << absl::StreamFormat(
        "on average %.2f; half got at most %d, 95%% at most %d, 99%% at most %d; the most is %d\n",
        distribution.mean, distribution.median, distribution.of_95, distribution.of_99,
        distribution.most);
  }

  void PrintTimeline(const backtest::Timeline& timeline) {
    Heading(absl::StrCat(timeline.side.empty() ? "" : absl::StrCat(timeline.side, ": "),
                         "Customer ", timeline.customer));
    Table table({"TIME", "WHAT", "JOURNEY/STEP", "KEY", "WHY"});
    for (const auto& entry : timeline.entries) {
      const std::string place =
          entry.step.empty() ? entry.journey : absl::StrCat(entry.journey, "/", entry.step);
      const std::string who =
          entry.who == timeline.customer ? "" : absl::StrCat(" (", entry.who, ")");
      table.AddRow({TimeText(entry.at), Cell(absl::StrCat(entry.what, who), ColourOf(entry.what)),
                    place, entry.key, entry.why});
    }
    Print(table);
  }

  static Colour ColourOf(const std::string& what) {
    if (what == "sent" || what == "goal") return Colour::kGreen;
    if (what == "failed" || what == "unknown") return Colour::kRed;
    if (what == "capped" || what == "quiet" || what == "gap" || what == "unreachable") {
      return Colour::kYellow;
    }
    return what == "event" ? Colour::kBold : Colour::kNone;
  }

  const Report& report_;
  const bool colour_;
  std::ostream* out_;
  std::string label_;
};

}  // namespace

void PrintBacktest(const backtest::Report& report, bool colour, std::ostream* out) {
  Printer(report, colour, out).Print();
}

}  // namespace usher::cli
