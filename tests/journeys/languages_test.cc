// The messages of the journeys of journeys/ in each of their languages.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "journey/compile.h"
#include "usher/v1/journey.pb.h"
#include "yaml/load.h"

namespace usher {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

namespace fs = std::filesystem;

std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A journey's file, read and compiled, with an event to start it.
struct Subject {
  std::string name;
  v1::Journey source;
  std::shared_ptr<const journey::Definition> definition;
  base::Value event{base::Value::Map()};
};

// The first of the journey's sample events that starts it; without one, an event of no properties.
base::Value StartingEvent(const std::string& name, const v1::Journey& source) {
  const std::string samples = ReadText(absl::StrCat("journeys/", name, ".events.jsonl"));
  const auto& starts = source.enter().on();
  for (const absl::string_view line : absl::StrSplit(samples, '\n', absl::SkipEmpty())) {
    const auto event = base::ParseJson(line);
    if (!event.ok() || event->Find("properties") == nullptr) continue;
    const std::string& what = *event->Find("name")->as_string();
    if (std::find(starts.begin(), starts.end(), what) != starts.end()) {
      return *event->Find("properties");
    }
  }
  return base::Value(base::Value::Map());
}

std::vector<Subject> Subjects() {
  std::vector<Subject> subjects;
  for (const auto& entry : fs::directory_iterator("journeys")) {
    const fs::path& path = entry.path();
    if (path.extension() != ".yaml" || path.filename() == "policy.yaml") continue;
    if (path.stem().extension() == ".test") continue;
    Subject subject;
    subject.name = path.stem().string();
    EXPECT_THAT(yaml::Load(ReadText(path), &subject.source, nullptr), IsEmpty()) << path;
    subject.definition = journey::Compile(subject.source).definition;
    EXPECT_NE(subject.definition, nullptr) << path;
    if (subject.definition == nullptr) continue;
    subject.event = StartingEvent(subject.name, subject.source);
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

// The default one first.
std::vector<std::string> LanguagesOf(const v1::Journey& journey) {
  std::set<std::string> others;
  for (const auto& [name, content] : journey.templates()) {
    for (const auto& [locale, unused] : content.locales()) others.insert(locale);
  }
  for (const auto& [locale, unused] : journey.translations()) others.insert(locale);
  others.erase(journey.default_locale());
  std::vector<std::string> languages = {journey.default_locale()};
  languages.insert(languages.end(), others.begin(), others.end());
  return languages;
}

// A message that a step sends on one channel.
struct Written {
  std::string where;
  customer::Channel channel = customer::Channel::kNone;
  journey::RenderedContent content;

  std::vector<std::string> PartNames() const {
    std::vector<std::string> names;
    for (const auto& [name, unused] : content) names.push_back(name);
    return names;
  }
};

base::Value DataFor(const Subject& subject, const std::string& locale) {
  base::Value customer{base::Value::Map()};
  customer.Set("id", base::Value("c1"));
  customer.Set("first_name", base::Value("Ada"));
  customer.Set("locale", base::Value(locale));
  base::Value run{base::Value::Map()};
  run.Set("key", base::Value("k1"));
  base::Value data{base::Value::Map()};
  data.Set("customer", std::move(customer));
  base::Value event = subject.event;
  event.Set("occasion", base::Value("mothers-day"));
  data.Set("event", std::move(event));
  data.Set("run", std::move(run));
  return data;
}

// Every message of the journey, as somebody of this locale gets it.
std::vector<Written> Write(const Subject& subject, const std::string& locale) {
  const absl::Time now = absl::FromCivil(absl::CivilHour(2026, 3, 2, 17), absl::UTCTimeZone());
  const base::Value data = DataFor(subject, locale);
  std::vector<Written> messages;
  for (const journey::Step& step : subject.definition->steps) {
    const auto* send = std::get_if<journey::Send>(&step.kind);
    if (send == nullptr) continue;
    for (const customer::Channel channel : send->channels) {
      Written message;
      message.channel = channel;
      message.where =
          absl::StrCat(subject.name, "/", step.id, " on ", customer::ChannelName(channel),
                       locale.empty() ? "" : " in ", locale);
      auto content = send->content->Render(
          channel, data, {now, absl::UTCTimeZone(), locale, subject.name, step.id});
      EXPECT_TRUE(content.ok()) << message.where << ": " << content.status();
      if (content.ok()) message.content = *std::move(content);
      messages.push_back(std::move(message));
    }
  }
  return messages;
}

TEST(LanguagesTest, EveryMessageIsWrittenInEveryLanguageOfItsJourney) {
  for (const Subject& subject : Subjects()) {
    const std::vector<std::string> languages = LanguagesOf(subject.source);
    const std::vector<Written> first = Write(subject, languages.front());
    EXPECT_THAT(first, Not(IsEmpty())) << subject.name;
    for (const std::string& language : languages) {
      const std::vector<Written> messages = Write(subject, language);
      ASSERT_EQ(messages.size(), first.size());
      for (std::size_t i = 0; i < messages.size(); ++i) {
        ASSERT_THAT(messages[i].content, Not(IsEmpty())) << messages[i].where;
        EXPECT_EQ(messages[i].PartNames(), first[i].PartNames()) << messages[i].where;
        EXPECT_NE(messages[i].content.front().second, "") << messages[i].where;
      }
    }
  }
}

TEST(LanguagesTest, NoMessageWasForgottenByItsTranslators) {
  for (const Subject& subject : Subjects()) {
    const std::vector<std::string> languages = LanguagesOf(subject.source);
    const std::vector<Written> first = Write(subject, languages.front());
    for (std::size_t i = 1; i < languages.size(); ++i) {
      const std::vector<Written> messages = Write(subject, languages[i]);
      ASSERT_EQ(messages.size(), first.size());
      for (std::size_t j = 0; j < messages.size(); ++j) {
        // Programs read webhooks.
        if (messages[j].channel == customer::Channel::kWebhook) continue;
        EXPECT_NE(messages[j].content, first[j].content) << messages[j].where;
      }
    }
  }
}

}  // namespace
}  // namespace usher
