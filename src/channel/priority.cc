#include "channel/priority.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "channel/cap.h"

namespace usher::channel {
namespace {

using customer::Contact;

void Add(Contact contact, std::vector<Contact>* contacts) {
  const auto after =
      std::upper_bound(contacts->begin(), contacts->end(), contact.at,
                       [](absl::Time at, const Contact& other) { return at < other.at; });
  contacts->insert(after, std::move(contact));
}

Contact ContactOf(const Scheduled& message) {
  Contact contact;
  contact.at = message.at;
  contact.channel = message.channel;
  contact.category = message.category;
  contact.journey = message.journey;
  return contact;
}

// Whether `cap` could hold the message at all.
bool IsHeldBy(const Policy& policy, const Cap& cap, const Scheduled& message) {
  return !ClassOf(policy, message.category).ignores_caps &&
         Concerns(cap, message.channel, message.category, message.journey);
}

}  // namespace

std::size_t RankOf(const Policy& policy, absl::string_view category, absl::string_view journey) {
  const auto first = std::find_if(
      policy.priorities.begin(), policy.priorities.end(), [&](const Priority& priority) {
        return (priority.category.empty() || priority.category == category) &&
               (priority.journey.empty() || priority.journey == journey);
      });
  return static_cast<std::size_t>(first - policy.priorities.begin());
}

Kept KeptBy(const Policy& policy, const Cap& cap, const Question& question) {
  const absl::Time now = question.now;
  if (policy.priorities.empty() || question.scheduled.empty()) return {now};
  const std::size_t rank = RankOf(policy, question.category, question.journey);
  std::vector<Contact> without(question.contacts.begin(), question.contacts.end());
  std::vector<Contact> with = without;
  Contact message;
  message.at = now;
  message.channel = question.channel;
  message.category = std::string(question.category);
  message.journey = std::string(question.journey);
  Add(std::move(message), &with);
  for (const Scheduled& scheduled : question.scheduled) {
    if (RankOf(policy, scheduled.category, scheduled.journey) >= rank) continue;
    if (!IsHeldBy(policy, cap, scheduled) || scheduled.at <= now) continue;
    if (NextAllowed(policy, cap, without, scheduled.at, question.zone) > scheduled.at) continue;
    if (NextAllowed(policy, cap, with, scheduled.at, question.zone) > scheduled.at) {
      return {scheduled.at, &scheduled};
    }
    Add(ContactOf(scheduled), &without);
    Add(ContactOf(scheduled), &with);
  }
  return {now};
}

}  // namespace usher::channel
