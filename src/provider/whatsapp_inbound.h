#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "messages/feedback_port.h"

namespace usher::provider {

// What a webhook of the WhatsApp Business Platform says about messages of the number with this id,
// and what customers wrote to it. What concerns other numbers is left out.
std::vector<messages::Feedback> ReadWhatsappWebhook(const base::Value& body,
                                                    const std::string& phone_number_id);

}  // namespace usher::provider
