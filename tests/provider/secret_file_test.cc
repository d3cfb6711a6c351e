#include "provider/secret_file.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace usher::provider {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class SecretFileTest : public testing::Test {
 protected:
  // By another name first, as secrets are usually exchanged.
  void Write(const std::string& text) {
    const std::string next = path_ + ".next";
    std::ofstream(next) << text;
    std::filesystem::rename(next, path_);
  }
  SecretFileTest() = default;
  SecretFileTest(const SecretFileTest&) = delete;
  SecretFileTest& operator=(const SecretFileTest&) = delete;
  ~SecretFileTest() override { std::filesystem::remove(path_); }

  const std::string path_ = testing::TempDir() + "secret-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(SecretFileTest, HoldsOneSecretOnEachLine) {
  Write("first \n\n  second\r\n");
  const auto file = SecretFile::Open(path_);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT((*file)->Get(), ElementsAre("first", "second"));
}

TEST_F(SecretFileTest, IsReadAgainWhenItChanged) {
  Write("old");
  const auto file = SecretFile::Open(path_);
  ASSERT_TRUE(file.ok());
  Write("new");
  EXPECT_THAT((*file)->Get(), ElementsAre("new"));
}

TEST_F(SecretFileTest, KeepsTheOldSecretsWhileTheFileIsFaulty) {
  Write("old");
  const auto file = SecretFile::Open(path_);
  ASSERT_TRUE(file.ok());
  Write("\n");
  EXPECT_THAT((*file)->Get(), ElementsAre("old"));
  std::filesystem::remove(path_);
  EXPECT_THAT((*file)->Get(), ElementsAre("old"));
  Write("new");
  EXPECT_THAT((*file)->Get(), ElementsAre("new"));
}

TEST_F(SecretFileTest, ErrorsNameTheFileAndNotItsContents) {
  EXPECT_EQ(SecretFile::Open(path_).status().message(), path_ + ": cannot be read");
  Write(" \n");
  EXPECT_EQ(SecretFile::Open(path_).status().message(),
            path_ + ": is empty; expected a secret on its first line");
  Write(std::string(70'000, 's'));
  EXPECT_EQ(SecretFile::Open(path_).status().message(),
            path_ + ": has 70000 bytes; at most 65536 are read");
  EXPECT_FALSE(SecretFile::Open(testing::TempDir()).ok());
}

}  // namespace
}  // namespace usher::provider
