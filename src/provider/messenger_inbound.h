#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "messages/feedback_port.h"

namespace usher::provider {

// What a webhook of the Messenger Platform says about messages of the page with this id, and what
// customers wrote to it. What concerns other pages is left out, as is what the page itself wrote.
std::vector<messages::Feedback> ReadMessengerWebhook(const base::Value& body,
                                                     const std::string& page_id);

}  // namespace usher::provider
