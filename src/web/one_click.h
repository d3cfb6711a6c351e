#pragma once

#include "messages/inbound_port.h"

namespace usher::web {

// Whether a POST asks to unsubscribe as RFC 8058 has it: the field List-Unsubscribe with the value
// One-Click, as application/x-www-form-urlencoded or multipart/form-data.
bool IsOneClick(const messages::WebRequest& request);

}  // namespace usher::web
