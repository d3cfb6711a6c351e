#include "customer/ledger.h"

#include <algorithm>
#include <iterator>
#include <utility>

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

bool GiveBack(Record& record, std::uint64_t send_id) {
  const auto latest =
      std::find_if(record.contacts.rbegin(), record.contacts.rend(),
                   [send_id](const Contact& contact) { return contact.send_id == send_id; });
  if (latest == record.contacts.rend()) return false;
  record.contacts.erase(std::next(latest).base());
  return true;
}

}  // namespace usher::customer
