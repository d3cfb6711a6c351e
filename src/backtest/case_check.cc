#include "backtest/case_check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace usher::backtest {
namespace {

// A message as the case expects it, with its times read.
struct Expectation {
  const v1::ExpectedMessage* message = nullptr;
  std::string field;  // path in the file
  bool timed = false;
  absl::Time from;
  absl::Time to;
};

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '\n') {
      quoted += "\\n";
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

std::string ChannelText(int channel) {
  return std::string(customer::ChannelName(static_cast<customer::Channel>(channel)));
}

bool OccursIn(const journey::Message& message, absl::string_view text) {
  return std::any_of(message.content.begin(), message.content.end(),
                     [&](const auto& part) { return absl::StrContains(part.second, text); });
}

// What is different, field by field; nothing if the message is the one expected.
std::vector<std::string> Differences(const Expectation& expected, const journey::Message& message,
                                     const CaseClock& clock) {
  const v1::ExpectedMessage& wanted = *expected.message;
  std::vector<std::string> differences;
  const auto differ = [&](absl::string_view what, absl::string_view want, absl::string_view is) {
    differences.push_back(
        absl::StrFormat("%-9s expected %s\n%-9s was      %s", what, want, "", is));
  };
  if (expected.timed && (message.at < expected.from || message.at > expected.to)) {
    std::string want = MomentText(expected.from, clock);
    if (expected.to != expected.from) {
      absl::StrAppend(&want, " to ", MomentText(expected.to, clock));
    }
    differ("at", want, MomentText(message.at, clock));
  }
  const auto compare = [&](absl::string_view what, const std::string& want, absl::string_view is) {
    if (!want.empty() && want != is) differ(what, want, is.empty() ? "nothing" : is);
  };
  compare("channel", ChannelText(wanted.channel()), customer::ChannelName(message.channel));
  compare("journey", wanted.journey(), message.journey);
  compare("step", wanted.step(), message.step);
  compare("key", wanted.key(), message.key);
  compare("category", wanted.category(), message.category);
  compare("to", wanted.to(), message.customer.name());
  // The order of a map of protobuf's is another in every run.
  const std::map<std::string, std::string> content(wanted.content().begin(),
                                                   wanted.content().end());
  for (const auto& [part, text] : content) {
    const auto is =
        std::find_if(message.content.begin(), message.content.end(),
                     [&, &part = part](const auto& each) { return each.first == part; });
    if (is == message.content.end()) {
      std::vector<std::string> parts;
      for (const auto& each : message.content) parts.push_back(each.first);
      differ(part, Quoted(text), absl::StrCat("missing; there is ", absl::StrJoin(parts, ", ")));
    } else if (is->second != text) {
      differ(part, Quoted(text), Quoted(is->second));
    }
  }
  for (const std::string& text : wanted.contains()) {
    if (!OccursIn(message, text)) differ("contains", Quoted(text), "not in any part of it");
  }
  for (const std::string& text : wanted.lacks()) {
    if (OccursIn(message, text)) differ("lacks", Quoted(text), "in it");
  }
  return differences;
}

// "    " before every line.
std::string Indented(const std::vector<std::string>& blocks) {
  std::string text;
  for (const std::string& block : blocks) {
    absl::StrAppend(&text, "\n    ", absl::StrJoin(absl::StrSplit(block, '\n'), "\n    "));
  }
  return text;
}

class Checker {
 public:
  Checker(const CaseFile& file, int index, const CaseRun& run)
      : file_(file),
        test_(file.test.cases(index)),
        path_(absl::StrCat("cases[", index, "]")),
        run_(run) {}

  absl::StatusOr<std::vector<std::string>> Check() {
    ReadExpectations();
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    CompareMessages();
    CompareDecisions();
    if (!faults_.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults_, "\n"));
    return std::move(found_);
  }

 private:
  std::string Where(const std::string& field) const {
    const yaml::Mark mark = file_.places.Value(field);
    return absl::StrCat(file_.path, ":", mark.line);
  }

  absl::Time Moment(const std::string& text, const std::string& field, absl::Time previous) {
    const auto moment = ReadMoment(text, run_.clock, previous);
    if (moment.ok()) return *moment;
    faults_.push_back(FaultAt(file_, field, moment.status().message()));
    return previous;
  }

  void ReadExpectations() {
    absl::Time previous = run_.clock.start;
    for (int i = 0; i < test_.expect_size(); ++i) {
      Expectation expected;
      expected.message = &test_.expect(i);
      expected.field = absl::StrCat(path_, ".expect[", i, "]");
      const v1::ExpectedMessage& message = *expected.message;
      if (message.between_size() == 2) {
        expected.timed = true;
        expected.from = Moment(message.between(0), expected.field + ".between[0]", previous);
        expected.to = Moment(message.between(1), expected.field + ".between[1]", previous);
        if (expected.to < expected.from) {
          faults_.push_back(
              FaultAt(file_, expected.field + ".between", "the second time is before the first"));
        }
        previous = expected.from;
      } else if (!message.at().empty()) {
        expected.timed = true;
        expected.from = expected.to = Moment(message.at(), expected.field + ".at", previous);
        previous = expected.from;
      }
      expectations_.push_back(std::move(expected));
    }
  }

  void CompareMessages() {
    std::vector<bool> taken(run_.messages.size(), false);
    std::vector<const Expectation*> open;
    for (const Expectation& expected : expectations_) {
      bool met = false;
      for (std::size_t i = 0; i < run_.messages.size() && !met; ++i) {
        if (taken[i] || !Differences(expected, run_.messages[i], run_.clock).empty()) continue;
        taken[i] = met = true;
      }
      if (!met) open.push_back(&expected);
    }
    for (const Expectation* expected : open) CompareWithNearest(*expected, &taken);
    for (std::size_t i = 0; i < run_.messages.size(); ++i) {
      if (taken[i]) continue;
      found_.push_back(
          absl::StrCat("a message nobody expects: ", MessageText(run_.messages[i], run_.clock)));
    }
  }

  // The message that is most like it is probably the one that was meant.
  void CompareWithNearest(const Expectation& expected, std::vector<bool>* taken) {
    std::size_t nearest = run_.messages.size();
    std::vector<std::string> least;
    for (std::size_t i = 0; i < run_.messages.size(); ++i) {
      if ((*taken)[i]) continue;
      const bool other_step =
          !expected.message->step().empty() && expected.message->step() != run_.messages[i].step;
      if (other_step) continue;
      auto differences = Differences(expected, run_.messages[i], run_.clock);
      if (nearest != run_.messages.size() && differences.size() >= least.size()) continue;
      nearest = i;
      least = std::move(differences);
    }
    const std::string where = Where(expected.field);
    if (nearest == run_.messages.size()) {
      std::string what;
      if (expected.timed) what = absl::StrCat(" at ", MomentText(expected.from, run_.clock));
      if (!expected.message->step().empty()) {
        absl::StrAppend(&what, " by step ", expected.message->step());
      }
      found_.push_back(absl::StrCat(where, ": no such message", what));
      return;
    }
    (*taken)[nearest] = true;
    found_.push_back(
        absl::StrCat(where, ": another message: ", MessageText(run_.messages[nearest], run_.clock),
                     Indented(least)));
  }

  bool Is(const v1::ExpectedDecision& wanted, const TimelineEntry& entry,
          const std::string& field) {
    if (entry.what == "event") return false;
    if (!wanted.at().empty() && entry.at != Moment(wanted.at(), field + ".at", run_.clock.start)) {
      return false;
    }
    return (wanted.what().empty() || wanted.what() == entry.what) &&
           (wanted.journey().empty() || wanted.journey() == entry.journey) &&
           (wanted.step().empty() || wanted.step() == entry.step) &&
           (wanted.key().empty() || wanted.key() == entry.key) &&
           absl::StrContains(entry.why, wanted.why());
  }

  static std::string Text(const v1::ExpectedDecision& wanted) {
    std::vector<std::string> texts;
    const auto add = [&](const char* name, const std::string& text) {
      if (!text.empty()) texts.push_back(absl::StrCat(name, " ", text));
    };
    add("at", wanted.at());
    add("what", wanted.what());
    add("journey", wanted.journey());
    add("step", wanted.step());
    add("key", wanted.key());
    add("why", wanted.why());
    return absl::StrJoin(texts, ", ");
  }

  void CompareDecisions() {
    std::size_t begin = 0;
    for (int i = 0; i < test_.explain_size(); ++i) {
      const std::string field = absl::StrCat(path_, ".explain[", i, "]");
      std::size_t at = begin;
      while (at < run_.entries.size() && !Is(test_.explain(i), run_.entries[at], field)) ++at;
      if (at < run_.entries.size()) {
        begin = at + 1;
      } else {
        found_.push_back(absl::StrCat(Where(field), ": no such decision",
                                      i > 0 ? " after the one before: " : ": ",
                                      Text(test_.explain(i))));
      }
    }
    for (int i = 0; i < test_.never_size(); ++i) {
      const std::string field = absl::StrCat(path_, ".never[", i, "]");
      for (const TimelineEntry& entry : run_.entries) {
        if (!Is(test_.never(i), entry, field)) continue;
        found_.push_back(absl::StrCat(
            Where(field), ": was decided all the same: ", MomentText(entry.at, run_.clock), " ",
            entry.what, " ", entry.step, ": ", entry.why));
        break;
      }
    }
  }

  const CaseFile& file_;
  const v1::TestCase& test_;
  const std::string path_;
  const CaseRun& run_;
  std::vector<Expectation> expectations_;
  std::vector<std::string> faults_;
  std::vector<std::string> found_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> CheckCase(const CaseFile& file, int index,
                                                   const CaseRun& run) {
  return Checker(file, index, run).Check();
}

std::string MessageText(const journey::Message& message, const CaseClock& clock) {
  constexpr std::size_t kBeginBytes = 60;
  std::string begin = message.content.empty() ? "" : message.content.front().second;
  if (begin.size() > kBeginBytes) begin = absl::StrCat(begin.substr(0, kBeginBytes), "...");
  return absl::StrCat(MomentText(message.at, clock), " ", customer::ChannelName(message.channel),
                      " ", message.journey, "/", message.step, " ", Quoted(begin));
}

}  // namespace usher::backtest
