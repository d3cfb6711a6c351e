// What the documentation lists is what the code knows: nothing is missing from a list.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "customer/channel.h"
#include "customer/decision.h"
#include "journey/explain.h"
#include "usher/config/v1/gateway.pb.h"
#include "usher/v1/customer_service.pb.h"
#include "usher/v1/event.pb.h"
#include "usher/v1/feedback_service.pb.h"
#include "usher/v1/inbox_service.pb.h"
#include "usher/v1/journey.pb.h"
#include "usher/v1/journey_service.pb.h"
#include "usher/v1/policy.pb.h"

namespace usher {
namespace {

std::string Read(const std::string& file) {
  std::ifstream input(file);
  std::ostringstream text;
  text << input.rdbuf();
  return text.str();
}

// As code, the way all names are written.
void ExpectNamed(const std::string& text, absl::string_view name) {
  EXPECT_TRUE(absl::StrContains(text, absl::StrCat("`", name, "`"))) << name;
}

TEST(NamesTest, ReadmeListsEveryConfigurationKey) {
  const std::string readme = Read("README.md");
  const auto* gateway = config::v1::Gateway::descriptor();
  for (int i = 0; i < gateway->field_count(); ++i) {
    EXPECT_TRUE(absl::StrContains(readme, absl::StrCat("\n| `", gateway->field(i)->name(), "` |")))
        << gateway->field(i)->name();
  }
}

// Whether the API has the service and, unless `method` is empty, the method.
bool HasMethod(const std::string& service, const std::string& method) {
  for (const auto* file :
       {v1::Event::descriptor()->file(), v1::UpsertRequest::descriptor()->file(),
        v1::ApplyRequest::descriptor()->file(), v1::ReportRequest::descriptor()->file(),
        v1::ListInboxRequest::descriptor()->file()}) {
    const auto* found = file->FindServiceByName(service.substr(service.rfind('.') + 1));
    if (found == nullptr || found->full_name() != service) continue;
    return method.empty() || found->FindMethodByName(method) != nullptr;
  }
  return false;
}

TEST(NamesTest, ServiceConfigNamesServicesAndMethodsOfTheApi) {
  const std::string readme = Read("README.md");
  const std::string fence = "```json\n";
  const std::size_t begin = readme.find(fence);
  ASSERT_NE(begin, std::string::npos);
  const std::size_t start = begin + fence.size();
  const auto config = base::ParseJson(readme.substr(start, readme.find("```", start) - start));
  ASSERT_TRUE(config.ok()) << config.status();
  const base::Value& methods = config->Find("methodConfig")->as_list()->front();
  const base::Value::List& names = *methods.Find("name")->as_list();
  EXPECT_EQ(names.size(), 9U);
  for (const base::Value& name : names) {
    const base::Value* method = name.Find("method");
    EXPECT_TRUE(HasMethod(*name.Find("service")->as_string(),
                          method == nullptr ? "" : *method->as_string()))
        << base::ToJson(name);
  }
}

TEST(NamesTest, ApiPageListsEveryDecision) {
  const std::string page = Read("docs/api.md");
  for (int number = 1; number <= static_cast<int>(customer::DecisionKind::kFeedback); ++number) {
    const auto kind = static_cast<customer::DecisionKind>(number);
    if (kind == customer::DecisionKind::kGranted) continue;  // an answer that is not recorded
    EXPECT_TRUE(absl::StrContains(page, absl::StrCat("\n| `", journey::WhatOf(kind), "` |")))
        << journey::WhatOf(kind);
  }
}

TEST(NamesTest, JourneyPageListsEveryChannel) {
  const std::string page = Read("docs/journeys.md");
  for (const customer::Channel channel : customer::kAllChannels) {
    ExpectNamed(page, customer::ChannelName(channel));
  }
}

TEST(NamesTest, PolicyPageNamesEveryField) {
  const std::string page = Read("docs/policy.md");
  for (const auto* message :
       {v1::Policy::descriptor(), v1::Cap::descriptor(), v1::QuietHours::descriptor(),
        v1::Class::descriptor(), v1::Priority::descriptor(), v1::Engagement::descriptor(),
        v1::SoftOptIn::descriptor(), v1::Conversation::descriptor()}) {
    for (int i = 0; i < message->field_count(); ++i) {
      const std::string& name = message->field(i)->name();
      const bool named = absl::StrContains(page, absl::StrCat("`", name, "`")) ||
                         absl::StrContains(page, absl::StrCat(".", name, "`"));
      EXPECT_TRUE(named) << message->name() << "." << name;
    }
  }
}

TEST(NamesTest, JourneyPageNamesEveryField) {
  const std::string page = Read("docs/journeys.md");
  for (const auto* message : {v1::Enter::descriptor(),
                              v1::Exit::descriptor(),
                              v1::Goal::descriptor(),
                              v1::Wait::descriptor(),
                              v1::Until::descriptor(),
                              v1::Branch::descriptor(),
                              v1::Split::descriptor(),
                              v1::Send::descriptor(),
                              v1::Set::descriptor(),
                              v1::GoTo::descriptor(),
                              v1::End::descriptor(),
                              v1::Template::descriptor(),
                              v1::Journey::descriptor(),
                              v1::Reenter::descriptor(),
                              v1::AttributeTrigger::descriptor(),
                              v1::DateTrigger::descriptor(),
                              v1::LocalTime::descriptor(),
                              v1::DateWait::descriptor(),
                              v1::Idle::descriptor(),
                              v1::Emit::descriptor(),
                              v1::Audience::descriptor(),
                              v1::RecordConsent::descriptor(),
                              v1::EventSchema::descriptor()}) {
    for (int i = 0; i < message->field_count(); ++i) {
      const std::string& name = message->field(i)->name();
      const bool named = absl::StrContains(page, absl::StrCat(name, ":")) ||
                         absl::StrContains(page, absl::StrCat("`", name, "`")) ||
                         absl::StrContains(page, absl::StrCat(".", name, "`"));
      EXPECT_TRUE(named) << message->name() << "." << name;
    }
  }
}

}  // namespace
}  // namespace usher
