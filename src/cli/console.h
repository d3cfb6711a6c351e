#pragma once

#include <istream>
#include <ostream>
#include <string>

#include "absl/strings/string_view.h"

namespace usher::cli {

// The streams a command talks to, and what may be written to them. The streams outlive it.
struct Console {
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  // A person looks at it: progress may redraw its line.
  bool err_is_terminal = false;
  bool colour_out = false;
  bool colour_err = false;
};

enum class Colour { kNone, kRed, kGreen, kYellow, kDim, kBold };

// `text` between the escape codes of `colour`; `text` alone when `enabled` is false.
std::string Paint(absl::string_view text, Colour colour, bool enabled);

// The process's own streams. Colour only on terminals, and not with the environment variable
// NO_COLOR.
Console ProcessConsole();

}  // namespace usher::cli
