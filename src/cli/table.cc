#include "cli/table.h"

#include <algorithm>
#include <cstddef>

namespace usher::cli {
namespace {

constexpr std::size_t kGap = 3;

std::size_t Width(absl::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

struct Column {
  std::size_t width = 0;
  bool right = false;
};

void PrintRow(const std::vector<Cell>& row, const std::vector<Column>& columns, bool colour,
              std::ostream* out) {
  std::size_t owed = 0;  // blanks not yet written, so that none end up at the end of the line
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string text = Printable(row[i].text);
    const std::size_t padding = columns[i].width - Width(text);
    if (columns[i].right) owed += padding;
    if (!text.empty()) {
      *out << std::string(owed, ' ') << Paint(text, row[i].colour, colour);
      owed = 0;
    }
    if (!columns[i].right) owed += padding;
    owed += kGap;
  }
  *out << "\n";
}

}  // namespace

std::string Printable(absl::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return result;
}

void Table::Print(bool colour, std::ostream* out) const {
  std::vector<Column> columns(heading_.size());
  std::vector<Cell> heading;
  for (std::size_t i = 0; i < heading_.size(); ++i) {
    heading.emplace_back(heading_[i], Colour::kBold);
    columns[i].width = Width(heading_[i]);
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      columns[i].width = std::max(columns[i].width, Width(Printable(row[i].text)));
      columns[i].right = columns[i].right || row[i].right;
    }
  }
  PrintRow(heading, columns, colour, out);
  for (const auto& row : rows_) PrintRow(row, columns, colour, out);
}

}  // namespace usher::cli
