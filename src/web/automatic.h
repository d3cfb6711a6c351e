#pragma once

#include "messages/inbound_port.h"

namespace usher::web {

// Whether it is a program rather than a person that follows a link, by what it says of itself:
// HEAD, a prefetch, no User-Agent, or that of a crawler, a link preview, a mail scanner or an HTTP
// library. Scanners that say they are browsers are not told from people.
bool IsAutomatic(const messages::WebRequest& request);

}  // namespace usher::web
