#pragma once

#include "channel/enquiry.h"
#include "channel/zone.h"
#include "journey/sending.h"
#include "journey/work.h"

namespace usher::journey {

// What a kGrant question asks of the channel. The message itself, which is charged already when it
// is repeated, does not count against it; whatever is under way to a provider counts from now on.
// `zone` is the customer's.
channel::Enquiry MakeEnquiry(const Question& question, const channel::Zone& zone, Work& work);

}  // namespace usher::journey
