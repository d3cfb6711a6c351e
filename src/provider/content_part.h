#pragma once

#include <string>

#include "absl/strings/string_view.h"

#include "journey/content.h"

namespace usher::provider {

// The text of a message's part; "" where it has none of that name.
std::string ContentPart(const journey::RenderedContent& content, absl::string_view name);

// The parts text and link of a chat's message as one text, the link on a line of its own.
std::string TextWithLink(const journey::RenderedContent& content);

}  // namespace usher::provider
