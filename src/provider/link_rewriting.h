#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace usher::provider {

// What is to stand in the place of a URL that begins with http:// or https://.
using RewriteUrl = absl::FunctionRef<std::string(absl::string_view)>;

// Rewrites the URLs in attributes href of <a> and <area>. Entities in them are decoded before, and
// & and quotes are encoded after. All else stays as it is, byte for byte.
std::string RewriteHtmlLinks(absl::string_view html, RewriteUrl rewrite);

// Rewrites what mail programs and telephones make links of: URLs up to white space, a quote, < or
// >, without punctuation at their end.
std::string RewriteTextLinks(absl::string_view text, RewriteUrl rewrite);

}  // namespace usher::provider
