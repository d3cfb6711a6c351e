#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "channel/decide.h"
#include "channel/quiet_hours.h"
#include "tests/channel/local_time.h"
#include "tests/channel/slow_policy.h"

namespace usher::channel {
namespace {

using customer::Channel;
using customer::Contact;

// Everything happens at multiples of this: all zones' clocks and all rules move at them.
constexpr absl::Duration kTick = absl::Minutes(15);

struct Place {
  std::string zone;   // empty: unknown
  std::string shift;  // where clocks change, or any time
};

const std::vector<Place> kPlaces = {{"America/New_York", "2026-03-08T07:00:00Z"},
                                    {"America/New_York", "2026-11-01T06:00:00Z"},
                                    {"Europe/Berlin", "2026-03-29T01:00:00Z"},
                                    {"Europe/Berlin", "2026-10-25T01:00:00Z"},
                                    {"Australia/Lord_Howe", "2026-04-04T15:00:00Z"},
                                    {"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
                                    {"Asia/Kathmandu", "2026-05-01T00:00:00Z"},
                                    {"Pacific/Apia", "2011-12-30T10:00:00Z"},
                                    {"", "2026-05-01T00:00:00Z"}};

// Random cases, the same for the same seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  int Roll(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool Chance(int percent) { return Roll(1, 100) <= percent; }

  Channel AnyChannel() { return static_cast<Channel>(Roll(1, 3)); }

  std::string AnyCategory() {
    const std::vector<std::string> categories = {"marketing", "newsletter", "transactional",
                                                 "alert"};
    return categories[static_cast<std::size_t>(Roll(0, 3))];
  }

  std::string AnyJourney() { return Chance(50) ? "cart" : "welcome"; }

  ChannelSet AnyChannels() {
    ChannelSet channels;
    if (Chance(40)) return channels;
    for (int i = Roll(1, 2); i > 0; --i) channels.Add(AnyChannel());
    return channels;
  }

  Cap AnyCap(int number) {
    Cap cap;
    cap.name = absl::StrCat("cap-", number);
    cap.max = static_cast<std::uint32_t>(Roll(1, 4));
    cap.window = static_cast<CapWindow>(Roll(0, 3));
    cap.per = kTick * Roll(1, 4 * 60);
    cap.channels = AnyChannels();
    if (Chance(20)) cap.category = "newsletter";
    if (Chance(30)) cap.journey = AnyJourney();
    return cap;
  }

  // In an unknown zone with one rule of quiet hours at most, at half hours, as half of the longest
  // open stretch has to be a multiple of a tick.
  Policy AnyPolicy(bool known_zone) {
    Policy policy;
    for (int i = Roll(0, 4); i > 0; --i) policy.caps.push_back(AnyCap(i));
    if (Chance(50)) policy.minimum_gap = kTick * Roll(1, 24);
    for (int i = Roll(0, known_zone ? 3 : 1); i > 0; --i) {
      QuietHours rule;
      rule.name = absl::StrCat("quiet-", i);
      rule.channels = AnyChannels();
      const int step = known_zone ? 15 : 30;
      rule.from = step * Roll(0, 24 * 60 / step - 1);
      rule.to = (rule.from + step * Roll(1, 12 * 60 / step)) % (24 * 60);
      policy.quiet_hours.push_back(rule);
    }
    policy.classes["alert"] = {.ignores_caps = Chance(30),
                               .ignores_quiet_hours = Chance(30),
                               .uncounted = Chance(30),
                               .ignores_consent = false};
    if (Chance(20)) policy.classes["transactional"] = {.ignores_caps = true};
    return policy;
  }

  std::vector<Contact> AnyContacts(absl::Time now) {
    std::vector<Contact> contacts;
    for (int i = Roll(0, 14); i > 0; --i) {
      contacts.push_back({.at = now - kTick * Roll(0, 4 * 24 * 4),
                          .channel = AnyChannel(),
                          .category = AnyCategory(),
                          .send_id = 0,
                          .journey = AnyJourney()});
    }
    std::sort(contacts.begin(), contacts.end(),
              [](const Contact& a, const Contact& b) { return a.at < b.at; });
    return contacts;
  }

 private:
  std::mt19937_64 engine_;
};

// Random rules may leave no time, or one that a change of clocks skips.
bool LeavesTimeToAll(const Policy& policy) {
  return std::all_of(customer::kAllChannels.begin(), customer::kAllChannels.end(),
                     [&](Channel channel) { return LeavesTime(policy.quiet_hours, channel); });
}

TEST(DecidePropertyTest, RefusesExactlyWhatBreaksARuleAndUntilTheEarliestTimeThatDoesNot) {
  constexpr int kDays = 36;
  int granted = 0;
  int refused = 0;
  for (std::uint64_t seed = 1; seed <= 450; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    const Place& place = kPlaces[seed % kPlaces.size()];
    const Policy policy = dice.AnyPolicy(!place.zone.empty());
    if (!LeavesTimeToAll(policy)) continue;
    const absl::Time now = Instant(place.shift) + kTick * dice.Roll(-3 * 96, 96);
    const std::vector<Contact> contacts = dice.AnyContacts(now);
    const std::string category = dice.AnyCategory();
    const std::string journey = dice.AnyJourney();
    Question question;
    question.channel = dice.AnyChannel();
    question.category = category;
    question.journey = journey;
    question.contacts = contacts;
    if (!place.zone.empty()) question.zone = ZoneNamed(place.zone);
    question.now = now;

    const Verdict verdict = Decide(policy, question, customer::Limits());

    const SlowPolicy model(policy, question, now, kDays);
    absl::Time earliest = now;
    while (earliest < now + absl::Hours(24 * (kDays - 1)) && !model.Allows(earliest)) {
      earliest += kTick;
    }
    if (verdict.granted()) {
      ++granted;
      ASSERT_EQ(earliest, now);
    } else {
      ++refused;
      ASSERT_EQ(verdict.until, earliest);
      ASSERT_FALSE(model.Allows(verdict.until - absl::Minutes(1)));
      ASSERT_FALSE(verdict.rule.empty());
      question.now = verdict.until;
      ASSERT_TRUE(Decide(policy, question, customer::Limits()).granted());
      question.now = verdict.until - absl::Milliseconds(1);
      ASSERT_FALSE(Decide(policy, question, customer::Limits()).granted());
    }
  }
  EXPECT_GT(granted, 100);
  EXPECT_GT(refused, 100);
}

TEST(DecidePropertyTest, WhoFollowsItNeverBreaksARule) {
  int sent = 0;
  for (std::uint64_t seed = 1; seed <= 36; ++seed) {
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Dice dice(seed);
    const Place& place = kPlaces[seed % kPlaces.size()];
    const Policy policy = dice.AnyPolicy(!place.zone.empty());
    if (!LeavesTimeToAll(policy)) continue;
    const absl::Time start = Instant(place.shift) - absl::Hours(48);
    absl::Time now = start;
    std::vector<Contact> contacts;
    for (int i = 0; i < 30 && now < start + absl::Hours(24 * 20); ++i) {
      const std::string category = dice.AnyCategory();
      const std::string journey = dice.AnyJourney();
      Question question;
      question.channel = dice.AnyChannel();
      question.category = category;
      question.journey = journey;
      question.contacts = contacts;
      if (!place.zone.empty()) question.zone = ZoneNamed(place.zone);
      question.now = now;
      const Verdict verdict = Decide(policy, question, customer::Limits());
      if (!verdict.granted()) now = verdict.until;
      ASSERT_LT(now, start + absl::Hours(24 * 60));
      ASSERT_TRUE(SlowPolicy(policy, question, now, 1).Allows(now));
      contacts.push_back({.at = now,
                          .channel = question.channel,
                          .category = category,
                          .send_id = 0,
                          .journey = journey});
      ++sent;
      now += kTick * dice.Roll(0, 20);
    }
  }
  EXPECT_GT(sent, 300);
}

}  // namespace
}  // namespace usher::channel
