#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <unistd.h>

#include "backtest/case_check.h"
#include "backtest/case_file.h"
#include "backtest/case_run.h"

namespace usher::backtest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

constexpr char kJourney[] = R"(journey: hello
enter: { on: Added, key: event.cart, reenter: {} }
steps:
  - wait: { for: 1h }
  - id: half
    split: { arms: { rare: 1, often: 199 } }
  - id: rare
    send: { channels: sms, template: t }
  - exit: {}
  - id: often
    send: { channels: [push, email], template: t }
  - id: opened
    wait: { until: { event: Message Opened, of: often, then: seen }, at_most: 1d, else: out }
  - id: seen
    send: { channels: push, template: t }
  - id: out
    exit: { reason: out }
templates:
  t:
    push: { title: "Hello {{ customer.name }}", body: "{{ event.cart }}" }
    email: { subject: "Hello {{ customer.name }}", text: "{{ event.cart }}" }
    sms: { text: "Hi {{ customer.name }}" }
)";

class CaseTest : public ::testing::Test {
 protected:
  CaseTest() {
    folder_ = fs::temp_directory_path() / absl::StrCat("usher-case-test-", getpid());
    fs::create_directories(folder_);
    Write("hello.yaml", kJourney);
  }
  CaseTest(const CaseTest&) = delete;
  CaseTest& operator=(const CaseTest&) = delete;
  ~CaseTest() override { fs::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  // What is said about the first case of these tests: differences, or faults of the file.
  std::string Said(const std::string& yaml) const {
    Write("hello.test.yaml", yaml);
    const auto file = ReadCaseFile((folder_ / "hello.test.yaml").string());
    if (!file.ok()) return Short(file.status().message());
    const auto run = RunCase(*file, 0);
    if (!run.ok()) return Short(run.status().message());
    const auto differences = CheckCase(*file, 0, *run);
    if (!differences.ok()) return Short(differences.status().message());
    return Short(absl::StrJoin(*differences, "\n"));
  }

  // Without the folder's name.
  std::string Short(absl::string_view text) const {
    std::string said(text);
    const std::string prefix = folder_.string() + "/";
    for (auto at = said.find(prefix); at != std::string::npos; at = said.find(prefix)) {
      said.erase(at, prefix.size());
    }
    return said;
  }

  // A case with one event at the start, and what follows it.
  static std::string Case(const std::string& rest) {
    return absl::StrCat(R"(customer: { attributes: { name: Ada } }
cases:
  - name: case
    arms: { half: often }
    events:
      - { name: Added, properties: { cart: k } }
)",
                        rest);
  }

  fs::path folder_;
};

TEST_F(CaseTest, LooksForACustomerOfTheArmWhoReactsToWhatHeWasSent) {
  EXPECT_EQ(Said(R"(
cases:
  - name: only the rare arm sends a text message to react to
    arms: { half: rare }
    events:
      - { name: Added, properties: { cart: k } }
      - { at: 2h, name: Message Opened, of: rare }
    expect:
      - { channel: sms, step: rare }
)"),
            "");
}

TEST_F(CaseTest, ArmsAreToldApartByTheirJourney) {
  Write("other.yaml", R"(journey: other
enter: { on: Added, key: event.cart, reenter: {} }
steps:
  - id: half
    split: { by: another, arms: { few: 1, most: 99 } }
  - id: few
    send: { channels: sms, template: t }
  - exit: {}
  - id: most
    exit: {}
templates: { t: { sms: { text: hi } } }
)");
  EXPECT_EQ(Said(R"(
journeys: [hello.yaml, other.yaml]
cases:
  - name: both arms are the rare ones
    arms: { hello/half: often, other/half: few }
    events:
      - { name: Added, properties: { cart: k } }
    expect:
      - { at: 0s, journey: other, step: few }
      - { at: 1h, journey: hello, step: often }
)"),
            "");
}

TEST_F(CaseTest, AnEventMayComeLate) {
  EXPECT_EQ(Said(Case(R"(      - { at: 3h, time: 30m, name: Added, properties: { cart: late } }
      - { at: 3h, time: 2026-02-20T08:00:00Z, name: Added, properties: { cart: old } }
    expect:
      - { at: 1h, step: often, key: k }
      - { at: 4h, step: often, key: late }
    explain:
      - { at: 3h, what: not_entered, why: event too old }
)")),
            "");
  EXPECT_THAT(Said(Case("      - { at: 3h, time: 4h, name: Added }\n")),
              HasSubstr("hello.test.yaml:7:25: is after the event comes"));
}

TEST_F(CaseTest, AddressesMayBeRemoved) {
  EXPECT_EQ(Said(Case(R"(      - { at: 30m, customer: { addresses: { push: "" } } }
    expect:
      - { at: 1h, channel: email, step: often }
    explain:
      - { what: unreachable, step: often, why: push }
)")),
            "");
  EXPECT_EQ(Said(Case(R"(      - { at: 30m, customer: { unreachable: true } }
    expect: []
    explain:
      - { what: unreachable, step: often, why: email }
)")),
            "");
}

TEST_F(CaseTest, AChangeSaysOnlyWhatAChangeCan) {
  EXPECT_THAT(Said(Case("      - { at: 30m, customer: { no_consent: true } }\n")),
              HasSubstr("write consents: { granted: false }"));
  EXPECT_THAT(Said(Case("      - { at: 30m, customer: { id: bob } }\n")),
              HasSubstr("write customer_id or visitor beside customer"));
}

TEST_F(CaseTest, PassesWhenAllIsAsExpected) {
  EXPECT_EQ(Said(Case(R"(    expect:
      - at: 1h
        channel: push
        journey: hello
        step: often
        key: k
        category: marketing
        content: { title: Hello Ada, body: k }
        contains: Ada
        lacks: Bob
    explain:
      - { what: entered, at: 0s }
      - { what: split, step: half, why: often }
      - { what: ended, at: 1d1h, why: out }
    never:
      - { what: condition_error }
)")),
            "");
}

TEST_F(CaseTest, ShowsWhatIsDifferentAboutAMessage) {
  const std::string said = Said(Case(R"(    expect:
      - { at: 2h, step: often, channel: email, content: { title: Hello Bob, text: k }, contains: x }
)"));
  EXPECT_THAT(said, HasSubstr("hello.test.yaml:8: another message: 1h (2026-03-02 10:00:00 UTC) "
                              "push hello/often \"Hello Ada\""));
  EXPECT_THAT(said, HasSubstr("at        expected 2h (2026-03-02 11:00:00 UTC)"));
  EXPECT_THAT(said, HasSubstr("was      1h (2026-03-02 10:00:00 UTC)"));
  EXPECT_THAT(said, HasSubstr("channel   expected email"));
  EXPECT_THAT(said, HasSubstr("title     expected \"Hello Bob\""));
  EXPECT_THAT(said, HasSubstr("text      expected \"k\""));
  EXPECT_THAT(said, HasSubstr("missing; there is title, body"));
  EXPECT_THAT(said, HasSubstr("contains  expected \"x\""));
}

TEST_F(CaseTest, MissesMessagesAndCountsThoseTooMany) {
  EXPECT_THAT(Said(Case("")), HasSubstr("a message nobody expects: 1h"));
  EXPECT_THAT(Said(Case("    expect:\n      - { step: often }\n      - { at: 5h, step: seen }\n")),
              HasSubstr("hello.test.yaml:9: no such message at 5h (2026-03-02 14:00:00 UTC) by "
                        "step seen"));
}

TEST_F(CaseTest, TakesBothEndsOfAStretchOfTime) {
  EXPECT_EQ(Said(Case("    expect: [ { between: [1h, 2h] } ]\n")), "");
  EXPECT_EQ(Said(Case("    expect: [ { between: [30m, 1h] } ]\n")), "");
  EXPECT_THAT(Said(Case("    expect: [ { between: [61m, 2h] } ]\n")),
              HasSubstr("expected 1h1m (2026-03-02 10:01:00 UTC) to 2h (2026-03-02 11:00:00 UTC)"));
}

TEST_F(CaseTest, SaysWhichDecisionsAreMissingOrTooMany) {
  EXPECT_THAT(Said(Case("    expect: [ {} ]\n    explain: [ { what: goal, why: reached } ]\n")),
              HasSubstr("hello.test.yaml:8: no such decision: what goal, why reached"));
  // In this order.
  EXPECT_THAT(
      Said(Case("    expect: [ {} ]\n    explain: [ { what: ended }, { what: entered } ]\n")),
      HasSubstr("no such decision after the one before: what entered"));
  EXPECT_THAT(Said(Case("    expect: [ {} ]\n    never: [ { what: entered } ]\n")),
              HasSubstr("was decided all the same: 0s (2026-03-02 09:00:00 UTC) entered"));
}

TEST_F(CaseTest, FindsACustomerForARareArm) {
  EXPECT_EQ(Said(R"(cases:
  - name: case
    arms: { half: rare }
    events: [ { name: Added, properties: { cart: k } } ]
    expect: [ { at: 1h, channel: sms, step: rare } ]
)"),
            "");
  EXPECT_THAT(Said(R"(cases:
  - name: case
    arms: { half: middle }
    events: [ { name: Added, properties: { cart: k } } ]
)"),
              HasSubstr("hello.test.yaml:3:11: no customer takes these arms"));
  EXPECT_THAT(Said(R"(cases:
  - name: case
    arms: { hlaf: rare }
    events: [ { name: Added, properties: { cart: k } } ]
)"),
              HasSubstr("nobody comes to a split of that name"));
}

TEST_F(CaseTest, KnowsTheMessageThatAnEventIsAbout) {
  EXPECT_EQ(Said(Case(R"(      - { at: 3h, name: Message Opened, of: often }
    expect: [ { at: 1h, step: often }, { at: 3h, step: seen } ]
)")),
            "");
  EXPECT_THAT(Said(Case("      - { at: 3h, name: Message Opened, of: seen }\n")),
              HasSubstr("hello.test.yaml:7:45: step \"seen\" has sent nothing by then"));
}

TEST_F(CaseTest, ReadsTimesAsPeopleWriteThem) {
  EXPECT_EQ(Said(R"(start: 2026-03-28T20:00:00Z
customer: { time_zone: Europe/Vienna }
cases:
  - name: the night the clock changes
    arms: { half: often }
    events:
      - { at: 2026-03-29 01:30, name: Added, properties: { cart: k } }
      - { at: +10m, name: Viewed }
      - { name: Viewed }
      - { at: 2026-03-29T00:40:00Z, name: Viewed }
    expect:
      - { at: 2026-03-29 03:30 }
)"),
            "");
  EXPECT_THAT(Said(Case("      - { at: tomorrow, name: Viewed }\n")),
              HasSubstr("hello.test.yaml:7:15: \"tomorrow\" is no time; write 1h30m"));
  EXPECT_THAT(Said(Case("      - { at: 2h, name: Viewed }\n      - { at: 1h, name: Viewed }\n")),
              HasSubstr("hello.test.yaml:8:15: is before the one that stands before it"));
}

TEST_F(CaseTest, TellsOfTheCustomerMeanwhile) {
  EXPECT_THAT(Said(Case(R"(      - { at: 30m, customer: { consents: { granted: false } } }
    explain: [ { what: opted_out, step: often } ]
)")),
              IsEmpty());
  EXPECT_EQ(Said(Case(R"(      - { at: 30m, customer: { attributes: { name: Bob } } }
    expect: [ { contains: Hello Bob } ]
)")),
            "");
}

TEST_F(CaseTest, SumsWhatEventsHave) {
  Write("hello.yaml", R"(journey: hello
enter: { on: Ordered, when: 'sum("Ordered", "total", "2h") > 100', reenter: {} }
steps: [ send: { channels: push, template: t } ]
templates: { t: { push: { title: "{{ event.total }}" } } }
)");
  EXPECT_EQ(Said(R"(cases:
  - name: only what was ordered within two hours counts
    events:
      - { name: Ordered, properties: { total: 60 } }
      - { at: 1h, name: Ordered, properties: { total: 40 } }
      - { at: 2h, name: Ordered, properties: { total: 59.99 } }
      - { at: 2h30m, name: Ordered, properties: { total: 0.02 } }
    expect: [ { at: 2h30m, contains: '0.02' } ]
)"),
            "");
}

TEST_F(CaseTest, LetsAttemptsFail) {
  EXPECT_EQ(Said(Case(R"(    attempts:
      - { channel: push, number: 1, end: temporary }
      - { channel: push, end: failed }
    expect: [ { at: 1h30s, channel: email } ]
)")),
            "");
}

TEST_F(CaseTest, UsesThePolicyBesideIt) {
  Write("policy.yaml",
        "policy: p\nquiet_hours: [ { from: '09:30', to: '11:00' } ]\ndefault_zone: UTC\n");
  EXPECT_EQ(Said(Case("    expect: [ { at: 2h } ]\n")), "");
  EXPECT_EQ(Said("policy: none\n" + Case("    expect: [ { at: 1h } ]\n")), "");
}

TEST_F(CaseTest, NamesThePlaceOfFaults) {
  EXPECT_THAT(Said("cases:\n  - nam: x\n"),
              HasSubstr("hello.test.yaml:2:5: unknown field \"nam\""));
  EXPECT_THAT(Said("cases:\n  - name: x\n"), HasSubstr("nothing happens"));
  EXPECT_THAT(Said("customer: { addresses: { psuh: x } }\n"
                   "cases: [ { name: x, events: { name: y } } ]\n"),
              HasSubstr("\"psuh\" is no channel; did you mean push"));
  EXPECT_THAT(Said("customer: { time_zone: Mars }\ncases: [ { name: x, events: { name: y } } ]\n"),
              HasSubstr("\"Mars\" is no time zone"));
  Write("hello.yaml", "journey: hello\n");
  EXPECT_THAT(Said(Case("")), HasSubstr("hello.yaml:1:1: "));
}

TEST_F(CaseTest, FindsTestsBesideAJourneyAndInFolders) {
  Write("hello.test.yaml", Case(""));
  fs::create_directories(folder_ / "more");
  Write("more/other.test.yaml", Case(""));
  const auto found = [&](const std::string& name) {
    std::vector<std::string> files;
    const auto paths = FindCaseFiles((folder_ / name).string());
    if (!paths.ok()) return std::vector<std::string>{std::string(Short(paths.status().message()))};
    for (const std::string& path : *paths) files.push_back(Short(path));
    return files;
  };
  EXPECT_THAT(found("hello.yaml"), ElementsAre("hello.test.yaml"));
  EXPECT_THAT(found(""), ElementsAre("hello.test.yaml", "more/other.test.yaml"));
  EXPECT_THAT(found("bye.yaml"), ElementsAre(HasSubstr("its tests would be in bye.test.yaml")));
}

constexpr char kOffer[] = R"(journey: hello
enter: { on: Added }
exit: { on: Left }
steps:
  - send: { id: offer, channels: in_app, template: t, withdraw_at_end: true }
  - id: answer
    wait:
      until:
        - { event: Message Opened, of: offer, then: mail }
        - { event: Message Dismissed, of: offer, then: out }
      at_most: 1d
      else: out
  - id: mail
    wait: { until: { event: Message Dismissed, of: offer, then: out }, at_most: 1h }
  - send: { id: after, channels: email, template: t }
  - id: out
    exit: {}
templates:
  t: { in_app: { text: Hi }, email: { subject: Hi, text: Hi } }
)";

TEST_F(CaseTest, MessagesInTheInboxAreSeenAndDismissed) {
  Write("hello.yaml", kOffer);
  EXPECT_EQ(Said(R"(
inbox: true
cases:
  - name: seen and left there
    events: [ { name: Added }, { at: 1m, seen: offer } ]
    expect:
      - { at: 0s, channel: in_app, step: offer, contains: Hi }
      - { at: 1h1m, channel: email, step: after }
    explain: [ { what: withdrawn } ]
)"),
            "");
  EXPECT_EQ(Said(R"(
inbox: true
cases:
  - name: put away
    events: [ { name: Added }, { at: 1m, dismissed: offer } ]
    expect: [ { channel: in_app, step: offer } ]
    never: [ { what: withdrawn } ]
)"),
            "");
}

TEST_F(CaseTest, WhatWasTakenBackFromTheInboxCannotBeSeen) {
  Write("hello.yaml", kOffer);
  EXPECT_EQ(Said(R"(
inbox: true
cases:
  - name: too late
    events: [ { name: Added }, { at: 1m, name: Left }, { at: 2m, seen: offer } ]
    expect: [ { at: 0s, channel: in_app, step: offer } ]
    explain: [ { at: 1m, what: withdrawn } ]
)"),
            "");
}

TEST_F(CaseTest, AnInboxHasToBeAskedForAndToHaveBeenWrittenTo) {
  Write("hello.yaml", kOffer);
  EXPECT_THAT(Said("cases: [ { name: x, events: [ { name: Added }, { seen: offer } ] } ]\n"),
              HasSubstr("there is no inbox; write inbox: true"));
  EXPECT_THAT(
      Said("inbox: true\ncases: [ { name: x, events: [ { name: Went }, { seen: offer } ] } ]\n"),
      HasSubstr("step \"offer\" has sent nothing by then"));
  EXPECT_THAT(Said("inbox: true\n"
                   "cases: [ { name: x, events: [ { name: Added, dismissed: offer } ] } ]\n"),
              HasSubstr("give one of the name of an event"));
}

// The examples of docs/testing-journeys.md, which readers copy.
TEST_F(CaseTest, ExamplesOfTheDocumentationPass) {
  fs::copy_file("journeys/cart-abandonment.yaml", folder_ / "cart-abandonment.yaml");
  fs::copy_file("journeys/exit-intent-popup.yaml", folder_ / "exit-intent-popup.yaml");
  fs::copy_file("journeys/policy.yaml", folder_ / "policy.yaml");
  std::ifstream input("docs/testing-journeys.md");
  std::string line, text;
  int examples = 0;
  for (bool inside = false; std::getline(input, line);) {
    if (line == "```yaml") {
      inside = true;
      text.clear();
    } else if (inside && line == "```") {
      inside = false;
      ++examples;
      if (!absl::StrContains(text, "journeys:")) {
        text = absl::StrCat("journeys: cart-abandonment.yaml\n", text);
      }
      EXPECT_EQ(Said(text), "") << text;
    } else if (inside) {
      absl::StrAppend(&text, line, "\n");
    }
  }
  EXPECT_GE(examples, 3);
}

}  // namespace
}  // namespace usher::backtest
