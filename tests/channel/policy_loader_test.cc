#include "channel/policy_loader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace usher::channel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

usher::v1::Policy Parse(const std::string& text) {
  usher::v1::Policy proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

// "field: message" of each problem of a policy that has a name and `text`.
std::vector<std::string> ProblemsOf(const std::string& text) {
  std::vector<PolicyProblem> problems;
  const auto policy = LoadPolicy(Parse(absl::StrCat("policy: 'p' ", text)), problems);
  EXPECT_EQ(policy.has_value(), problems.empty());
  std::vector<std::string> texts;
  for (const PolicyProblem& problem : problems) {
    texts.push_back(absl::StrCat(problem.field, ": ", problem.message));
  }
  return texts;
}

Policy Loaded(const std::string& text) {
  std::vector<PolicyProblem> problems;
  const auto policy = LoadPolicy(Parse(absl::StrCat("policy: 'p' ", text)), problems);
  EXPECT_THAT(problems, IsEmpty());
  return policy.value_or(Policy());
}

TEST(PolicyLoaderTest, LoadsEveryField) {
  const Policy policy = Loaded(R"(
      default_zone: 'Europe/London'
      country_zones { key: 'DE' value: 'Europe/Berlin' }
      caps { name: 'daily' max: 3 per { seconds: 86400 } channels: CHANNEL_SMS category: 'news' }
      caps { max: 5 per_calendar: CALENDAR_WINDOW_WEEK }
      minimum_gap { seconds: 5400 }
      quiet_hours { channels: CHANNEL_PUSH from: '21:30' to: '08:00' countries: 'FR' }
      no_repeat_within { seconds: 3600 }
      priorities { journey: 'cart' }
      priorities { category: 'news' }
      release_spread { seconds: 1800 }
      default_country: 'DE'
      classes { key: 'alert' value { ignores_quiet_hours: true uncounted: true } }
      consent: CONSENT_MODE_OPT_OUT)");
  EXPECT_EQ(policy.name, "p");
  EXPECT_EQ(policy.release_spread, absl::Minutes(30));
  EXPECT_EQ(policy.default_country, "DE");
  EXPECT_EQ(policy.no_repeat_within, absl::Hours(1));
  EXPECT_THAT(policy.priorities, ElementsAre(Priority{"cart", ""}, Priority{"", "news"}));
  EXPECT_THAT(policy.quiet_hours.at(0).countries, ElementsAre("FR"));
  EXPECT_EQ(policy.default_zone, LoadZone("Europe/London"));
  EXPECT_EQ(policy.country_zones.at("DE"), *LoadZone("Europe/Berlin"));
  ASSERT_EQ(policy.caps.size(), 2u);
  EXPECT_EQ(policy.caps[0].name, "daily");
  EXPECT_EQ(policy.caps[0].max, 3u);
  EXPECT_EQ(policy.caps[0].window, CapWindow::kRolling);
  EXPECT_EQ(policy.caps[0].per, absl::Hours(24));
  EXPECT_EQ(policy.caps[0].category, "news");
  EXPECT_TRUE(policy.caps[0].channels.Has(customer::Channel::kSms));
  EXPECT_FALSE(policy.caps[0].channels.Has(customer::Channel::kPush));
  EXPECT_EQ(policy.caps[1].window, CapWindow::kWeek);
  EXPECT_TRUE(policy.caps[1].channels.all());
  EXPECT_EQ(policy.minimum_gap, absl::Minutes(90));
  ASSERT_EQ(policy.quiet_hours.size(), 1u);
  EXPECT_EQ(policy.quiet_hours[0].name, "21:30-08:00");
  EXPECT_EQ(policy.quiet_hours[0].from, 21 * 60 + 30);
  EXPECT_EQ(policy.quiet_hours[0].to, 8 * 60);
  EXPECT_FALSE(policy.quiet_hours[0].channels.Has(customer::Channel::kSms));
  EXPECT_TRUE(ClassOf(policy, "alert").ignores_quiet_hours);
  EXPECT_TRUE(ClassOf(policy, "alert").uncounted);
  EXPECT_FALSE(ClassOf(policy, "alert").ignores_caps);
  EXPECT_FALSE(ClassOf(policy, "alert").ignores_consent);
  EXPECT_EQ(policy.consent, ConsentMode::kOptOut);
}

TEST(PolicyLoaderTest, DefaultsToOptInAndExemptTransactionalMessages) {
  const Policy policy = Loaded("");
  EXPECT_EQ(policy.consent, ConsentMode::kOptIn);
  EXPECT_EQ(policy.default_zone, std::nullopt);
  EXPECT_EQ(policy.minimum_gap, absl::ZeroDuration());
  const Class& transactional = ClassOf(policy, "transactional");
  EXPECT_TRUE(transactional.ignores_caps && transactional.ignores_quiet_hours &&
              transactional.uncounted && transactional.ignores_consent);
  EXPECT_FALSE(
      ClassOf(Loaded("classes { key: 'transactional' value {} }"), "transactional").ignores_caps);
}

TEST(PolicyLoaderTest, NamesCapsAfterWhatTheyDo) {
  const Policy policy = Loaded(R"(
      caps { max: 1 per_calendar: CALENDAR_WINDOW_DAY channels: CHANNEL_SMS }
      caps { max: 3 per { seconds: 86400 } }
      caps { max: 2 per { seconds: 604800 } channels: CHANNEL_SMS channels: CHANNEL_PUSH }
      caps { max: 4 per { seconds: 5400 } category: 'newsletter' }
      caps { max: 4 per_calendar: CALENDAR_WINDOW_WEEK }
      caps { max: 9 per_calendar: CALENDAR_WINDOW_MONTH journey: 'cart' })");
  std::vector<std::string> names;
  for (const Cap& cap : policy.caps) names.push_back(cap.name);
  EXPECT_THAT(names,
              ElementsAre("sms-1-per-day", "all-3-per-24h", "push+sms-2-per-7d",
                          "all-newsletter-4-per-1h30m", "all-4-per-week", "all-cart-9-per-month"));
}

TEST(PolicyLoaderTest, WantsAName) {
  std::vector<PolicyProblem> problems;
  EXPECT_FALSE(LoadPolicy({}, problems).has_value());
  EXPECT_THAT(problems, ElementsAre(PolicyProblem{"policy", "missing: must be a name"}));
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithACap) {
  EXPECT_THAT(ProblemsOf(R"(
      caps { max: 1 per { seconds: 60 } }
      caps { max: 1001 per { seconds: 2678401 } }
      caps { per { nanos: 999999999 } }
      caps { max: 2 per { seconds: 1 nanos: 1 } }
      caps { max: 3 channels: CHANNEL_UNSPECIFIED }
      caps { max: 4 per_calendar: CALENDAR_WINDOW_UNSPECIFIED }
      caps { max: 5 per { seconds: 60 } category: 'transactional' }
      caps { max: 1 per { seconds: 60 } }
      caps { max: 1 per { seconds: 61 } journey: 'a\nb' })"),
              ElementsAre("caps[1].max: 1001: must be 1 to 1000",
                          "caps[1].per: 744h1s: must be 1s to 31d, in whole milliseconds",
                          "caps[2].max: 0: must be 1 to 1000",
                          "caps[2].per: 999.999999ms: must be 1s to 31d, in whole milliseconds",
                          "caps[3].per: 1.000000001s: must be 1s to 31d, in whole milliseconds",
                          "caps[4]: window missing: must have per, such as 24h, or per_calendar: "
                          "day, week or month",
                          "caps[4].channels[0]: 0: must be a channel, such as sms",
                          "caps[5].per_calendar: 0: must be day, week or month",
                          "caps[6].category: transactional: the cap would hold nothing, as this "
                          "category ignores caps; must be another, or be listed in classes without "
                          "that",
                          "caps[7].name: all-1-per-1m: must differ from the name of caps[0]",
                          "caps[8].journey: must not contain control characters"));
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithQuietHours) {
  EXPECT_THAT(ProblemsOf(R"(
      quiet_hours { from: '21:00' to: '24:00' }
      quiet_hours { from: '9:00' }
      quiet_hours { from: '2a:00' to: '08:60' }
      quiet_hours { from: '08:00' to: '08:00' }
      quiet_hours { from: '21:00' to: '08:00' channels: 99 })"),
              ElementsAre("quiet_hours[0].to: 24:00: must be a time of day from 00:00 to 23:59",
                          "quiet_hours[1].from: 9:00: must be a time of day from 00:00 to 23:59",
                          "quiet_hours[1].to: missing: must be a time of day, such as 21:00",
                          "quiet_hours[2].from: 2a:00: must be a time of day from 00:00 to 23:59",
                          "quiet_hours[2].to: 08:60: must be a time of day from 00:00 to 23:59",
                          "quiet_hours[3].to: 08:00: must differ from the time in from",
                          "quiet_hours[4].channels[0]: 99: must be a channel, such as sms"));
}

TEST(PolicyLoaderTest, WantsSomeTimeOfTheDayForEachChannel) {
  EXPECT_THAT(ProblemsOf(R"(
      quiet_hours { from: '20:00' to: '08:00' }
      quiet_hours { from: '08:00' to: '20:00' channels: CHANNEL_SMS })"),
              ElementsAre("quiet_hours: sms: must leave some time of the day to this channel"));
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithZones) {
  EXPECT_THAT(
      ProblemsOf(R"(
      default_zone: 'Europe/Berln'
      country_zones { key: 'de' value: 'Europe/Berlin' }
      country_zones { key: 'AT' value: '' })"),
      ElementsAre("default_zone: Europe/Berln: no such time zone; must be a name of the tz "
                  "database, such as Europe/Berlin",
                  "country_zones.AT: : no such time zone; must be a name of the tz database, such "
                  "as Europe/Berlin",
                  "country_zones.de: de: must be a country code of two upper-case letters, such as "
                  "DE"));
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithTheRest) {
  EXPECT_THAT(ProblemsOf(R"(
      minimum_gap { seconds: -1 }
      classes { key: '' value {} }
      consent: 7)"),
              ElementsAre("classes.: missing: must be a name",
                          "minimum_gap: -1s: must be 1s to 31d, in whole milliseconds",
                          "consent: 7: must be opt_in, soft_opt_in or opt_out"));
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithCountriesAndTheSpread) {
  EXPECT_THAT(
      ProblemsOf("quiet_hours { from: '21:00' to: '08:00' countries: 'FR' countries: 'fr' } "
                 "release_spread { seconds: 14401 } default_country: 'France'"),
      ElementsAre("default_country: France: must be a country code of two upper-case letters, such "
                  "as DE",
                  "quiet_hours[0].countries[1]: fr: must be a country code of two upper-case "
                  "letters, such as DE",
                  "release_spread: 4h1s: must be 1s to 4h, in whole milliseconds"));
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithPriorities) {
  EXPECT_THAT(ProblemsOf("priorities { journey: 'a' } priorities {} priorities { journey: 'a' }"),
              ElementsAre("priorities[1]: must name a journey, a category or both",
                          "priorities[2]: is listed twice: as priorities[0] too"));
}

TEST(PolicyLoaderTest, LoadsConsentByCountryAndTopics) {
  const Policy policy = Loaded(R"(
      consent_by_country { key: 'US' value: CONSENT_MODE_OPT_OUT }
      consent_by_country { key: 'GB' value: CONSENT_MODE_SOFT_OPT_IN }
      classes { key: 'digest' value { consent_topics: 'offers' consent_topics: 'news' } })");
  EXPECT_EQ(policy.consent, ConsentMode::kOptIn);
  EXPECT_EQ(policy.consent_by_country.at("US"), ConsentMode::kOptOut);
  EXPECT_EQ(policy.consent_by_country.at("GB"), ConsentMode::kSoftOptIn);
  EXPECT_EQ(policy.soft_opt_in.event, "Order Completed");
  EXPECT_EQ(policy.soft_opt_in.within, absl::Hours(24 * 365));
  EXPECT_TRUE(policy.soft_opt_in.channels.Has(customer::Channel::kEmail));
  EXPECT_FALSE(policy.soft_opt_in.channels.Has(customer::Channel::kSms));
  EXPECT_THAT(policy.classes.at("digest").consent_topics, ElementsAre("offers", "news"));
  EXPECT_EQ(Loaded("").soft_opt_in.event, "") << "nothing asks for purchases";
}

TEST(PolicyLoaderTest, TellsWhatIsWrongWithConsent) {
  EXPECT_THAT(ProblemsOf("soft_opt_in { event: 'Order' }"),
              ElementsAre("soft_opt_in: has no effect; must go, or consent or consent_by_country "
                          "must be soft_opt_in"));
  EXPECT_THAT(
      ProblemsOf("consent: CONSENT_MODE_SOFT_OPT_IN soft_opt_in { within { seconds: 1 } } "
                 "consent_by_country { key: 'gb' value: CONSENT_MODE_OPT_OUT } "
                 "classes { key: 'digest' value { consent_topics: '' } }"),
      ElementsAre("classes.digest.consent_topics[0]: missing: must be a name",
                  "consent_by_country.gb: gb: must be a country code of two upper-case letters, "
                  "such as DE",
                  "soft_opt_in.within: 1s: must be 1h to 1100d, in whole milliseconds"));
}

TEST(PolicyLoaderTest, ReadsAndChecksEngagement) {
  const Policy policy = Loaded(R"(
      engagement { channels: CHANNEL_EMAIL within { seconds: 86400 } }
      classes { key: 'win-back' value { ignores_engagement: true } })");
  ASSERT_EQ(policy.engagement.size(), 1u);
  EXPECT_FALSE(policy.engagement[0].channels.Has(customer::Channel::kSms));
  EXPECT_EQ(policy.engagement[0].within, absl::Hours(24));
  EXPECT_TRUE(policy.classes.at("win-back").ignores_engagement);
  EXPECT_THAT(ProblemsOf("engagement {}"),
              ElementsAre("engagement[0].within: 0: must be 1h to 1100d, in whole milliseconds"));
}

TEST(PolicyLoaderTest, ReadsAndChecksConversations) {
  const Policy policy = Loaded(R"(
      conversation { hold { seconds: 3600 } closed_by: 'Ticket Solved' }
      stop_words: 'GENUG!' stop_words: 'es  reicht' start_words: 'Wieder da')");
  EXPECT_EQ(policy.conversation.hold, absl::Hours(1));
  EXPECT_EQ(policy.conversation.closed_by, "Ticket Solved");
  EXPECT_THAT(policy.stop_words, ElementsAre("genug", "es reicht"));
  EXPECT_THAT(policy.start_words, ElementsAre("wieder da"));
  const Policy usual = Loaded("");
  EXPECT_EQ(usual.conversation.hold, absl::Hours(24));
  EXPECT_EQ(usual.conversation.closed_by, "Conversation Closed");
  EXPECT_EQ(Loaded("conversation { hold {} }").conversation.hold, absl::ZeroDuration());
  EXPECT_THAT(ProblemsOf("conversation { hold { seconds: 2592001 } } stop_words: '!?' "
                         "start_words: 'Stop'"),
              ElementsAre("conversation.hold: 720h1s: must be 0 to 30d, in whole milliseconds",
                          "stop_words[0]: !?: must have a letter or a digit"));
  EXPECT_THAT(ProblemsOf("start_words: 'Stop!'"),
              ElementsAre("start_words[0]: stop: is a stop word, too"));
}

TEST(PolicyLoaderTest, BoundsItsLists) {
  std::string caps;
  for (int i = 1; i <= 33; ++i) absl::StrAppend(&caps, "caps { max: ", i, " per { seconds: 9 } } ");
  EXPECT_THAT(ProblemsOf(caps), ElementsAre("caps: 33 entries: must be at most 32"));
  std::string quiet;
  for (int i = 0; i < 17; ++i)
    absl::StrAppend(&quiet, "quiet_hours { from: '21:00' to: '22:00' } ");
  EXPECT_THAT(ProblemsOf(quiet), ElementsAre("quiet_hours: 17 entries: must be at most 16"));
}

}  // namespace
}  // namespace usher::channel
