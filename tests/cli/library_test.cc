// usherctl template list, show and init: the journeys of journeys/, as they are in the program.

#include "cli/library.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "base/json.h"
#include "cli/command_line.h"
#include "cli/exit_code.h"
#include "tests/support/fake_timing.h"

namespace usher::cli {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

namespace fs = std::filesystem;

std::string ReadText(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

class LibraryTest : public ::testing::Test {
 protected:
  LibraryTest() : folder_(fs::path(::testing::TempDir()) / "library-test") {
    fs::remove_all(folder_);
  }
  LibraryTest(const LibraryTest&) = delete;
  LibraryTest& operator=(const LibraryTest&) = delete;
  ~LibraryTest() override { fs::remove_all(folder_); }

  ExitCode Run(const std::vector<std::string>& arguments) {
    std::istringstream in;
    out_.str("");
    err_.str("");
    return cli::Run(arguments, {.in = &in, .out = &out_, .err = &err_}, &timing_);
  }
  ExitCode Init(const std::string& id) {
    return Run({"template", "init", id, "--dir", folder_.string()});
  }
  std::vector<std::string> Lines() const {
    return absl::StrSplit(out_.str(), '\n', absl::SkipEmpty());
  }

  fs::path folder_;
  testing::FakeTiming timing_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(LibraryTest, HoldsTheFilesOfTheFolderByteByByte) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator("journeys")) {
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::vector<std::string> held;
  for (const LibraryFile& file : LibraryFiles()) {
    held.emplace_back(file.name);
    EXPECT_EQ(file.text, ReadText(fs::path("journeys") / held.back())) << file.name;
  }
  EXPECT_THAT(held, ElementsAreArray(names));
}

TEST_F(LibraryTest, ListsJourneysWithWhatStartsThemAndTheirChannels) {
  ASSERT_EQ(Run({"template", "list"}), kOk);
  EXPECT_THAT(Lines().front(), StartsWith("ID "));
  EXPECT_EQ(Lines().size(), LibraryJourneys().size() + 1);
  EXPECT_THAT(out_.str(), HasSubstr("Brings back customers who filled a cart and left it"));

  ASSERT_EQ(Run({"template", "list", "-o", "json"}), kOk);
  const auto json = base::ParseJson(out_.str(), {.bytes_max = 1 << 20});
  ASSERT_TRUE(json.ok()) << json.status();
  ASSERT_NE(json->as_list(), nullptr);
  for (const base::Value& outline : *json->as_list()) {
    EXPECT_THAT(*outline.Find("starts_on")->as_list(), Not(IsEmpty())) << base::ToJson(outline);
    EXPECT_THAT(*outline.Find("channels")->as_list(), Not(IsEmpty())) << base::ToJson(outline);
    EXPECT_NE(*outline.Find("description")->as_string(), "") << base::ToJson(outline);
  }
}

TEST_F(LibraryTest, ListsNamesForScripts) {
  ASSERT_EQ(Run({"template", "list", "-o", "name"}), kOk);
  EXPECT_THAT(Lines(), ElementsAreArray(LibraryJourneys()));
  EXPECT_THAT(Lines(), IsSupersetOf({"browse-abandonment", "cart-abandonment", "repeat-customer"}));
}

TEST_F(LibraryTest, ShowsAJourneyAsItIsWritten) {
  ASSERT_EQ(Run({"template", "show", "cart-abandonment"}), kOk);
  EXPECT_EQ(out_.str(), ReadText("journeys/cart-abandonment.yaml"));
}

TEST_F(LibraryTest, ShowsTheStepsOfAJourneyAsATable) {
  for (const std::string& id : LibraryJourneys()) {
    ASSERT_EQ(Run({"template", "show", id, "-o", "table"}), kOk);
    EXPECT_THAT(Lines().front(), StartsWith("STEP "));
    EXPECT_EQ(
        Lines().size(),
        static_cast<std::size_t>(ReadLibraryJourney(**FindLibraryJourney(id)).steps_size()) + 1)
        << out_.str();
  }
  ASSERT_EQ(Run({"template", "show", "cart-abandonment", "-o", "table"}), kOk);
  EXPECT_THAT(out_.str(), HasSubstr("until Message Opened of remind -> thinking"));
  EXPECT_THAT(out_.str(), HasSubstr("holdout 10, remind 90"));
}

TEST_F(LibraryTest, NamesTheNearestJourney) {
  EXPECT_EQ(Run({"template", "show", "cart-abandonmet"}), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("did you mean cart-abandonment?"));
  EXPECT_EQ(Init("nothing-like-it-at-all"), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("usherctl template list names them"));
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(LibraryTest, WritesJourneysWhoseStoriesPassWhereTheyAreWritten) {
  for (const std::string& id : LibraryJourneys()) {
    fs::remove_all(folder_);
    ASSERT_EQ(Init(id), kOk) << err_.str();
    EXPECT_EQ(ReadText(folder_ / (id + ".yaml")), FindLibraryFile(id + ".yaml")->text);
    EXPECT_EQ(Run({"journey", "test", (folder_ / (id + ".yaml")).string()}), kOk) << out_.str();
  }
}

// The line ends in " \" where a command goes on in the next.
TEST_F(LibraryTest, PrintsCommandsThatWork) {
  for (const std::string& id : LibraryJourneys()) {
    fs::remove_all(folder_);
    ASSERT_EQ(Init(id), kOk) << err_.str();
    std::string command;
    int tried = 0;
    for (const std::string& line : Lines()) {
      absl::StrAppend(&command, line, " ");
      if (absl::EndsWith(line, "\\")) {
        command.erase(command.rfind('\\'));
        continue;
      }
      std::vector<std::string> words = absl::StrSplit(command, ' ', absl::SkipEmpty());
      command.clear();
      // The others are for a gateway.
      const bool offline = words.size() > 2 && words[0] == "usherctl" &&
                           (words[1] == "backtest" || words[2] == "test");
      if (!offline) continue;
      words.erase(words.begin());
      ++tried;
      EXPECT_EQ(Run(words), kOk) << id << ": " << line << "\n" << out_.str() << err_.str();
    }
    EXPECT_GE(tried, 1) << id;
  }
}

TEST_F(LibraryTest, OverwritesNothing) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "cart-abandonment.test.yaml") << "mine";
  EXPECT_EQ(Init("cart-abandonment"), kFailure);
  EXPECT_THAT(err_.str(), HasSubstr("cart-abandonment.test.yaml is there already"));
  EXPECT_FALSE(fs::exists(folder_ / "cart-abandonment.yaml"));
  EXPECT_EQ(ReadText(folder_ / "cart-abandonment.test.yaml"), "mine");
}

TEST_F(LibraryTest, KeepsThePolicyThatIsThere) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "policy.yaml") << "policy: mine";
  ASSERT_EQ(Init("cart-abandonment"), kOk) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("policy.yaml, which was there"));
  EXPECT_EQ(ReadText(folder_ / "policy.yaml"), "policy: mine");
  ASSERT_EQ(Init("browse-abandonment"), kOk) << err_.str();
  EXPECT_TRUE(fs::exists(folder_ / "browse-abandonment.yaml"));
}

}  // namespace
}  // namespace usher::cli
