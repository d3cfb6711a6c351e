#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"

#include "provider/provider_file.h"

namespace usher::provider {

// Reads configurations of providers whose secrets are in a folder of the test's own.
class ProviderFileFixture : public testing::Test {
 protected:
  ProviderFileFixture() { std::filesystem::create_directories(folder_); }
  ProviderFileFixture(const ProviderFileFixture&) = delete;
  ProviderFileFixture& operator=(const ProviderFileFixture&) = delete;
  ~ProviderFileFixture() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name) << text;
  }
  // FOLDER stands for where the secrets are.
  absl::StatusOr<ProviderSettings> Parse(const std::string& text) const {
    auto file = ParseFile(text);
    if (!file.ok()) return file.status();
    return std::move(file->channels);
  }
  absl::StatusOr<ProviderFile> ParseFile(const std::string& text) const {
    return ParseProviders("providers.yaml", absl::StrReplaceAll(text, {{"FOLDER", folder_}}));
  }
  std::string ErrorOf(const std::string& text) const {
    const auto settings = Parse(text);
    EXPECT_FALSE(settings.ok()) << text;
    return std::string(settings.status().message());
  }

  const std::string folder_ =
      testing::TempDir() +
      testing::UnitTest::GetInstance()->current_test_info()->test_suite_name() + "-" +
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

}  // namespace usher::provider
