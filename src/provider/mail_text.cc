#include "provider/mail_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace usher::provider {
namespace {

constexpr std::size_t kPlainMax = 60;      // characters of a value that is not folded
constexpr std::size_t kWordBytesMax = 39;  // 64 characters with their frame: room for a name
constexpr std::size_t kLineMax = 75;       // before the soft line break
constexpr std::size_t kLocalMax = 64;
constexpr std::size_t kDomainMax = 190;  // with the local part within the 256 of a path
constexpr std::size_t kLabelMax = 63;

bool IsPlain(absl::string_view text) {
  return text.size() <= kPlainMax && !absl::StrContains(text, "=?") &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isprint(c); });
}

std::string WithoutControls(absl::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return absl::ascii_iscntrl(c); }, ' ');
  return line;
}

// Where a piece of at most `bytes_max` ends without tearing a character apart.
std::size_t PieceEnd(absl::string_view text, std::size_t begin, std::size_t bytes_max) {
  std::size_t end = std::min(text.size(), begin + bytes_max);
  const auto continues = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (end < text.size() && end > begin + 1 && continues(end)) --end;
  return end;
}

std::string EncodedWords(absl::string_view text) {
  std::string words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = PieceEnd(text, begin, kWordBytesMax);
    absl::StrAppend(&words, words.empty() ? "" : "\r\n ", "=?UTF-8?B?",
                    absl::Base64Escape(text.substr(begin, end - begin)), "?=");
    begin = end;
  }
  return words;
}

void AppendQuotedLine(absl::string_view line, std::string* out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto c = static_cast<unsigned char>(line[i]);
    const bool at_end = i + 1 == line.size();
    const bool space = c == ' ' || c == '\t';
    const std::size_t limit = at_end ? kLineMax + 1 : kLineMax;
    const bool as_it_is = (space && !at_end) || (absl::ascii_isgraph(c) && c != '=');
    if (column + (as_it_is ? 1 : 3) > limit) {
      out->append("=\r\n");
      column = 0;
    }
    // A dot that begins a line has a meaning in SMTP.
    if (as_it_is && !(c == '.' && column == 0)) {
      out->push_back(static_cast<char>(c));
      ++column;
    } else {
      out->append({'=', kHex[c >> 4], kHex[c & 15]});
      column += 3;
    }
  }
}

bool IsDomain(absl::string_view domain) {
  if (domain.empty() || domain.size() > kDomainMax) return false;
  for (const absl::string_view label : absl::StrSplit(domain, '.')) {
    if (label.empty() || label.size() > kLabelMax || label.front() == '-' || label.back() == '-') {
      return false;
    }
    for (const char c : label) {
      if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-') return false;
    }
  }
  return true;
}

}  // namespace

std::string HeaderText(absl::string_view text) {
  const std::string line = WithoutControls(text);
  return IsPlain(line) ? line : EncodedWords(line);
}

std::string HeaderMailbox(absl::string_view name, absl::string_view address) {
  if (name.empty()) return std::string(address);
  const std::string line = WithoutControls(name);
  if (!IsPlain(line)) return absl::StrCat(EncodedWords(line), "\r\n <", address, ">");
  std::string quoted;
  for (const char c : line) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return absl::StrCat("\"", quoted, "\" <", address, ">");
}

std::string QuotedPrintable(absl::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find_first_of("\r\n", begin);
    if (end == absl::string_view::npos) end = text.size();
    AppendQuotedLine(text.substr(begin, end - begin), &out);
    out.append("\r\n");
    begin = end + (absl::StartsWith(text.substr(end), "\r\n") ? 2 : 1);
  }
  return out;
}

bool IsMailAddress(absl::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == absl::string_view::npos || at == 0 || at > kLocalMax) return false;
  const absl::string_view local = text.substr(0, at);
  for (const char c : local) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c)) ||
        absl::StrContains("()<>[]:;@\\,\"", absl::string_view(&c, 1))) {
      return false;
    }
  }
  if (local.front() == '.' || local.back() == '.' || absl::StrContains(local, "..")) return false;
  return IsDomain(text.substr(at + 1));
}

}  // namespace usher::provider
