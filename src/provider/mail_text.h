#pragma once

#include <string>

#include "absl/strings/string_view.h"

// The forms in which text travels in mail (RFC 2045, 2047, 5322).
namespace usher::provider {

// The value of a header that is free text: as it is where that is plain and short, else folded
// encoded words in UTF-8. Control characters, line ends among them, become spaces, so no value can
// add a header.
std::string HeaderText(absl::string_view text);

// The value of From, To or Reply-To. `address` is one that IsMailAddress() takes.
std::string HeaderMailbox(absl::string_view name, absl::string_view address);

// Quoted-printable, for text in UTF-8: lines of at most 76 characters that end in CRLF, and no
// line begins with a dot.
std::string QuotedPrintable(absl::string_view text);

// Whether `text` is one address in plain ASCII, such as ada@example.test, that can stand in an
// SMTP command and in a header: local part of at most 64 characters without quotes, a domain name.
// Domains in other letters are written in their ASCII form (xn--).
bool IsMailAddress(absl::string_view text);

}  // namespace usher::provider
