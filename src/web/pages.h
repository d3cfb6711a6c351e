#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "web/http_server.h"

namespace usher::web {

// Small pages that need nothing else, in the language of Accept-Language that they are written in,
// else in English. What customers see after a link in a message.
enum class Page {
  kConfirm,     // a button that posts One-Click to the page's own address
  kDone,        // no more of these messages
  kNoSuchLink,  // not signed here, or not whole
  kAgainLater,  // it could not be recorded
};

WebReply PageReply(Page page, int status, absl::string_view accept_language);

}  // namespace usher::web
