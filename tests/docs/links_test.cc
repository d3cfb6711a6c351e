// Links between the pages lead to a file and a heading that exist.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

namespace usher {
namespace {

namespace fs = std::filesystem;

struct Page {
  std::set<std::string> anchors;
  std::vector<std::string> links;
};

// As sites that show Markdown make it of a heading: letters, digits and hyphens.
std::string AnchorOf(absl::string_view heading) {
  std::string anchor;
  for (const char c : absl::StripAsciiWhitespace(heading)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      anchor += '-';
    } else if (absl::ascii_isalnum(byte) || c == '-' || c == '_' || byte >= 0x80) {
      anchor += absl::ascii_tolower(byte);
    }
  }
  return anchor;
}

// The targets of [text](target), but for those in `code`.
void NoteLinks(absl::string_view line, std::vector<std::string>* links) {
  bool code = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '`') code = !code;
    if (code || !absl::StartsWith(line.substr(i), "](")) continue;
    const absl::string_view rest = line.substr(i + 2);
    links->push_back(std::string(rest.substr(0, rest.find(')'))));
  }
}

Page Read(const fs::path& path) {
  std::ifstream input(path);
  Page page;
  bool fenced = false;
  for (std::string line; std::getline(input, line);) {
    if (absl::StartsWith(absl::StripAsciiWhitespace(line), "```")) fenced = !fenced;
    if (fenced) continue;
    if (absl::StartsWith(line, "#")) {
      page.anchors.insert(
          AnchorOf(line.substr(std::min(line.size(), line.find_first_not_of('#')))));
    }
    NoteLinks(line, &page.links);
  }
  return page;
}

std::vector<fs::path> Pages() {
  std::vector<fs::path> pages = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "src/README.md"};
  for (const char* folder : {"docs", "helm"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".md") pages.push_back(entry.path());
    }
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

TEST(LinksTest, LeadToFilesAndHeadingsThatExist) {
  std::map<std::string, Page> pages;
  for (const fs::path& path : Pages()) pages[path.lexically_normal().string()] = Read(path);
  ASSERT_GT(pages.size(), 20U);
  int followed = 0;
  for (const auto& [path, page] : pages) {
    for (const std::string& link : page.links) {
      if (absl::StrContains(link, "://")) continue;
      ++followed;
      const std::string file = link.substr(0, link.find('#'));
      const std::string target =
          file.empty() ? path : (fs::path(path).parent_path() / file).lexically_normal().string();
      EXPECT_TRUE(fs::exists(target)) << path << ": " << link;
      if (!absl::StrContains(link, "#") || !pages.contains(target)) continue;
      const std::string anchor = link.substr(link.find('#') + 1);
      EXPECT_EQ(pages.at(target).anchors.count(anchor), 1U) << path << ": " << link;
    }
  }
  EXPECT_GT(followed, 100);
}

}  // namespace
}  // namespace usher
