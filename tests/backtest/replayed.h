#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "backtest/backtest.h"
#include "backtest/timeline.h"
#include "tests/support/journey_fixture.h"

namespace usher::backtest {

// A small log, some journeys, and what comes of them.
class Replayed {
 public:
  explicit Replayed(const std::vector<std::string>& journeys) {
    std::map<std::string, journey::CatalogEntry> entries;
    for (const std::string& yaml : journeys) {
      const auto definition = support::CompileJourney(yaml);
      if (definition == nullptr) continue;
      entries[definition->name].current = definition;
      entries[definition->name].versions[definition->version] = definition;
    }
    catalog = journey::Catalog(entries);
    reachable.addresses = {{customer::Channel::kPush, "token"},
                           {customer::Channel::kEmail, "a@example.test"}};
    reachable.consents = {{customer::Channel::kNone, "", true, {}, "test"}};
  }

  // `who` is a customer, a visitor as "?v1", or both as "ada?v1".
  void Happen(const std::string& who, const std::string& name, const std::string& time,
              const std::string& properties = "{}") {
    const std::size_t mark = who.find('?');
    absl::StrAppend(&text_, R"({"id":"e)", ++ids_, R"(","name":")", name, R"(","time":")", time,
                    R"(","properties":)", properties);
    if (mark != 0) absl::StrAppend(&text_, R"(,"customer_id":")", who.substr(0, mark), "\"");
    if (mark != std::string::npos) {
      absl::StrAppend(&text_, R"(,"anonymous_id":")", who.substr(mark + 1), "\"");
    }
    absl::StrAppend(&text_, "}\n");
  }
  // The same line once more.
  void RepeatLast() {
    const std::size_t begin = text_.rfind('\n', text_.size() - 2);
    text_ += text_.substr(begin == std::string::npos ? 0 : begin + 1);
  }

  Tally Run(int threads = 1) {
    ReadLog();
    const World world = MakeWorld();
    Progress progress;
    const Profiles profiles = MakeProfiles();
    const Groups groups(log, threads, AddressTies(log, profiles, policy));
    return RunBacktest(world, log, groups, profiles, threads, &progress);
  }

  // What happens to the group of the first event.
  std::vector<TimelineEntry> Timeline() {
    ReadLog();
    const World world = MakeWorld();
    const Groups groups(log, 1);
    const Group group = groups[groups.Of(log.parts.at(0).at(0).person)];
    std::vector<std::string> names;
    for (const std::uint32_t person : group.people) {
      names.emplace_back(log.people[person].key());
    }
    TimelineObserver observer(names, absl::UTCTimeZone());
    ReplayGroup(world, log, group, MakeProfiles(), &observer);
    return observer.Take();
  }

  channel::Policy policy = support::OpenPolicy();
  Reactions reactions;
  std::function<Attempt(const journey::Message&)> attempt;
  absl::Time from = absl::InfinitePast();
  absl::Time to = absl::InfiniteFuture();
  customer::ProfileChange reachable;
  journey::Catalog catalog;
  EventLog log;

 private:
  void ReadLog() {
    Progress progress;
    auto read = ReadEventLog({{"events", PaddedText::Copy(text_)}}, {}, &progress);
    ASSERT_TRUE(read.ok()) << read.status();
    log = *std::move(read);
  }

  World MakeWorld() {
    asleep_ = Paused(catalog);
    const absl::Time last = absl::FromUnixMillis(log.last_ms);
    return {catalog,
            asleep_,
            policy,
            LimitsOfReplay(),
            std::max(from, absl::FromUnixMillis(log.first_ms)),
            std::min(to, last + absl::Hours(24 * 90)),
            reactions,
            attempt};
  }

  Profiles MakeProfiles() const {
    Profiles profiles;
    for (const base::CustomerId& person : log.people) {
      profiles.push_back(person.anonymous() ? nullptr : &reachable);
    }
    return profiles;
  }

  std::string text_;
  int ids_ = 0;
  journey::Catalog asleep_;
};

}  // namespace usher::backtest
