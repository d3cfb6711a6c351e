#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

#include "customer/channel.h"
#include "journey/work.h"

// What customers say about being written to, other than through the shop.
namespace usher::journey {

// Withdraws the consent for a channel, kNone being all, and a category, empty being all but
// transactional ones. When there is no room a consent is forgotten that says nothing beside the
// withdrawal; without one it gives false and changes nothing.
bool WithdrawConsent(customer::Channel channel, absl::string_view category,
                     absl::string_view source, Work& work);

// Whether the same consent was given so long after `at` that a withdrawal of then says nothing any
// more. Clocks differ, so a withdrawal not clearly older counts.
bool WasGivenAfter(customer::Channel channel, absl::string_view category, absl::Time at,
                   Work& work);

// Gives the consent for a channel back, if it was withdrawn before `at`.
void GiveConsentBack(customer::Channel channel, absl::Time at, absl::string_view source,
                     Work& work);

}  // namespace usher::journey
