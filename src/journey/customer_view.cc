#include "journey/customer_view.h"

#include <string>
#include <utility>

namespace usher::journey {

base::Value CustomerView(const base::CustomerId& customer, const customer::Profile& profile) {
  base::Value view(profile.attributes);
  if (!customer.anonymous()) view.Set("id", base::Value(std::string(customer.name())));
  if (!profile.locale.empty()) view.Set("locale", base::Value(profile.locale));
  if (!profile.country.empty()) view.Set("country", base::Value(profile.country));
  if (!profile.time_zone.empty()) view.Set("time_zone", base::Value(profile.time_zone));
  base::Value::List audiences;
  for (const customer::Membership& membership : profile.audiences) {
    audiences.emplace_back(membership.audience);
  }
  view.Set("audiences", base::Value(std::move(audiences)));
  return view;
}

}  // namespace usher::journey
