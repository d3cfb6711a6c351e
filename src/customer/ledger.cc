#include "customer/ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace usher::customer {

void TrimContacts(Record& record, absl::Time now, const Limits& limits) {
  const auto keep =
      std::find_if(record.contacts.begin(), record.contacts.end(),
                   [&](const Contact& contact) { return contact.at + limits.contacts_for > now; });
  record.contacts.erase(record.contacts.begin(), keep);
}

bool Charge(Record& record, Contact contact, const Limits& limits) {
  TrimContacts(record, contact.at, limits);
  if (record.contacts.size() >= limits.contacts_max) return false;
  const auto after =
      std::upper_bound(record.contacts.begin(), record.contacts.end(), contact.at,
                       [](absl::Time at, const Contact& charged) { return at < charged.at; });
  record.contacts.insert(after, std::move(contact));
  return true;
}

namespace {

std::vector<Contact>::reverse_iterator LatestOf(std::uint64_t send_id, Record& record) {
  return std::find_if(record.contacts.rbegin(), record.contacts.rend(),
                      [send_id](const Contact& contact) { return contact.send_id == send_id; });
}

}  // namespace

bool Postpone(Record& record, std::uint64_t send_id, absl::Time at) {
  const auto latest = LatestOf(send_id, record);
  if (latest == record.contacts.rend()) return false;
  const auto contact = std::next(latest).base();
  if (contact->at >= at) return true;
  contact->at = at;
  const auto after = std::find_if(contact + 1, record.contacts.end(),
                                  [at](const Contact& later) { return later.at > at; });
  std::rotate(contact, contact + 1, after);
  return true;
}

bool GiveBack(Record& record, std::uint64_t send_id) {
  const auto latest = LatestOf(send_id, record);
  if (latest == record.contacts.rend()) return false;
  record.contacts.erase(std::next(latest).base());
  return true;
}

}  // namespace usher::customer
