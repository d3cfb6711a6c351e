#include "micro/sample.h"

#include <cstdlib>
#include <iostream>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "base/hash.h"
#include "base/json.h"
#include "channel/policy_loader.h"
#include "journey/advance.h"
#include "journey/compile.h"
#include "usher/v1/journey.pb.h"
#include "usher/v1/policy.pb.h"
#include "yaml/load.h"

namespace usher::micro {
namespace {

constexpr char kJourney[] = R"yaml(journey: cart
enter:
  on: Product Added
  when: event.price > 0.0
exit: { on: Cart Emptied }
goal: { event: Order Completed, within: 7d, value: event.total }
steps:
  - wait: { for: 30d }
  - send: { channels: [push, email], template: reminder }
templates:
  reminder:
    push: { title: "{{ event.name }}", body: "Still there." }
    email: { subject: Your cart, text: "{{ event.name }} costs {{ event.price }}." }
)yaml";

constexpr char kPolicy[] = R"yaml(policy: sample
default_zone: Europe/Vienna
caps:
  - { name: daily, max: 3, per: 1d }
  - { name: weekly-push, max: 10, per: 7d, channels: push }
minimum_gap: 10m
quiet_hours:
  - { from: "21:00", to: "08:00" }
)yaml";

// What is written above is either right or a mistake of ours.
[[noreturn]] void Abort(const std::string& where, const std::string& what) {
  std::cerr << "usher-micro: " << where << ": " << what << "\n";
  std::abort();
}

template <class Message>
Message Parse(const char* yaml) {
  Message message;
  for (const yaml::Problem& problem : yaml::Load(yaml, &message, nullptr)) {
    Abort(problem.path, problem.message);
  }
  return message;
}

journey::Catalog MakeJourneys() {
  const journey::Compiled compiled = journey::Compile(Parse<v1::Journey>(kJourney));
  for (const journey::Problem& problem : compiled.problems) {
    if (!problem.warning) Abort(problem.path, problem.message);
  }
  journey::CatalogEntry entry;
  entry.current = compiled.definition;
  entry.versions[compiled.definition->version] = compiled.definition;
  return journey::Catalog({{compiled.definition->name, entry}});
}

channel::Policy MakePolicy() {
  std::vector<channel::PolicyProblem> problems;
  auto policy = channel::LoadPolicy(Parse<v1::Policy>(kPolicy), problems);
  for (const channel::PolicyProblem& problem : problems) Abort(problem.field, problem.message);
  return *std::move(policy);
}

}  // namespace

absl::Time Noon() { return absl::FromUnixSeconds(1'700'046'000); }

const base::CustomerId& Customer() {
  static const auto& customer = *new base::CustomerId(base::CustomerId::Known("customer-0012345"));
  return customer;
}

const std::string& PropertiesJson() {
  static const auto& json = *new std::string(
      R"({"product_id":"p-00417","cart_id":"c-99120","name":"Blue Mug","category":"kitchen",)"
      R"("price":12.5,"quantity":2,"currency":"EUR","url":"https://shop.example/p/00417",)"
      R"("tags":["new","gift"],"member":true})");
  return json;
}

const base::Value& Properties() {
  static const auto& value = *new base::Value(*base::ParseJson(PropertiesJson()));
  return value;
}

journey::EventInput Event(const std::string& name, int number) {
  journey::EventInput event;
  event.id = absl::StrCat("event-", number);
  event.name = name;
  event.at = Noon();
  event.properties = Properties();
  event.payload_hash = static_cast<std::uint32_t>(base::Hash64(PropertiesJson()));
  return event;
}

const journey::Catalog& Journeys() {
  static const auto& catalog = *new journey::Catalog(MakeJourneys());
  return catalog;
}

const channel::Policy& Policy() {
  static const auto& policy = *new channel::Policy(MakePolicy());
  return policy;
}

customer::Record RecordAfter(int events) {
  const customer::Limits limits;
  const journey::Surroundings surroundings{Journeys(), Policy(), limits};
  journey::Transition transition;
  for (int i = 0; i < events; ++i) {
    const std::string name = i == 0 ? "Product Added" : "Product Viewed";
    const journey::InputResult result =
        Advance(surroundings, Customer(), Event(name, i), Noon(), &transition);
    if (!result.status.ok()) Abort("event", result.status.ToString());
  }
  return std::move(transition.record);
}

}  // namespace usher::micro
