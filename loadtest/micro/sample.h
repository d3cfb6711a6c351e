#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"

#include "base/ids.h"
#include "base/value.h"
#include "channel/policy.h"
#include "customer/record.h"
#include "journey/catalog.h"
#include "journey/input.h"

// usher-micro: what the pieces cost that every event passes. One file for each piece; this one
// holds what they work on.
namespace usher::micro {

// The moment at which everything happens.
absl::Time Noon();

// The customer everything happens to.
const base::CustomerId& Customer();

// Properties as a shop sends them: the JSON text of about 200 bytes that makes an event of 300.
const std::string& PropertiesJson();
const base::Value& Properties();

// An event named `name` with these properties; `number` makes its id.
journey::EventInput Event(const std::string& name, int number);

// Journeys of which "Product Added" starts one.
const journey::Catalog& Journeys();

// Two caps, a gap and quiet hours.
const channel::Policy& Policy();

// The record of a customer after so many events, of which the first started a journey.
customer::Record RecordAfter(int events);

}  // namespace usher::micro
