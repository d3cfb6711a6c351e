#include "cel/signature.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace usher::cel {

std::string FormatSignature(absl::string_view function, bool receiver,
                            const std::vector<std::string>& arguments) {
  if (function == "[]" && arguments.size() == 2) {
    return absl::StrCat(arguments[0], "[", arguments[1], "]");
  }
  if (function == "?:" && arguments.size() == 3) {
    return absl::StrCat(arguments[0], " ? ", arguments[1], " : ", arguments[2]);
  }
  if (function == "unary -") function = "-";
  const bool is_name = absl::ascii_isalpha(static_cast<unsigned char>(function.front()));
  if (is_name && function != "in") {
    if (!receiver) return absl::StrCat(function, "(", absl::StrJoin(arguments, ", "), ")");
    const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
    return absl::StrCat(arguments[0], ".", function, "(", absl::StrJoin(rest, ", "), ")");
  }
  if (arguments.size() == 1) return absl::StrCat(function, arguments[0]);
  return absl::StrJoin(arguments, absl::StrCat(" ", function, " "));
}

}  // namespace usher::cel
