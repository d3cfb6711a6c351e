#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace usher::liquid {

// Appends `text` with & < > " ' as HTML entities. With `once`, entities that are already there
// stay.
void AppendHtml(absl::string_view text, bool once, std::string* out);

// Appends `text` as the inside of a JSON string, without quotes.
void AppendJsonInside(absl::string_view text, std::string* out);

// Appends `text` for a query of a URL: a space becomes +, and everything but letters, digits and
// -_.~ a percent escape.
void AppendUrl(absl::string_view text, std::string* out);

}  // namespace usher::liquid
