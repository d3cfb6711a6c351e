#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace usher::base {

// Fields as application/x-www-form-urlencoded (WHATWG URL Standard, section 5.2): letters, digits
// and *-._ stand for themselves, a space is '+', every other byte %XX.
std::string FormText(const std::vector<std::pair<absl::string_view, std::string>>& fields);

// One text so, but that beside letters and digits those in `plain` stand for themselves.
void AppendUrlEncoded(absl::string_view text, absl::string_view plain, std::string* out);
// The inverse; what is no %XX stands for itself.
void AppendUrlDecoded(absl::string_view text, std::string* out);

using FormFields = std::vector<std::pair<std::string, std::string>>;

// The inverse, in the order of the text; what is no %XX stands for itself. Fields beyond
// `fields_max` are left out.
FormFields ParseForm(absl::string_view text, std::size_t fields_max = 256);
// The first field of that name; "" where there is none.
absl::string_view FormField(const FormFields& fields, absl::string_view name);

}  // namespace usher::base
