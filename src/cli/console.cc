#include "cli/console.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/str_cat.h"
#include <unistd.h>

namespace usher::cli {
namespace {

absl::string_view Code(Colour colour) {
  switch (colour) {
    case Colour::kNone:
      return "";
    case Colour::kRed:
      return "\x1b[31m";
    case Colour::kGreen:
      return "\x1b[32m";
    case Colour::kYellow:
      return "\x1b[33m";
    case Colour::kDim:
      return "\x1b[2m";
    case Colour::kBold:
      return "\x1b[1m";
  }
  return "";
}

}  // namespace

std::string Paint(absl::string_view text, Colour colour, bool enabled) {
  if (!enabled || colour == Colour::kNone) return std::string(text);
  return absl::StrCat(Code(colour), text, "\x1b[0m");
}

Console ProcessConsole() {
  const char* variable = std::getenv("NO_COLOR");
  const bool colour = variable == nullptr || *variable == '\0';
  Console console{.in = &std::cin, .out = &std::cout, .err = &std::cerr};
  console.err_is_terminal = isatty(STDERR_FILENO) == 1;
  console.colour_out = colour && isatty(STDOUT_FILENO) == 1;
  console.colour_err = colour && console.err_is_terminal;
  return console;
}

}  // namespace usher::cli
