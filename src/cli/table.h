#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

#include "cli/console.h"

namespace usher::cli {

// One field of a table; numbers stand to the right.
struct Cell {
  // Rows are written as lists of texts and numbers.
  // NOLINTBEGIN(google-explicit-constructor)
  Cell(std::string text, Colour colour = Colour::kNone) : text(std::move(text)), colour(colour) {}
  Cell(const char* text) : text(text) {}
  Cell(std::uint64_t number) : text(std::to_string(number)), right(true) {}
  // NOLINTEND(google-explicit-constructor)

  std::string text;
  Colour colour = Colour::kNone;
  bool right = false;
};

// Rows under a heading, each column as wide as its widest field (in code points).
class Table {
 public:
  explicit Table(std::vector<std::string> heading) : heading_(std::move(heading)) {}

  // Has at most as many cells as the heading; missing ones stay empty.
  void AddRow(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  // Writes heading and rows without blanks at the ends of lines. Control characters, which could
  // act on the terminal, become '?'.
  void Print(bool colour, std::ostream* out) const;

 private:
  std::vector<std::string> heading_;
  std::vector<std::vector<Cell>> rows_;
};

// `text` without control characters, for a line on a terminal.
std::string Printable(absl::string_view text);

}  // namespace usher::cli
